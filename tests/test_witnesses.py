"""No rule and no row of a knowledge table is without a line that exercises it."""

import importlib
import pkgutil

import pytest

import corpus
import newsextract
from newsextract import tables


def modules():
    for found in pkgutil.walk_packages(newsextract.__path__, "newsextract."):
        if ".migrations" not in found.name and not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


WITH_RULES = [module for module in modules() if getattr(module, "RULES", None) and module.RULES is vars(module)["RULES"]]


@pytest.mark.parametrize("module", WITH_RULES, ids=lambda module: module.__name__.removeprefix("newsextract."))
def test_every_rule_has_a_witness(module):
    silent = set(module.RULES) - corpus.exercised()
    assert not silent, f"{len(silent)} rules of {module.__name__} that no line of fixtures/ exercises: {sorted(silent)}"


@pytest.mark.parametrize("name", [name for name in tables.names() if tables.read(name).kind == "knowledge"])
def test_every_row_has_a_witness(name):
    rows = {f"{name}:{row['id']}" for row in tables.read(name)}
    silent = rows - corpus.exercised()
    assert not silent, f"{len(silent)} of {len(rows)} rows of {name}.tsv that no line of fixtures/ exercises: {sorted(silent)[:60]}"


def test_rules_of_records_are_declared():
    """A record's rule is a declared rule, or a row of a table."""
    declared = {rule for module in WITH_RULES for rule in module.RULES}
    rows = {f"{name}:{row['id']}" for name in tables.names() for row in tables.read(name)}
    odd = {
        f"{line.name}: {record.rule}"
        for line in corpus.corpus()
        if not line.fails
        for record in corpus.run(line)
        if hasattr(record, "rule") and record.rule not in declared and record.rule not in rows
    }
    assert not odd
