"""Articles of our own writing, of other provinces and bureaux, damaged by the simulator with other tables than the seed's.

The folder holds them healthy; here each is damaged as its `damage` says, and again with random tables, and must give the same records.
"""

import random

import pytest

import corpus
import newsextract
import pollution
from pages import disagreements, pages

SIBLINGS = list(pages("siblings"))


def damaged(page, **other):
    """The page's bytes, damaged as its record says: `table` the characters annotated (`*` all, `seen` those of real pages),
    `punctuation` the share of second-channel hits."""
    how = {**page.damage, **other}
    text = page.path.read_text(encoding="utf8")
    if "table" in how:
        every = pollution.every()
        named = {"*": every, "seen": pollution.seen()}
        table = named.get(how["table"]) or {character: every[character] for character in how["table"]}
        text = pollution.pollute(
            text,
            table,
            half="punctuation" not in how,
            share=how.get("punctuation", 0.0),
            chance=random.Random(how["seed"]),
            space=how.get("space", False),
        )
    return text.encode(how.get("encoding", "utf-8"), errors="replace")


@pytest.mark.parametrize("page", SIBLINGS, ids=lambda page: page.name)
def test_the_healthy_page_gives_its_records(page):
    assert not disagreements(page.expect, page.extract())


@pytest.mark.parametrize("page", SIBLINGS, ids=lambda page: page.name)
def test_the_damaged_page_gives_the_same_records(page):
    article = page.extract(damaged(page))
    expect = {key: value for key, value in page.expect.items() if key != "edits"} if page.damage.get("table") else page.expect
    assert not disagreements(expect, article)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("page", [page for page in SIBLINGS if "table" in page.damage], ids=lambda page: page.name)
def test_any_table_gives_the_same_records(page, seed):
    table = "".join(pollution.some(random.Random(seed)))
    article = page.extract(damaged(page, table=table, seed=seed))
    healthy = page.extract()
    assert len(article.paragraphs) == len(healthy.paragraphs)
    for paragraph, wanted in zip(article.paragraphs, healthy.paragraphs, strict=True):
        # What a slipped byte destroyed stays open: one mark for one character, never another character.
        assert len(paragraph) == len(wanted)
        assert all(is_ in (was, "�") for is_, was in zip(paragraph, wanted, strict=True))
    lost = {i for loss in article.losses for i in range(loss.start - 60, loss.end + 60)}
    for field in ("facts", "dates", "organisations"):
        far = [record for record in getattr(healthy, field) if record.start not in lost]
        assert [record for record in getattr(article, field) if record.start not in lost] == far, field
    for fact in article.facts:
        assert fact.complete or fact.value is None


@pytest.mark.parametrize("page", SIBLINGS, ids=lambda page: page.name)
def test_edits_lead_home(page):
    article = page.extract(damaged(page))
    before = article.before()
    touched, shift = set(), 0
    for edit in article.edits:
        assert before[edit.start : edit.end] == edit.was
        touched.update(range(edit.start + shift, edit.start + shift + len(edit.put)))
        shift += len(edit.put) - len(edit.was)
    for i, character in enumerate(article.text):
        if i not in touched:
            assert before[article.origin(i)] == character
    assert newsextract.repair(article.text).edits == ()


def test_the_damaged_pages_are_what_the_script_writes():
    import runpy

    script = runpy.run_path(str(corpus.FIXTURES.parent / "tools" / "damage_siblings.py"))
    for name, data in script["written"]().items():
        assert (corpus.FIXTURES / "pages" / name).read_bytes() == data, name
