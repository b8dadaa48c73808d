"""The three tiers of the test run.

pytest                           what runs in minutes; a test that needs Java, a browser or a server is skipped where there is none
NEWSEXTRACT_TEST_ALL=1 pytest    the same, and a skip is a failure: nothing may go untested because something was not installed
pytest --full                    with the sizes and the counts that the issues name (tens of minutes)
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import hypothesis
import pytest

ALL = os.environ.get("NEWSEXTRACT_TEST_ALL") == "1"
# Skips that stay skips: what stands beside the project and is no part of it, what only the third tier runs, and what a container may not do.
MAY_SKIP = ("../shared", "not in this checkout", "--full", "no small disk may be mounted")
HERE = Path(__file__).resolve().parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the issues' sizes: 25 kills, a million items")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "full: only with --full")
    # No test asserts seconds of the wall clock: on a busy machine hypothesis's deadline of 200 ms fails what is right.
    hypothesis.settings.register_profile("house", deadline=None)
    hypothesis.settings.load_profile("house")
    # What a test starts as a process of its own finds the readers of this folder too.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH", "")]))
    os.environ.pop("NEWSEXTRACT_TABLES", None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--full"):
        for item in items:
            if item.get_closest_marker("full"):
                item.add_marker(pytest.mark.skip(reason="only with --full"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if ALL and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not any(allowed in reason for allowed in MAY_SKIP):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} was skipped, and NEWSEXTRACT_TEST_ALL=1 allows no skips: {reason}"
    return report


@pytest.fixture
def full(request: pytest.FixtureRequest) -> bool:
    """Whether this is the third tier."""
    return bool(request.config.getoption("--full"))


@pytest.fixture
def command() -> list[str]:
    """The command, as a process of its own is started."""
    return [sys.executable, "-m", "newsextract.cli"]
