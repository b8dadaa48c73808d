"""The notebooks run from a clean kernel, and say what they say in the repository."""

from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))


def said(notebook):
    """What each cell shows, as text."""
    return [
        "".join(output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", []))
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_runs_and_says_what_it_said(path):
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    if path.stem == "indicators":
        pytest.importorskip("pandas")
        manager = pytest.importorskip("matplotlib.font_manager")
        if not any("CJK" in font.name for font in manager.fontManager.ttflist):
            pytest.skip("no font with Chinese characters: apt-get install fonts-noto-cjk")
    notebook = nbformat.read(path, as_version=4)
    committed = said(notebook)
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    assert said(notebook) == committed


def test_the_three_are_there():
    assert {"tour.ipynb", "indicators.ipynb", "quality.ipynb"} == {path.name for path in NOTEBOOKS}


def test_the_charts_are_in_the_repository():
    nbformat = pytest.importorskip("nbformat")
    cells = nbformat.read(NOTEBOOKS[0], as_version=4).cells
    assert any("image/png" in output.get("data", {}) for cell in cells for output in cell.get("outputs", []))
    assert NOTEBOOKS[0].stat().st_size < 300_000
