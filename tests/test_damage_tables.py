"""The tables of the repair stage are what their scripts make of their sources."""

import importlib.util
import shutil
from pathlib import Path

import pytest

from newsextract import script, tables

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "newsextract" / "data"


def tool(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "source", "made"),
    [
        ("build_script", "opencc", ["script", "script_words"]),
        ("build_readings", "pypinyin", ["readings"]),
        ("build_ngrams", "jieba", ["bigrams"]),
    ],
)
def test_a_script_rebuilds_its_tables(name, source, made, tmp_path, monkeypatch):
    pytest.importorskip(source)
    module = tool(name)
    for needed in ("script.tsv",):
        shutil.copy(DATA / needed, tmp_path / needed)
    monkeypatch.setattr(module, "DATA", tmp_path)
    if hasattr(module, "POLLUTION"):
        monkeypatch.setattr(module, "POLLUTION", tmp_path / "converter.tsv")
    module.main()
    for table in made:
        assert (tmp_path / f"{table}.tsv").read_bytes() == (DATA / f"{table}.tsv").read_bytes()


def test_simplification_ends_where_it_leads():
    """A simplified character is not simplified again, and every traditional one of GBK can be read aloud."""
    table = script.simplification()
    assert [character for character, simple in table.items() if simple in table] == []
    known = {row["id"] for row in tables.read("readings")}
    silent = {character for character in table if len(character.encode("gb18030")) == 2} - known
    assert len(silent) <= 20


def test_the_tables_stay_small():
    assert (DATA / "bigrams.tsv").stat().st_size < 1_500_000
