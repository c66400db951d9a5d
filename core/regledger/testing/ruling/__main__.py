"""`python -m regledger.testing.ruling [--check [--quick]]`: what the platform does with each rule, from its code and its tests.

Run in a checkout. It takes each rule out in turn (`plugin`), looks up where it is applied (`scanning`), and writes a
`coverage.json` for the core and one for each sector in `plugins`, and `docs/law-coverage.md`. With `--check` nothing is written: it fails where a
rule is lacking, or where what stands there is not what was found; with `--quick` as well one of the tests that stand there
has to miss its rule, and not each of them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec

from regledger.installation import Installation
from regledger.law.coverage import FILE, Found, catalogue, coverage, found, sections
from regledger.sectors.loading import Sectors
from regledger.testing.plugin import BESIDE
from regledger.testing.ruling.scanning import places

__all__ = ["main"]

PAGE = Path("docs/law-coverage.md")
CORE = Path("core/regledger")
SECTORS = tuple(sorted(Path("plugins").glob("*/regledger_*")))
ROOTS = {
    Path("tests/law"): CORE / "law" / "data" / FILE,
    **{package.parent / "tests": package / FILE for package in SECTORS},
}
"""Where tests of rules lie, and where it is kept what they show."""
AT_ONCE = 2
"""Runs beside each other."""


class _Seen(msgspec.Struct, frozen=True):
    kind: Literal["executable", "derived"]
    tests: tuple[str, ...]


def main() -> int:
    """Run the tests of the core and of each sector, then write or compare; the exit code."""
    check = "--check" in sys.argv[1:]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        ran = dict(zip(ROOTS, pool.map(partial(_run, quick="--quick" in sys.argv[1:]), ROOTS), strict=True))
    for root, (code, told, seen) in ran.items():
        print(f"== {root}\n{told}")
        if seen is None:
            return code or 1
    installation, core = Installation(), Installation(Sectors())
    known = {one.id for one in catalogue()}
    for root, (_, _, seen) in ran.items():
        # What the core's file says holds wherever the core is installed, with or without these sectors.
        own = [package for package in SECTORS if ROOTS[root].parent == package]
        book = installation.lawbook if own else core.lawbook
        where = places((CORE, *own), book.offences, book.criteria)
        shown = {
            rule: Found(kind=one.kind, where=tuple(where.get(rule, ())), tests=one.tests)
            for rule, one in sorted((seen or {}).items())
            if rule in known
        }
        file, data = ROOTS[root], msgspec.json.format(msgspec.json.encode(shown), indent=1) + b"\n"
        if not check:
            file.write_bytes(data)
        elif not file.exists() or file.read_bytes() != data:
            print(f"{file} is not what was found: run make coverage, and look at what changed.", file=sys.stderr)
            return 1
    found.cache_clear()  # what was read of the files before they were written
    if not check:
        PAGE.write_text(page(installation), encoding="utf-8")
    elif PAGE.read_text("utf-8") != page(installation):
        print(f"{PAGE} is not what was found: run make coverage.", file=sys.stderr)
        return 1
    return max(code for code, _, _ in ran.values())


def _run(root: Path, *, quick: bool) -> tuple[int, str, dict[str, _Seen] | None]:
    """Run the tests below `root`: the exit code, what was printed, and what they showed by rule."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "found.json"
        plugin = ["-p", "regledger.testing.ruling.plugin", "--rules-found", str(file)]
        if quick:
            plugin += ["--rules-known", str(ROOTS[root])]
        project = root.parent / "pyproject.toml"
        if project.exists():
            # A sector by itself: what its tests show may not stand on another that happens to be installed.
            plugin += ["-c", str(project), "--rootdir", ".", "-o", f"{BESIDE}=false"]
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "--no-header", *plugin, str(root)],
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        seen = msgspec.json.decode(file.read_bytes(), type=dict[str, _Seen]) if file.exists() else None
        return ran.returncode, ran.stdout, seen


def page(installation: Installation) -> str:
    """The list for readers."""
    rows = list(coverage(installation.lawbook, installation.sectors.packages))
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
