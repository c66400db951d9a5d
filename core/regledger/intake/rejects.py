"""The reject file: rows that were not recorded, each with the column, the reason and its own cells."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from regledger.intake.delimited import BadExport, Layout, Line, escaped
from regledger.intake.mapping import LoadedMapping

__all__ = ["Rejects"]

_HIDDEN = "(personal)"


class Rejects:
    """Writes `<export>.rejects.csv` (UTF-8 with BOM, for spreadsheets) once there is a first row to reject."""

    def __init__(self, loaded: LoadedMapping, layout: Layout, folder: Path) -> None:
        self.path = folder / f"{layout.path.stem}.rejects.csv"
        self.count = 0
        self._layout = layout
        hidden = loaded.mapping.personal_columns()
        self._hidden = [index for index, column in enumerate(layout.header) if column in hidden]
        self._file: TextIO | None = None

    def add(self, line: Line, column: str, reason: str) -> None:
        """Reject one row. Personal cells are left out, and all cells where they cannot be told apart."""
        cells = [escaped(cell) for cell in line.cells]
        if self._hidden and line.problem:
            cells = [_HIDDEN]
        for index in self._hidden:
            if index < len(cells) and cells[index]:
                cells[index] = _HIDDEN
        if self._file is None:
            try:
                self._file = self.path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="")
            except OSError as error:
                raise BadExport(
                    path=self._layout.path,
                    found=f"its reject file {self.path} cannot be written ({error.strerror})",
                    remedy="Make that folder writable, or run the import in another folder.",
                ) from None
            self._write(["file", "line", "column", "reason", *self._layout.header])
        self._write([self._layout.path.name, str(line.number), column, reason, *cells])
        self.count += 1

    def _write(self, cells: Sequence[str]) -> None:
        assert self._file is not None
        csv.writer(self._file).writerow(cells)

    def close(self) -> str | None:
        """The path of the file, or None where nothing was rejected."""
        if self._file is None:
            return None
        self._file.close()
        return str(self.path)
