"""`python -m regledger.testing.ruling [--check]`: what the platform does with each rule, from its code and its tests.

Run in a checkout. It takes each rule out in turn (`plugin`), looks up where it is applied (`scanning`), and writes
`core/regledger/law/data/coverage.json` and `docs/law-coverage.md`. With `--check` nothing is written: it fails where a
rule is lacking, or where what stands there is not what was found.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

import msgspec

from regledger.installation import Installation
from regledger.law.coverage import Found, catalogue, coverage, sections
from regledger.testing.ruling.scanning import places

__all__ = ["main"]

DATA = Path("core/regledger/law/data/coverage.json")
PAGE = Path("docs/law-coverage.md")
PACKAGES = (Path("core/regledger"), *sorted(Path("plugins").glob("*/regledger_*")))


class _Seen(msgspec.Struct, frozen=True):
    kind: Literal["executable", "derived"]
    tests: tuple[str, ...]


def main() -> int:
    """Run the tests, then write or compare; the exit code."""
    check = "--check" in sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "found.json"
        command = [
            "-m",
            "pytest",
            "-q",
            "--no-header",
            "-p",
            "regledger.testing.ruling.plugin",
            "--rules-found",
            str(file),
        ]
        ran = subprocess.run([sys.executable, *command, "tests/law"], check=False)
        if not file.exists():
            return ran.returncode or 1
        seen = msgspec.json.decode(file.read_bytes(), type=dict[str, _Seen])
    installation = Installation()
    where = places(PACKAGES, installation.lawbook.offences)
    known = {one.id for one in catalogue()}
    found = {
        rule: Found(kind=one.kind, where=tuple(where.get(rule, ())), tests=one.tests)
        for rule, one in sorted(seen.items())
        if rule in known
    }
    data = msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"
    if check:
        if DATA.read_bytes() != data:
            print(f"{DATA} is not what was found: run make coverage, and look at what changed.", file=sys.stderr)
            return 1
        if PAGE.read_text("utf-8") != page(installation):
            print(f"{PAGE} is not what was found: run make coverage.", file=sys.stderr)
            return 1
    else:
        DATA.write_bytes(data)
        coverage_found()
        PAGE.write_text(page(installation), encoding="utf-8")
    return ran.returncode


def coverage_found() -> None:
    """Forget what was read of the file before it was written."""
    from regledger.law.coverage import found  # noqa: PLC0415

    found.cache_clear()


def page(installation: Installation) -> str:
    """The list for readers."""
    rows = list(coverage(installation.lawbook))
    counts = {kind: sum(one.kind == kind for one in rows) for kind in ("executable", "derived", "data", "outside")}
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    lines = [
        "# What the platform does with each rule",
        "",
        f"{len(rows)} rules of the catalogue: {told}. Written by `make coverage` from the code and its tests; `make mutants`",
        "takes each executable and derived rule out in turn, and a test that names it has to fail. `regledger law coverage`",
        "says the same with where each rule is applied.",
        "",
        "- **executable**: an act that breaks it is refused or warned of, and one that just keeps to it is not; both were seen.",
        "- **derived**: a last day or an answer follows from it.",
        "- **data**: its numbers or offences are declared and can be looked up; no test sees it decide.",
        "- **outside**: nothing applies it here.",
    ]
    for letter, title in sections().items():
        own = [one for one in rows if one.rule.startswith(f"{letter}-")]
        lines += ["", f"## {letter}. {title}", "", "| Rule | | Kind | Tests | Text |", "|---|---|---|---|---|"]
        lines += [
            f"| {one.rule} | {one.title} {one.title_zh} | {one.kind} | {len(one.tests) or ''} | {', '.join(one.status)} |"
            for one in own
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
