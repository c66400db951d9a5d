"""Delimited files: which of the declared forms a file has, and its rows, bad ones told apart from good ones.

Files are read twice and never held whole: once to find encoding, delimiter, header and as-of day, once for
the rows. A stray quote costs the line that it stands on, not the rest of the file.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from regledger.errors import RegledgerError
from regledger.intake.cells import trimmed
from regledger.intake.mapping import LoadedMapping

__all__ = ["BadExport", "Layout", "Line", "escaped", "layout_of", "lines_of"]

_UNDECODED = re.compile(r"[\udc80-\udcff]")
_BLOCK = 1 << 20
_SHOWN = 12  # columns that a message names
_BYTES = 120  # of a header that a message shows


class BadExport(RegledgerError):
    """{path} cannot be imported: {found}. {remedy}"""


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """How one file is written."""

    path: Path
    digest: str
    lines: int
    encoding: str
    clean: bool
    """False where some lines are not in that encoding."""
    delimiter: str
    quote: str
    header_line: int
    header: tuple[str, ...]
    """Column names, trimmed; a blank one is `#` and its position, a repeated one has its position too."""
    first_line: int
    """The first line below the header."""


class Line(msgspec.Struct):
    """One row of a file."""

    number: int
    """The line on which it begins, 1 being the first."""
    cells: list[str]
    problem: str = ""
    """Why its cells cannot be told apart; empty where they can."""


def escaped(text: str) -> str:
    r"""`text` with the bytes that its encoding does not have as `\xff`."""
    return _UNDECODED.sub(lambda byte: f"\\x{ord(byte[0]) - 0xDC00:02x}", text)


def layout_of(path: Path, loaded: LoadedMapping) -> Layout:
    """Find out how `path` is written.

    Raises:
        BadExport: it cannot be read, or lacks a column that the mapping names.
    """
    form = loaded.mapping.file
    if path.exists() and not path.is_file():
        raise BadExport(path=path, found="it is no regular file, and is read twice", remedy="Save it as a file first.")
    try:
        digest, count = _digest(path)
        encoding, clean = _encoding(path, form.encodings)
        wanted = [column for _, column in loaded.mapping.wanted()]
        best: Layout | None = None
        for delimiter in form.delimiters:
            layout = _layout(
                Layout(
                    path=path,
                    digest=digest,
                    lines=count,
                    encoding=encoding,
                    clean=clean,
                    delimiter="\t" if delimiter == "tab" else delimiter,
                    quote=form.quote,
                    header_line=form.header,
                    header=(),
                    first_line=0,
                )
            )
            if best is None or _missing(layout, wanted) < _missing(best, wanted):
                best = layout
    except OSError as error:
        raise BadExport(
            path=path, found=f"it cannot be read ({error.strerror})", remedy="Name a file that is there."
        ) from None
    assert best is not None
    for where, column in loaded.mapping.wanted():
        if column not in best.header:
            found = f"it has no column {column!r}, which {where} of {loaded.path.name} names"
            if not best.clean and "\\x" in (shown := _bytes(best)):
                raise BadExport(
                    path=path,
                    found=f"{found}, and it is not in {_or(form.encodings)}",
                    remedy=f"Its header line holds the bytes {shown}. Add its encoding to file.encodings.",
                )
            raise BadExport(
                path=path,
                found=found,
                remedy=f"Its header, read as {best.encoding}, has: {_shown(best.header)}. "
                "Mend the mapping, its file.encodings too, or name the right file.",
            )
    if too_long := [name for name in best.header if len(name) > 200]:
        raise BadExport(
            path=path,
            found=f"column name {too_long[0][:40]!r}… is longer than 200 characters",
            remedy="Say with file.header which line holds the header.",
        )
    return best


def lines_of(layout: Layout) -> Iterator[Line]:
    """The rows below the header; raises `OSError` where the file goes away."""
    width = len(layout.header)
    for line in _records(layout):
        if line.number < layout.first_line or not any(map(str.strip, line.cells)):
            continue
        if len(line.cells) > width and not any(line.cells[width:]):
            line.cells = line.cells[:width]
        yield line


class _Lines:
    """Physical lines, of which some can be handed back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._lines)
        self.taken.append(line)
        return line

    def hand_back(self) -> None:
        """All that was taken but the first line."""
        self._back.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def _records(layout: Layout, *, width: int = 0) -> Iterator[Line]:
    width = width or len(layout.header)
    with layout.path.open(encoding=layout.encoding, errors="surrogateescape", newline="") as file:
        lines = _Lines(iter(file))
        for _ in range(layout.header_line - 1):
            next(lines, None)
        reader = (
            csv.reader(lines, delimiter=layout.delimiter, quotechar=layout.quote, strict=True)
            if layout.quote
            else csv.reader(lines, delimiter=layout.delimiter, quoting=csv.QUOTE_NONE)
        )
        number = layout.header_line
        while True:
            lines.taken.clear()
            problem = ""
            cells: list[str] = []
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                problem = f"its quotes are not closed as they were opened ({error})"
            if not problem and cells and layout.header and len(cells) != width and any(cells[width:] or [" "]):
                problem = f"it has {len(cells)} cells and the header has {width} columns"
            if not problem and not layout.clean and any(map(_UNDECODED.search, lines.taken)):
                problem = f"it is not in {layout.encoding}"
            if problem:
                lines.hand_back()
                cells = cells or ["?"]
            yield Line(number, cells, problem)
            number += len(lines.taken)


