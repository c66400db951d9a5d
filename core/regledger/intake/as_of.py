"""The as-of day of an export: the day on which the register stood as the export says."""

from __future__ import annotations

from datetime import date

from regledger.errors import RegledgerError
from regledger.intake.cells import BadCell, trimmed
from regledger.intake.delimited import BadExport, Layout, lines_of
from regledger.intake.mapping import LoadedMapping

__all__ = ["AsOfUnknown", "as_of_of"]


class AsOfUnknown(RegledgerError):
    """{path} cannot be imported: nothing says as of which day it shows the register. Give that day with --as-of
    YYYY-MM-DD, or declare as_of.column or as_of.file_name in {mapping}. Later exports are compared with it, and it
    cannot be changed.
    """


def as_of_of(
    layout: Layout, loaded: LoadedMapping, *, given: date | None, first_import: date | None, today: date
) -> tuple[date, str]:
    """(day, where it comes from).

    It is the day `given`, else the latest day in the declared column, else the day in the file's name, else the day
    under which the same file was taken in before. Commands are compared with nothing, so that today does for them.

    Raises:
        AsOfUnknown: nothing says which day.
        BadExport: what is declared holds no day, or the day lies in the future.
    """
    day, origin = _found(layout, loaded, given, first_import, today)
    if day > today:
        raise BadExport(
            path=layout.path,
            found=f"it is as of {day} ({origin}), which lies in the future",
            remedy="Mend [as_of] in the mapping, or give its day with --as-of.",
        )
    return day, origin


def _found(
    layout: Layout, loaded: LoadedMapping, given: date | None, first_import: date | None, today: date
) -> tuple[date, str]:
    form = loaded.mapping.as_of
    if given is not None:
        return given, "--as-of"
    if form.column is not None:
        return _latest(layout, loaded, form.column), f"column {form.column}"
    if form.file_name:
        return _in_name(layout, loaded), "file name"
    if first_import is not None:
        return first_import, "its first import"
    if loaded.mapping.command:
        return today, "today"
    raise AsOfUnknown(path=layout.path, mapping=loaded.path.name)


def _in_name(layout: Layout, loaded: LoadedMapping) -> date:
    form = loaded.mapping.as_of.file_name
    try:
        return loaded.dates("as_of.file_name", (form,)).read(layout.path.name)
    except BadCell:
        raise BadExport(
            path=layout.path,
            found=f"its name is not of the form {form!r} that as_of.file_name of {loaded.path.name} gives",
            remedy="Rename it, or give its day with --as-of.",
        ) from None


def _latest(layout: Layout, loaded: LoadedMapping, column: str) -> date:
    read = loaded.dates("as_of.formats", loaded.mapping.as_of.formats).read
    position = layout.header.index(column)
    latest: date | None = None
    for text in {trimmed(line.cells[position]) for line in lines_of(layout) if not line.problem}:
        try:
            day = read(text)
        except BadCell:
            continue
        latest = day if latest is None else max(latest, day)
    if latest is None:
        raise BadExport(
            path=layout.path,
            found=f"its as-of column {column!r} holds no day",
            remedy="Mend [as_of] in the mapping, or give its day with --as-of.",
        )
    return latest
