"""What stands on stdout: JSON in a stable shape, tables on a terminal, plain aligned text everywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import click

if TYPE_CHECKING:
    from regledger.history.lineage import Ending
    from regledger.law.objections import Objection, Texts

__all__ = [
    "ended_words",
    "fields",
    "humane",
    "message",
    "objection_json",
    "objection_lines",
    "print_csv",
    "print_json",
    "shortened",
    "table",
    "tree",
    "yuan",
]


LONGEST_FLAT = 100
"""A plain object that takes more than this is shown one field a line."""


def print_json(value: Any) -> None:
    """One JSON document on one line, in UTF-8 whatever the terminal's encoding."""
    import msgspec  # noqa: PLC0415 - help needs none of it

    click.echo(msgspec.json.encode(value))


def print_csv(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table as CSV (RFC 4180) in UTF-8; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    import csv  # noqa: PLC0415 - help needs none of it
    import io  # noqa: PLC0415

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headers)
    for row in rows:
        writer.writerow([f"'{cell}" if str(cell).startswith(("=", "+", "-", "@")) else cell for cell in row])
    click.echo(out.getvalue(), nl=False)


def message(text: str) -> None:
    """A word to the person at the terminal, on stderr."""
    click.echo(text, err=True)


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table: drawn on a terminal, columns parted by two spaces elsewhere."""
    cells = [[str(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - only a terminal pays for it
        from rich.console import Console  # noqa: PLC0415
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        drawn = Table(box=SIMPLE_HEAD, pad_edge=False)
        for header in headers:
            drawn.add_column(header, overflow="fold")
        for row in cells:
            drawn.add_row(*(Text(cell) for cell in row))
        Console().print(drawn)
        return
    lines = [list(headers), *cells]
    widths = [max(_width(row[column]) for row in lines) for column in range(len(headers))]
    for row in lines:
        padded = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def shortened(text: str, columns: int) -> str:
    """`text`, or as much of it as fits."""
    if _width(text) <= columns:
        return text
    kept = text[:columns]
    while _width(kept) >= columns:
        kept = kept[:-1]
    return f"{kept}…"


def fields(pairs: Mapping[str, object], *, indent: str = "  ") -> None:
    """Names and values, one a line; a value of several lines goes on below itself."""
    width = max((_width(name) for name in pairs), default=0)
    for name, value in pairs.items():
        first, *others = str(value).splitlines() or [""]
        click.echo(f"{indent}{name}{' ' * (width - _width(name))}  {first}".rstrip())
        for line in others:
            click.echo(f"{indent}{' ' * width}  {line}")


def tree(pairs: Mapping[str, Any], *, indent: str = "  ") -> None:
    """A plain object: what is flat on one line each, what is nested below its name."""
    width = max((_width(name) for name, value in pairs.items() if _is_flat(value)), default=0)
    for name, value in pairs.items():
        if _is_flat(value):
            click.echo(f"{indent}{name}{' ' * (width - _width(name))}  {_flat(value)}")
            continue
        click.echo(f"{indent}{name}")
        if isinstance(value, dict):
            tree(value, indent=f"{indent}  ")
            continue
        for one in value:
            if _is_flat(one):
                click.echo(f"{indent}  - {_flat(one)}")
            else:
                click.echo(f"{indent}  -")
                tree(one, indent=f"{indent}    ")


def _is_flat(value: object) -> bool:
    if isinstance(value, dict):
        return all(not isinstance(one, (dict, list)) for one in value.values()) and len(_flat(value)) <= LONGEST_FLAT
    return not isinstance(value, list) or all(not isinstance(one, (dict, list)) for one in value)


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key} {_flat(one)}" for key, one in value.items() if one not in (None, "")) or "-"
    if isinstance(value, list):
        return ", ".join(_flat(one) for one in value) or "-"
    return "-" if value is None or value == "" else str(value)


def humane(value: Any) -> Any:
    """A plain object for people: fen as yuan, and nothing about `asserted` where nobody merely asserted it."""
    if isinstance(value, list):
        return [humane(one) for one in value]
    if not isinstance(value, dict):
        return value
    shown: dict[str, Any] = {}
    for name, one in value.items():
        if name == "asserted" and one is False:
            continue
        if name.endswith("_fen") and isinstance(one, int | None):
            shown[name.removesuffix("_fen")] = None if one is None else yuan(one)
        else:
            shown[name] = humane(one)
    return shown


def yuan(fen: int) -> str:
    """Fen as yuan, such as `50,000.00 yuan`."""
    return f"{fen // 100:,}.{fen % 100:02} yuan"


def objection_json(texts: Texts, objection: Objection) -> dict[str, object]:
    """An objection as a plain object, with its sentences."""
    from regledger.law.objections import as_json  # noqa: PLC0415 - help needs none of it

    return {**as_json(objection), **texts.say(objection)}


def objection_lines(texts: Texts, objection: Objection, *, indent: str = "  ") -> list[str]:
    """An objection for people: rule and article, what was found, what the law asks, the remedy."""
    said = texts.say(objection)
    by = f"  [{objection.by}]" if objection.by else ""
    lines = [f"{indent}{objection.rule}  {objection.article}{by}".rstrip()]
    lines += [f"{indent}  {part:<7} {said[part]}" for part in ("found", "asks", "remedy") if said[part]]
    return lines


def ended_words(ended: Ending) -> str:
    """How and when a subject ended, and where it goes on: `was merged into enterprise:E-9 on 2026-03-01 (#17).`"""
    how = {"merged": "merged into", "split": "split into", "replaced": "replaced by", "recoded": "recoded as"}[
        ended.how
    ]
    words = f"was {how} {', '.join(ended.successors)} on {ended.on} (#{ended.number})"
    on = (
        ""
        if set(ended.goes_on) == set(ended.successors)
        else f"; it goes on as {', '.join(ended.goes_on) or 'nothing'}"
    )
    return f"{words}{on}."


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
