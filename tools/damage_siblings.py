"""Writes fixtures/pages/damaged-*: the articles of fixtures/siblings as a site of the channel would show them.

    python tools/damage_siblings.py

The healthy article and what it must give stand in fixtures/siblings; the simulator is tests/pollution.py. These pages are what the
README's first command reads, so that a newcomer sees real damage; a test checks that they are what this script writes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import pages  # noqa: E402
import test_siblings  # noqa: E402


def written() -> dict[str, bytes]:
    """The files by name."""
    out: dict[str, bytes] = {}
    for page in pages.pages("siblings"):
        record = json.loads(page.path.with_suffix(".json").read_text(encoding="utf8"))
        record["story"] = f"{record['story']} (fixtures/siblings/{page.path.name}, damaged by tools/damage_siblings.py)"
        if "table" in record.pop("damage"):
            record["expect"].pop("edits", None)
        out[f"damaged-{page.path.name}"] = test_siblings.damaged(page)
        out[f"damaged-{page.path.stem}.json"] = (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()
    return out


if __name__ == "__main__":
    for name, data in written().items():
        (ROOT / "fixtures" / "pages" / name).write_bytes(data)
        print(name, len(data))
