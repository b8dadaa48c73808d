"""Bylines of the corpus name the people they name, and nobody else."""

import pytest

import corpus
from newsextract import byline

LINES = list(corpus.lines(corpus.CORPUS / "byline.txt"))


def said(text: str) -> list[str]:
    """What the byline functions make of a line, as the corpus writes it."""
    found = byline.dateline(text)
    out = [f"medium {found.medium}"] if found is not None and found.medium else []
    people = found.people if found is not None and found.people else byline.people(text, office=True)
    return out + [" ".join(person) for person in people]


@pytest.mark.parametrize("line", [pytest.param(line, id=line.name, marks=[pytest.mark.xfail(strict=True)] if line.fails else []) for line in LINES])
def test_the_line_names_its_people(line):
    assert said(line.text) == [expected[0] for expected in line.expected]


def test_nothing_is_read_across_a_loss():
    assert byline.people("本报记者 陶\ufffd国") == []
    assert byline.dateline("澄江日报讯（记者 陶\ufffd国）近日") is None


@pytest.mark.parametrize("text", ["（" * 100_000, "记者" * 50_000, "一" * 1_000_000, "陶 " * 50_000, "摄" * 100_000])
def test_long_input_takes_linear_time(text):
    byline.people(text), byline.dateline(text), byline.line(text), byline.signed(text), byline.names(text[:400])