def _layout(blank: Layout) -> Layout:
    """`blank` with the header that its delimiter gives."""
    records = _records(blank)
    first = next(records, None)
    second = next(records, None)
    if first is None or not any(map(str.strip, first.cells)):
        raise BadExport(
            path=blank.path,
            found=f"line {blank.header_line} holds no header",
            remedy="Say with file.header which line holds it.",
        )
    names: list[str] = []
    seen: set[str] = set()
    for position, cell in enumerate(map(trimmed, first.cells), 1):
        name = escaped(cell.removeprefix("\ufeff")) or f"#{position}"
        names.append(f"{name}#{position}" if name in seen else name)
        seen.add(names[-1])
    return msgspec.structs.replace(blank, header=tuple(names), first_line=second.number if second else first.number + 1)


def _or(encodings: tuple[str, ...]) -> str:
    return " or ".join(encodings)


def _shown(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")


def _bytes(layout: Layout) -> str:
    r"""The header line as the file has it, what is not ASCII as `\xff`: read in a wrong encoding it would mislead."""
    with layout.path.open("rb") as file:
        line = next(islice(file, layout.header_line - 1, None), b"").rstrip()
    return repr(line[:_BYTES])[2:-1] + ("…" if len(line) > _BYTES else "")


def _missing(layout: Layout, wanted: list[str]) -> int:
    return len(set(wanted).difference(layout.header))


def _digest(path: Path) -> tuple[str, int]:
    """SHA-256 in hex, and the number of lines."""
    digest, lines = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            lines += block.count(b"\n")
    return digest.hexdigest(), lines + 1


def _encoding(path: Path, candidates: tuple[str, ...]) -> tuple[str, bool]:
    """The first candidate that reads the whole file; else the one that reads most of its lines."""
    fewest: tuple[int, str] | None = None
    for encoding in candidates:
        try:
            with path.open(encoding=encoding, newline="") as file:
                while file.read(_BLOCK):
                    pass
        except UnicodeError:
            try:
                with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
                    bad = sum(_UNDECODED.search(line) is not None for line in file)
            except UnicodeError:  # an encoding of pairs of bytes can lose its place
                continue
            if fewest is None or bad < fewest[0]:
                fewest = bad, encoding
        else:
            return encoding, True
    if fewest is None:
        raise BadExport(
            path=path,
            found=f"it is not in {_or(candidates)}",
            remedy="Add its encoding to file.encodings of the mapping.",
        )
    return fewest[1], False
