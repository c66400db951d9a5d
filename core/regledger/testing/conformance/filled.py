"""Filled: nothing of the template is still to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from regledger.testing.conformance.finding import Checked, Finding, checked
from regledger.testing.conformance.own_code import files_below
from regledger.testing.conformance.subject import Subject

__all__ = ["check_filled"]

_MARK = re.compile(r"(?<![A-Za-z0-9_])TODO(?![A-Za-z0-9_`])")  # TODO填写 is a mark; a page may speak of `TODO`
_TEXTS = (".py", ".toml", ".md", ".json")
LONGEST = 120


def check_filled(subject: Subject) -> Checked:
    """Every line that still says TODO."""
    files = list(dict.fromkeys(_files(subject)))
    return checked("filled", f"{len(files)} files", (one for path in files for one in _found(subject, path)))


def _files(subject: Subject) -> Iterator[Path]:
    yield from files_below(subject.files, _TEXTS)
    yield from (path for path in subject.paths if not path.is_relative_to(subject.files))
    if subject.folder is not None:
        yield subject.folder / "pyproject.toml"
        yield from sorted(subject.folder.glob("*.md"))
        yield from files_below(subject.folder / "tests", _TEXTS)


def _found(subject: Subject, path: Path) -> Iterator[Finding]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    for number, line in enumerate(lines, start=1):
        if _MARK.search(line):
            words = line.strip()
            yield Finding(
                check="filled",
                where=f"{subject.called(path)}:{number}",
                found=words if len(words) <= LONGEST else f"{words[:LONGEST]}…",
                remedy="Fill it in, and take the mark away.",
                severity="todo",
            )
