"""A sector's read model, its folds in its sector's name: whoever projects it stops at a fault that says whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from regledger.log.facts import RecordedFact
from regledger.sectors.guard import LoadedSector, SectorFault, fault, kept, listed
from regledger.views import ReadModel, Row

__all__ = ["GuardedView", "guarded_view"]

READ_MODELS = "regledger_read_models"


class GuardedView(ReadModel):
    """A read model of a sector; subclassed for each, so that what is read of its class is there."""

    of: ReadModel
    """The sector's own."""
    by: LoadedSector

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """See `ReadModel.keys`; raises `SectorFault`."""
        keys = listed(self.by, READ_MODELS, kept(self.by, READ_MODELS, self.of.keys, fact))
        for key in keys:
            if type(key) is not str:
                raise self._fault("keys", f"it gave {type(key).__name__} instead of a key")
        return keys

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """See `ReadModel.row`; raises `SectorFault`."""
        row: Any = kept(self.by, READ_MODELS, self.of.row, key, facts)
        if row is None:
            return None
        if not isinstance(row, Mapping):
            raise self._fault("row", f"it gave {type(row).__name__} instead of a row")
        found = kept(self.by, READ_MODELS, dict[Any, Any], row)
        if found.keys() != self.columns.keys():
            given = sorted(map(str, found))
            raise self._fault("row", f"its row has the columns {given}, not {sorted(self.columns)}")
        for column, cell in found.items():
            if not (cell is None or type(cell) in (str, int)):
                raise self._fault("row", f"its column {column} holds {type(cell).__name__}")
        return found

    def _fault(self, where: str, found: str) -> SectorFault:
        return fault(self.by, READ_MODELS, f"{where} of {self.name}: {found}")


def guarded_view(one: LoadedSector, model: ReadModel) -> ReadModel:
    """`model` in its sector's name; what it says of itself is read once. Raises `SectorFault`."""
    said = kept(one, READ_MODELS, _said, model, loading=True)
    view: ReadModel = type(said["name"], (GuardedView,), {**said, "of": model, "by": one})()
    return view


def _said(model: ReadModel) -> dict[str, Any]:
    if type(model.version) is not int or model.version < 1:
        raise ValueError(f"the version of {model.name} is {model.version!r}; write a whole number from 1")
    types, columns = tuple(model.types), dict(model.columns)
    if isinstance(model.types, str) or not all(isinstance(name, str) for name in types):
        raise ValueError(f"the types of {model.name} are not names of facts")
    if not columns or not all(isinstance(name, str) and kind in ("text", "integer") for name, kind in columns.items()):
        raise ValueError(f"the columns of {model.name} are not a mapping of names to text or integer")
    return {
        "name": str(model.name),
        "version": model.version,
        "types": types,
        "columns": columns,
        "live": bool(model.live),
        "__doc__": type(model).__doc__,
    }
