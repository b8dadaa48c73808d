"""The names that other people's code relies on: all there, each the thing it says, whatever was imported before."""

from __future__ import annotations

import re
import subprocess
import sys
from types import ModuleType

import pytest

import newsextract
from newsextract import records


def test_every_public_name_is_there():
    for name in newsextract.__all__:
        assert getattr(newsextract, name) is not None
    assert set(newsextract.__all__) <= set(dir(newsextract))
    assert isinstance(newsextract.find, ModuleType)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'extracts'"):
        newsextract.extracts  # noqa: B018


@pytest.mark.parametrize("first", ["newsextract.pipeline", "newsextract.decode", "newsextract.repair", "newsextract.cli", "newsextract.batch"])
def test_a_function_named_like_its_module_stays_the_function(first):
    program = f"import newsextract, {first}\nfrom newsextract import decode, repair\nprint(callable(newsextract.decode), callable(newsextract.repair), decode(b'x').text, repair('x').text)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["True", "True", "x", "x"]


def test_importing_costs_no_dependency():
    program = "import sys; before = set(sys.modules); import newsextract; print(*sorted({m.partition('.')[0] for m in set(sys.modules) - before}))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert not set(done.stdout.split()) & {"pydantic", "regex", "selectolax", "sqlalchemy", "jieba", "rjieba", "ahocorasick", "bs4", "typer", "rich"}


def every_record() -> list[type[records.Record]]:
    return [value for value in vars(records).values() if isinstance(value, type) and issubclass(value, records.Record) and value is not records.Record]


@pytest.mark.parametrize("model", every_record(), ids=lambda model: model.__name__)
def test_every_field_of_a_record_is_explained_with_an_example(model):
    described = model.model_json_schema(mode="serialization")
    own = described["$defs"][model.__name__] if "$ref" in described else described
    for name, field in own["properties"].items():
        assert re.search(r"`[^`]+`", field.get("description", "")), f"{model.__name__}.{name} has no example"
