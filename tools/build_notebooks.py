"""Writes notebooks/indicators.ipynb and notebooks/quality.ipynb and runs all notebooks, so that what they show is what the library gives today.

    python tools/build_notebooks.py            after a change that the notebooks show; then look at them and commit

Needs pandas, matplotlib, nbformat, nbclient and ipykernel (extra `test`) and a font with Chinese characters (Debian: fonts-noto-cjk).
tests/test_notebooks.py runs what is committed and fails where a cell says something else.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"

FONT = '''import matplotlib
import matplotlib.pyplot as plt
from matplotlib import font_manager

# Chinese labels need a font that has the characters; without one every label would be a row of boxes, so we stop and say so.
CHINESE = ["Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "PingFang SC", "Microsoft YaHei", "SimHei"]
there = {font.name for font in font_manager.fontManager.ttflist}
font = next((name for name in CHINESE if name in there), None)
if font is None:
    raise SystemExit("no font with Chinese characters: apt-get install fonts-noto-cjk, then delete ~/.cache/matplotlib")
matplotlib.rcParams |= {"font.sans-serif": [font], "axes.unicode_minus": False, "svg.fonttype": "none", "figure.dpi": 80}
warnings.filterwarnings("error", message="Glyph")  # a label that does not render is an error, not a box'''

INDICATORS = [
    "# From a folder of pages to a table of indicators\n\nTwelve statistical bulletins of four provinces, as their portals might publish them (our own writing; every figure is invented). One pass gives every number with what it measures, when and where; pandas does the rest.",
    """import warnings
from pathlib import Path

import pandas as pd

import newsextract

folder = Path("../fixtures/bulletins")
articles = list(newsextract.extract_many(sorted(folder.glob("*.html")), workers=0))
assert not any(isinstance(article, newsextract.Failure) for article in articles)
len(articles), sum(len(article.facts) for article in articles)""",
    "## One row a fact\n\n`value` is an exact Decimal with 万 and 亿 applied. `period` is an interval, not a word: 上半年 of an article of July 2024 is 2024-01-01 to 2024-06-30.",
    """facts = pd.DataFrame(
    {
        "indicator": fact.indicator,
        "value": float(fact.value),
        "unit": fact.unit,
        "comparison": fact.comparison,
        "first": fact.period.first,
        "last": fact.period.last,
        "region": fact.region.name,
        "published": article.published.value.date(),
        "source": article.source,
        "quote": fact.quote,
    }
    for article in articles
    for fact in article.facts
    if fact.complete and fact.period and fact.region
)
print(facts.drop(columns=["published", "source"]).head(8).to_string())""",
    "## Pivot by region and period",
    """levels = facts[(facts.unit == "元") & (facts.indicator == "地区生产总值")]
table = (levels.pivot_table(index="region", columns="last", values="value") / 1e8).round(1)  # 亿元
print(table.to_string())""",
    """growth = facts[(facts.unit == "%") & facts.comparison.ne("")]
print(growth.pivot_table(index="indicator", columns=["last"], values="value").round(2).to_string())""",
    "## Charts with Chinese labels that render",
    FONT,
    """figure, (left, right) = plt.subplots(1, 2, figsize=(11, 3.6))
table.T.plot.bar(ax=left, rot=0)
left.set(title="地区生产总值（累计）", xlabel="截至", ylabel="亿元")
growth[growth.indicator == "地区生产总值"].pivot_table(index="last", columns="region", values="value").plot(ax=right, marker="o")
right.set(title="地区生产总值同比增长", xlabel="截至", ylabel="%")
right.legend(loc="center left", bbox_to_anchor=(1, 0.5))
figure.tight_layout()""",
    "## Every number leads back to its words\n\nA figure that looks odd can be looked at where it stands; `article.to_html()` or a cell that ends in an article shows the page with its marks.",
    """article = articles[0]
for fact in article.facts[:3]:
    start, end = max(0, fact.start - 16), fact.end
    print(f"…{article.text[start:end]}   <- {fact.indicator}, because: {', '.join(f'{why.field} by {why.rule}' for why in fact.why)}")""",
]

QUALITY = [
    "# Where we are right, and where we are wrong\n\nThe corpus in `fixtures/corpus` says for thousands of sentences of our own what must be found in each, and what must not. This notebook runs all of it and counts. A line marked `fails` is one that we know we get wrong: it stays there until the day it works. These are sentences we know; what counts is text that nobody here has seen, see docs/quality.md for how that is measured.",
    """import collections
import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, "../tests")
import corpus
import pages

rows = collections.defaultdict(collections.Counter)
wrong = []
for line in corpus.corpus():
    finder = line.path.stem.split("_")[0]
    count = rows[finder]
    count["sentences"] += 1
    count["records"] += len(line.expected)
    count["must be silent"] += line.nothing
    try:
        corpus.compare(line, corpus.run(line))
        count["right"] += 1
    except AssertionError:
        wrong.append(line)
        count["wrong"] += 1
        count["known to fail"] += line.fails
table = pd.DataFrame(rows).T.fillna(0).astype(int).reindex(columns=["sentences", "records", "must be silent", "right", "wrong", "known to fail"], fill_value=0)
print(table.to_string())""",
    "## What we get wrong\n\nEvery line that does not give what it should.",
    """for line in wrong:
    print(f"{line.name}: {line.text}")
print(f"{len(wrong)} of {len(corpus.corpus())}")""",
    "## Whole pages\n\nEach page of fixtures/pages and fixtures/bulletins with what is written beside it: title, time, source, people, body, what was left out.",
    """counts = collections.Counter()
for folder in ("pages", "bulletins"):
    for page in pages.pages(folder):
        counts[folder] += 1
        counts[f"{folder} right"] += not pages.disagreements(page.expect, page.extract())
for name in ("pages", "bulletins"):
    print(f"{name}: {counts[f'{name} right']} of {counts[name]} give exactly what is written beside them")""",
    "## Damaged pages\n\nThe siblings are healthy articles of our own. Here each is damaged by the table written beside it, and must give the same paragraphs as the healthy one, up to the characters that were lost for good.",
    """import pollution

right = lost = total = 0
for page in pages.pages("siblings"):
    article = page.extract()
    total += 1
    lost += len(article.losses)
    right += not pages.disagreements(page.expect, article)
print(f"{right} of {total} as written; {lost} characters lost")""",
]


def notebook(cells: list[str]) -> nbformat.NotebookNode:
    """A notebook of these cells: Markdown where a cell begins with #-headings, else code. Ids are numbers, so that a rebuild changes nothing that has not changed."""
    made = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}, "language_info": {"name": "python"}})
    for number, source in enumerate(cells):
        new = nbformat.v4.new_markdown_cell if source.startswith(("# From", "# Where", "## ")) else nbformat.v4.new_code_cell
        cell = new(source)
        cell["id"] = f"cell-{number}"
        made.cells.append(cell)
    return made


def main() -> None:
    for name, cells in (("indicators", INDICATORS), ("quality", QUALITY)):
        nbformat.write(notebook(cells), NOTEBOOKS / f"{name}.ipynb")
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        found = nbformat.read(path, as_version=4)
        NotebookClient(found, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOKS)}}).execute()
        for cell in found.cells:
            cell.metadata.pop("execution", None)  # when it ran is nobody's business
        nbformat.write(found, path)
        print(f"{path.name}: {len(found.cells)} cells, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
