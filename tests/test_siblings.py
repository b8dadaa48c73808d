"""Articles of our own writing, of other provinces and bureaux, damaged by the simulator with other tables than the seed's.

The folder holds them healthy; here each is damaged as its `damage` says, and again with random tables, and must give the same records.
"""

import random

import pytest

import newsextract
import pollution
from pages import disagreements, pages

SIBLINGS = list(pages("siblings"))


def damaged(page, **other):
    return pollution.damaged_page(page.path.read_text(encoding="utf8"), **{**page.damage, **other})


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
    table = "".join(random.Random(seed).sample(pollution.annotated(), 60))
    article = page.extract(damaged(page, table=table, seed=seed))
    healthy = page.extract()
    assert article.paragraphs == healthy.paragraphs
    for field in ("title", "published", "source", "facts", "dates", "organisations"):
        assert getattr(article, field) == getattr(healthy, field), field


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
