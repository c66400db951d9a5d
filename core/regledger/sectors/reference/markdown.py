"""Markdown: headings, tables and cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

__all__ = ["cell", "code", "section", "table"]

NONE = "-"


def section(title: str, lines: Iterable[str], *, level: int = 2) -> Iterator[str]:
    """A heading with what stands below it; nothing where that is nothing."""
    below = list(lines)
    if below:
        yield from (f"{'#' * level} {title}", "", *below)


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A table and the empty line after it; nothing where it has no row."""
    cells = [[cell(one) for one in row] for row in rows]
    if cells:
        yield f"| {' | '.join(headers)} |"
        yield f"|{'---|' * len(headers)}"
        yield from (f"| {' | '.join(row)} |" for row in cells)
        yield ""


def cell(value: object) -> str:
    """One line in which no bar ends the cell."""
    return " ".join(str(value).split()).replace("|", "\\|") or NONE


def code(value: object) -> str:
    """As code; a dash where there is none."""
    return f"`{value}`" if value not in ("", None) else NONE
