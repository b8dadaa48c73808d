"""The house stands: every module imports, every public function answers by its public name, and nothing reaches the network."""

from __future__ import annotations

import importlib
import pkgutil
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import newsextract

ROOT = Path(__file__).resolve().parent.parent
PAGE = "<html><head><title>口袋公园</title></head><body><h1>口袋公园</h1><p>截至2023年底，全市共有口袋公园412个。</p></body></html>"


def modules() -> list[str]:
    return [
        module.name
        for module in pkgutil.walk_packages(newsextract.__path__, "newsextract.")
        if not module.name.endswith("__main__")
    ]


def test_functions_still_answer_when_every_module_is_imported():
    """A module named as a function would hide it: `newsextract.extract` the function, and never a module."""
    for name in modules():
        importlib.import_module(name)
    article = newsextract.extract(PAGE, region="四川省成都市", published="2024-01-05")
    assert isinstance(article, newsextract.Article) and "412个" in [fact.quote for fact in article.facts]
    assert [type(one).__name__ for one in newsextract.extract_many([PAGE], workers=0)] == ["Article"]
    assert newsextract.decode(PAGE.encode("gb18030")).text == PAGE
    assert newsextract.repair("２０２３年").text
    assert [n.value for n in newsextract.find.numerals("四百一十二")] == [412]
    assert [q.quote for q in newsextract.find.quantities("公园412个")] == ["412个"]
    assert [d.first for d in newsextract.find.dates("2023年6月7日")] == ["2023-06-07"]
    assert [o.name for o in newsextract.find.organisations("省市场监管局发布通告", region="湖北省")] == ["湖北省市场监督管理局"]


def test_public_names_are_there():
    for name in newsextract.__all__:
        assert getattr(newsextract, name) is not None
    assert {"extract", "extract_many", "decode", "repair", "find", "Article", "Failure", "NewsExtractError"} <= {
        *newsextract.__all__,
        "find",
    }


def test_nothing_reaches_the_network(monkeypatch):
    def blocked(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked for")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, blocked)
    monkeypatch.setattr(socket, "create_connection", blocked)
    monkeypatch.setattr(socket, "getaddrinfo", blocked)
    assert newsextract.extract(PAGE.encode(), url="http://www.news.example/t1.html").text


def test_importing_is_light():
    """`import newsextract` brings neither jieba nor SQLAlchemy nor a parser: they come when they are used."""
    heavy = {"jieba", "rjieba", "sqlalchemy", "alembic", "selectolax", "bs4", "rich", "typer"}
    code = f"import sys, newsextract; print(sorted(set(sys.modules) & {heavy!r}))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_the_version_is_said_once():
    said = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert said is not None and said[1] == newsextract.__version__


def test_readme_begins_with_the_two_commands():
    blocks = re.findall(r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf8"), re.MULTILINE | re.DOTALL)
    for block in blocks[:2]:
        assert len(block.strip().splitlines()) == 1, "one physical line each"
        assert "sudo" not in block
    assert "pytest" in blocks[1] and "newsextract extract" in blocks[0]


def test_the_runner_of_the_two_commands_is_there():
    script = (ROOT / ".ci" / "run").read_text()
    for word in ("README.md", "ruff", "mypy", "lint-imports", "NEWSEXTRACT_TEST_ALL"):
        assert word in script


@pytest.mark.parametrize("name", modules())
def test_every_module_tells_its_story(name):
    assert (importlib.import_module(name).__doc__ or "").strip(), f"{name} has no docstring"
