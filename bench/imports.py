"""How many rows a second an import records, and how many it compares when it runs again.

    python bench/imports.py [FOLDER]

FOLDER holds the real registers (phmsa_enforcement, osha_inspections, taiwan_osh); ../shared/data beside the
repository where it is not named. Without it a register of our own making is measured alone.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from regledger.intake.importing import import_files
from regledger.ledger import Ledger

ROOT = Path(__file__).resolve().parents[1]
MAPPINGS = ROOT / "examples/imports"
MADE = 5_000  # rows of the register of our own making
JUDGED = 500  # rows of one whose commands are decided

_MADE_MAPPING = """
[register]
id = "made"
title = "Made"
[as_of]
column = "closed"
[file]
encodings = ["utf-8"]
delimiters = [","]
[[record]]
name = "case"
key = ["no"]
milestones = { opened = "opened", decided = "decided", paid = "paid", closed = "closed" }
"""

_JUDGED_MAPPING = """
[register]
id = "judged"
title = "Judged"
[file]
encodings = ["utf-8"]
delimiters = [","]
[[command]]
name = "authority.register"
key = ["authority"]
fields = { authority = { column = "authority" }, name = { column = "authority" }, registered_on = { date = "since" } }
[[command]]
name = "officer.appoint"
key = ["officer"]
[command.fields]
officer = { column = "officer" }
authority = { column = "authority" }
name = { column = "officer" }
appointed_on = { date = "since" }
"""


def made(folder: Path) -> tuple[Path, list[Path]]:
    """A mapping and an export of 5,000 rows with 53 columns, four of them dated."""
    mapping, export = folder / "made.toml", folder / "made.csv"
    mapping.write_text(_MADE_MAPPING, encoding="utf-8")
    columns = ["no", "opened", "decided", "paid", "closed", *(f"column_{n}" for n in range(48))]
    lines = [",".join(columns)]
    for n in range(MADE):
        day = f"{2000 + n % 25}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        lines.append(",".join([f"N{n}", day, day, day, day, *(f"text {n % 97} {c}" for c in range(48))]))
    export.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return mapping, [export]


def judged(folder: Path) -> tuple[Path, list[Path]]:
    """A mapping of two commands a row and an export of 500 rows; each row is a durable decision of its own."""
    mapping, export = folder / "judged.toml", folder / "judged.csv"
    mapping.write_text(_JUDGED_MAPPING, encoding="utf-8")
    lines = ["authority,officer,since", *(f"A{n % 7},O{n},2024-01-05" for n in range(JUDGED))]
    export.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return mapping, [export]


def measured(name: str, mapping: Path, files: list[Path], folder: Path) -> str:
    """One line of the table."""
    with Ledger.create(f"sqlite:///{folder / name}.db") as ledger:
        started, worked = time.perf_counter(), time.process_time()
        report = import_files(ledger, mapping, files, rejects_in=folder)
        first, cpu = time.perf_counter() - started, time.process_time() - worked
        started = time.perf_counter()
        again = import_files(ledger, mapping, files, rejects_in=folder)
        second = time.perf_counter() - started
    return (
        f"{name:<10} {report.rows:>7,} {report.recorded:>8,} {first:>7.2f} {cpu:>7.2f} {report.rows / first:>8,.0f} "
        f"{report.recorded / first:>8,.0f} {second:>8.2f} {again.rows / second:>8,.0f} {again.recorded:>6,}"
    )


def main(argv: list[str]) -> None:
    """Measure and print."""
    data = Path(argv[0]) if argv else ROOT.parent / "shared/data"
    print(
        f"{'register':<10} {'rows':>7} {'facts':>8} {'seconds':>7} {'of CPU':>7} {'rows/s':>8} {'facts/s':>8} {'again s':>8} {'rows/s':>8} {'facts':>6}"
    )
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        print(measured("made", *made(folder), folder))
        print(measured("judged", *judged(folder), folder))
        if not data.is_dir():
            return
        exports = sorted((data / "phmsa_enforcement").iterdir())
        print(measured("phmsa", MAPPINGS / "phmsa.toml", exports[:1], folder))
        print(measured("phmsa-five", MAPPINGS / "phmsa.toml", exports, folder))
        print(measured("osha", MAPPINGS / "osha.toml", sorted((data / "osha_inspections").iterdir()), folder))
        print(measured("taiwan", MAPPINGS / "taiwan_osh.toml", sorted((data / "taiwan_osh").iterdir()), folder))


if __name__ == "__main__":
    main(sys.argv[1:])
