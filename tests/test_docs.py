"""The documentation is true: everything in it is typed in an empty folder, and it names all that is public, and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec

import pytest

import newsextract
import servers
from newsextract import records
from pages_of_docs import ROOT, Reader, alike, blocks, pages


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_shows_comes_out(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    if page.name == "tutorial.md":
        pytest.importorskip("pandas")
    needs = {block.needs for block in blocks(page)} - {""}
    put = {ADDRESS: servers.fresh()} if "postgres" in needs else {}
    assert needs <= {"postgres"}, "a need that nothing here meets"
    Reader(tmp_path, put).read(page)


ADDRESS = "postgresql://me@localhost/news"


@pytest.fixture(scope="module", autouse=True)
def _ended():
    yield
    servers.ended()


def test_the_reader_notices_what_is_not_so(tmp_path, monkeypatch):
    """What holds the pages to their word does so."""
    wrong = {
        "console": "$ echo 412\n413\n",
        "pycon": ">>> 1 + 1\n3\n",
        "python": "assert 1 == 2\n",
    }
    for kind, body in wrong.items():
        page = tmp_path / f"{kind}.md"
        page.write_text(f"```{kind}\n{body}```\n", encoding="utf8")
        room = tmp_path / kind
        room.mkdir()
        monkeypatch.chdir(tmp_path)
        with pytest.raises(AssertionError):
            Reader(room, {}).read(page)


def test_what_stands_for_anything():
    assert alike("13 articles …", "13 articles into news.db; 1.0 s\n")
    assert alike("…\n 24135.7亿元 …", "a line\n 24135.7亿元   2,413\n more")
    assert not alike("13 articles …", "12 articles into news.db")


def documented() -> set[str]:
    text = "".join((ROOT / "docs" / "reference" / page).read_text(encoding="utf8") for page in ("api.md", "records.md"))
    return set(re.findall(r"^::: newsextract\.(\w+)$", text, re.MULTILINE)) | set(re.findall(r"`newsextract\.(__\w+__)`", text))


def test_the_documented_names_are_the_public_ones():
    assert documented() == set(newsextract.__all__)


def test_the_documented_finders_are_the_public_ones():
    text = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf8")
    listed = re.search(r"members: \[(.*)\]", text)
    assert listed and sorted(listed[1].split(", ")) == sorted(newsextract.find.__all__)


def test_every_record_that_leaves_is_documented():
    models = {name for name, value in vars(records).items() if isinstance(value, type) and issubclass(value, records.Record)}
    assert models - {"Record", "Mention"} <= documented()


def test_every_page_is_in_the_contents():
    contents = (ROOT / "mkdocs.yml").read_text(encoding="utf8").partition("\nnav:")[2]
    named = set(re.findall(r": ([\w/-]+\.md)", contents))
    assert named == {str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")}


def test_the_site_builds_without_a_warning(tmp_path):
    for module in ("mkdocs", "material", "mkdocstrings"):
        if not find_spec(module):
            pytest.skip(f"{module} is not installed: pip install '.[docs]'")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        capture_output=True,
        encoding="utf8",
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"},
    )
    assert done.returncode == 0, done.stderr
    assert not re.search(r"WARNING|ERROR", done.stderr), done.stderr
    site = "".join(path.read_text(encoding="utf8") for path in (tmp_path / "site").rglob("*.html"))
    assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=\"?https?://(?!example)[^\">]*\.(?:js|css|woff2?|png)", site), "the site asks another network"
    for field in ("unit_code", "part_of", "timex3", "document_number"):
        assert f">{field}<" in site.replace("&quot;", ""), f"{field} is not in the reference"


def test_the_examples_are_clean_to_a_type_checker(tmp_path):
    """What an editor sees: pyright, on all Python that the documentation shows."""
    if not find_spec("pyright"):
        pytest.skip("pyright is not installed: pip install '.[docs]'")
    for page in pages():
        lines: list[str] = []
        for block in blocks(page):
            if block.kind == "python" and not block.title:
                lines += block.body.splitlines()
            elif block.kind == "pycon":
                lines += [line[4:] for line in block.body.splitlines() if line.startswith((">>> ", "... "))]
        if lines:
            (tmp_path / f"{page.stem}_{len(page.parts)}.py").write_text("\n".join(lines) + "\n", encoding="utf8")
    assert len(list(tmp_path.glob("*.py"))) >= 5
    (tmp_path / "pyrightconfig.json").write_text(
        f'{{"extraPaths": ["{ROOT / "src"}"], "reportUnusedExpression": false, "reportAttributeAccessIssue": "error", "pythonVersion": "3.11"}}'
    )
    done = subprocess.run([sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "-p", str(tmp_path)], capture_output=True, encoding="utf8", cwd=tmp_path)
    if done.returncode not in (0, 1):
        pytest.skip(f"pyright does not run here: {done.stderr[-300:]}")
    assert done.returncode == 0, done.stdout
