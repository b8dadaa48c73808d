"""Every page of fixtures/pages and fixtures/bulletins gives what is written beside it."""

import pytest

from pages import disagreements, pages


@pytest.mark.parametrize("page", [*pages("pages"), *pages("bulletins")], ids=lambda page: page.name)
def test_the_page_gives_its_record(page):
    article = page.extract()
    assert not disagreements(page.expect, article)


@pytest.mark.parametrize("page", [*pages("pages"), *pages("bulletins")], ids=lambda page: page.name)
def test_the_record_survives_json(page):
    article = page.extract()
    assert type(article).model_validate_json(article.model_dump_json()) == article
