"""How long one waits before anything happens: `--help`, `import newsextract`, the first page.

    python benchmarks/startup.py

Each is a process of its own, in processor time (user and system), the median of seven, alternating; beside them a Python that does nothing and one
that only imports what any command of typer and rich must. Goals: --help 0.4 s, import 0.25 s, the first extract 0.8 s after the import.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys

ROUNDS = 7
PAGE = "（记者 林小满）截至2023年底，全市共有口袋公园412个。省市场监管局发布通告。"
PROGRAMS = {
    "python that does nothing": ["-c", "pass"],
    "import typer and rich": ["-c", "import typer, typer.rich_utils"],
    "newsextract --help": ["-m", "newsextract.cli", "--help"],
    "import newsextract": ["-c", "import newsextract"],
    "import and the first extract": ["-c", f"import newsextract; newsextract.extract({PAGE!r})"],
}


def spent(arguments: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    for arguments in PROGRAMS.values():  # once, to have the bytecode and the compiled tables written
        spent(arguments)
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for _ in range(ROUNDS):
        for name, arguments in PROGRAMS.items():
            times[name].append(spent(arguments))
    floor = statistics.median(times["python that does nothing"])
    print("| what | seconds | times a Python that does nothing |\n|---|---|---|")
    for name, found in times.items():
        middle = statistics.median(found)
        print(f"| {name} | {middle:.3f} | {middle / floor:.1f} |")


if __name__ == "__main__":
    main()
