"""The corpus: each sentence gives its records; what is known to fail fails; no rule and no row is without a witness."""

import pytest

import corpus


@pytest.mark.parametrize(
    "line",
    [pytest.param(line, id=line.name, marks=[pytest.mark.xfail(strict=True)] if line.fails else []) for line in corpus.corpus()],
)
def test_the_sentence_gives_its_records(line):
    corpus.compare(line, corpus.run(line))
