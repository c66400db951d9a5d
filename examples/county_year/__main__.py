"""Write a year of a county as commands: `python examples/county_year FOLDER [--seed N]`.

FOLDER gets `year.ndjson`, the commands in the order in which they are sent, and `expected.ndjson`, for each of them what
it was written for: `{"recorded": true}`, `{"refused": RULE}` or `{"recorded": true, "defect": RULE}`. The same seed gives
the same bytes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chapters import chapters
from lines import Line
from world import World, founding


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(prog="county_year", description="Write a year of a county as commands.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=2025)
    parser.add_argument("--only", default="", help="the name of one chapter's module, for whoever writes it")
    asked = parser.parse_args()
    lines = list(year(World(seed=asked.seed), asked.only))
    asked.folder.mkdir(parents=True, exist_ok=True)
    _write(asked.folder / "year.ndjson", (_command(line) for line in lines))
    _write(asked.folder / "expected.ndjson", (_expected(line) for line in lines))
    unlawful = sum(bool(line.refused or line.defect) for line in lines)
    print(f"{len(lines)} commands, {unlawful} of them unlawful on purpose")


def year(world: World, only: str = "") -> Iterator[Line]:
    """Every line of the year by day; those of one day in the order of the chapters."""
    told = [list(founding(world))]
    told += [list(one(world)) for one in chapters() if only in ("", one.__module__.rpartition(".")[2])]
    yield from sorted((line for lines in told for line in lines), key=lambda line: line.on)


def _command(line: Line) -> dict[str, Any]:
    command: dict[str, Any] = {"command": line.command, "body": line.body}
    return command | ({"as_happened": line.as_happened} if line.as_happened else {})


def _expected(line: Line) -> dict[str, Any]:
    if line.refused:
        return {"refused": line.refused}
    return {"recorded": True} | ({"defect": line.defect} if line.defect else {})


def _write(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
