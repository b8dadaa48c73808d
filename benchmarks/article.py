"""Quality and speed of page and article, on our own pages or on a gold file, beside the peers that are installed.

    python benchmarks/article.py                         the pages of fixtures/pages
    python benchmarks/article.py --gold FILE.jsonl       lines of {"file", "url", "title", "date", "source", "author", "must", "forbid"}
    python benchmarks/article.py --without-containers    no row on where systems put a body (containers.tsv)
    python benchmarks/article.py --without-sites         the general path alone: no row of containers.tsv and sites.tsv
    python benchmarks/article.py --memory 20000          that many pages one after another: does memory grow?

Peers (trafilatura, gne) are measured in the same run where they can be imported: pip install trafilatura gne. Time is process time of one core, decoding
included; each page is read once to warm up. "perfect" is a body with every `must` and no `forbid`; on our own pages, the exact paragraphs.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from newsextract import article, page, tables
from newsextract.decode import decode

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "pages"
SITE_TABLES = ("containers", "sites")  # all that is known of single sites and systems
Read = Callable[[bytes, str | None], dict[str, str]]


def ours(data: bytes, url: str | None) -> dict[str, str]:
    text = decode(data).text
    reading = article.read(page.parse(text, url=url) if page.is_markup(text) else page.plain(text), url=url)
    when = reading.published
    moment = str(when["value"])[: 10 if when["precision"] == "day" else 16].replace("T", " ") if when else ""
    people = " ".join([*reading.reporters, *reading.correspondents])
    return {"title": reading.title, "date": moment, "source": reading.source, "author": people, "text": "\n".join(p.after for p in reading.paragraphs)}


def trafilatura_() -> Read:
    import trafilatura

    def read(data: bytes, url: str | None) -> dict[str, str]:
        found = trafilatura.bare_extraction(data, url=url, favor_precision=True, with_metadata=True)
        if not found:
            return {}
        get = found.get if isinstance(found, dict) else lambda key: getattr(found, key, None)
        return {key: str(get(key) or "") for key in ("title", "date", "source", "author", "text")}

    return read


def gne_() -> Read:
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()

    def read(data: bytes, url: str | None) -> dict[str, str]:
        found = extractor.extract(decode(data).text)
        return {"title": found["title"], "date": found["publish_time"], "author": found["author"], "text": found["content"]}

    return read


PEERS: dict[str, Callable[[], Read]] = {"trafilatura": trafilatura_, "gne": gne_}


def squeezed(text: str | None) -> str:
    return "".join((text or "").split()).replace("\u3000", "").replace("\u200b", "")


def judged(got: dict[str, str], gold: dict[str, Any]) -> dict[str, bool]:
    body = squeezed(got.get("text"))
    row = {"perfect": all(squeezed(s) in body for s in gold["must"]) and not any(squeezed(s) in body for s in gold["forbid"])}
    if gold.get("exact"):
        row["perfect"] = body == squeezed("".join(gold["must"]))
    for field in ("title", "source", "author"):
        if gold.get(field):
            row[field] = squeezed(gold[field]) in squeezed(got.get(field)) if field != "title" else squeezed(gold[field]) == squeezed(got.get(field))
    if gold.get("date"):
        row["day"] = squeezed(got.get("date"))[:10] == gold["date"][:10]
        if len(gold["date"]) > 10:
            row["minute"] = (got.get("date") or "")[:16].replace("T", " ") == gold["date"][:16]
    return row


def golds(path: Path | None) -> list[tuple[bytes, dict[str, Any]]]:
    if path is not None:
        lines = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]
        return [((path.parent / gold["file"]).read_bytes(), gold) for gold in lines]
    found = []
    for record in sorted(FIXTURES.glob("*.json")):
        said, data = json.loads(record.read_text(encoding="utf8")), record.with_suffix(".html")
        expect = said["expect"]
        if data.exists() and expect.get("paragraphs") and not record.stem.startswith("damaged"):
            gold = {"must": expect["paragraphs"], "forbid": [], "exact": True, "url": said.get("given", {}).get("url"), "title": expect.get("title")}
            gold |= {"source": expect.get("source"), "author": (expect.get("reporters") or [""])[0]}
            gold["date"] = (expect.get("published") or {}).get("value", "").replace("T", " ")[:16]
            found.append((data.read_bytes(), gold))
    return found


def measure(name: str, read: Read, cases: list[tuple[bytes, dict[str, Any]]]) -> None:
    rows, spent = [], []
    for data, gold in cases:
        got: dict[str, str] = {}
        try:
            read(data, gold.get("url"))
            began = time.process_time()
            got = read(data, gold.get("url"))
            spent.append(1000 * (time.process_time() - began))
        except Exception as error:
            print(f"  {name}: {type(error).__name__}: {error}")
        rows.append(judged(got, gold))
    keys = ("perfect", "title", "day", "minute", "source", "author")
    share = {key: [row[key] for row in rows if key in row] for key in keys}
    figures = "  ".join(f"{key} {100 * sum(held) / len(held):5.1f}" for key, held in share.items() if held)
    spent.sort()
    print(f"{name:12s} {len(cases)} pages  {figures}  |  {statistics.mean(spent):6.2f} ms mean, {spent[int(0.95 * (len(spent) - 1))]:6.2f} ms p95")


def memory(count: int, cases: list[tuple[bytes, dict[str, Any]]]) -> None:
    for i in range(count):
        data, gold = cases[i % len(cases)]
        ours(data, gold.get("url"))
        if i % (count // 4) == count // 4 - 1:
            print(f"after {i + 1} pages: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--gold", type=Path)
    options.add_argument("--without-containers", action="store_true")
    options.add_argument("--without-sites", action="store_true")
    options.add_argument("--memory", type=int, default=0)
    chosen = options.parse_args()
    cases = golds(chosen.gold)
    with tempfile.TemporaryDirectory() as folder:
        left_out = SITE_TABLES if chosen.without_sites else SITE_TABLES[:1] if chosen.without_containers else ()
        for name in left_out:
            rows = "".join(f"-{row['id']}\n" for row in tables.read(name))
            Path(folder, f"{name}.tsv").write_text(f"# kind: knowledge\n# source: nothing\nid\n{rows}", encoding="utf8")
        if left_out:
            tables.use(folder)
        if chosen.memory:
            memory(chosen.memory, cases)
            return
        measure("newsextract", ours, cases)
    for name, make in PEERS.items():
        try:
            read = make()
        except ImportError:
            print(f"{name:12s} is not installed; it comes with: pip install {name}")
            continue
        measure(name, read, cases)


if __name__ == "__main__":
    main()
