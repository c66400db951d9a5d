"""Real facts: what of the platform's own facts a row of a register gives, as a mapping declares it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from regledger.clock import day_of
from regledger.deciding.handlers import Handlers
from regledger.intake.fields import BadRow, BodyReader, Cells, named
from regledger.intake.forms import FactForm, FieldForm
from regledger.intake.mapping import LoadedMapping
from regledger.log.catalogue import Catalogue
from regledger.log.facts import Fact

__all__ = ["RealFact"]


class RealFact:
    """One `[[record.fact]]`, bound to the columns of a file and to the fact's declaration.

    Raises:
        BadMapping: a fact or field that is not there, or a fact that no register may assert.
    """

    def __init__(
        self,
        loaded: LoadedMapping,
        record: str,
        form: FactForm,
        at: Mapping[str, int],
        catalogue: Catalogue,
        handlers: Handlers,
        today: date,
    ) -> None:
        where = f"record.{record}.fact.{form.type}"
        declared = next((one for one in catalogue.types if form.type in one.names), None)
        if declared is None:
            mapped = [one.name for one in catalogue.types if one.asserted == "mapped"]
            near = [one for one in mapped if _record(one) == _record(form.type)]
            raise loaded.bad(
                where, "names a fact that nothing installed declares", f"Known are: {', '.join(near or mapped)}."
            )
        if declared.asserted != "mapped":
            commands = ", ".join(one for one in handlers.names() if _record(one) == _record(form.type))
            raise loaded.bad(
                where,
                "names a fact that no register may assert, for no rule and no role would be asked",
                f"Record it with the command that is judged, by submit or by a [[command]]: {commands}."
                if commands
                else "Leave it out.",
            )
        self._declared = declared
        self._body = BodyReader(loaded, where, form.type, declared.body, form.fields, at)
        self._zone = loaded.mapping.register.zone
        self._today = today
        self.type = declared.name
        self.columns = named(column for _, field in form.leaves() for column in field.columns())
        """The columns that it comes from."""
        day = form.fields[declared.occurred]
        self._day = (day.date or "") if isinstance(day, FieldForm) else ""
        self._needed = [at[column] for column in form.when or ((self._day,) if self._day else ())]

    def read(self, cells: Cells) -> Fact | None:
        """The fact that a row gives, or None where it gives none; raises `BadRow`."""
        if not all(cells[index] for index in self._needed):
            return None
        body = self._body.read(cells)
        if day_of(self._declared.occurred_of(body), self._zone) > self._today:
            raise BadRow(self._day, f"{self.type}: lies in the future, and says that it happened")
        return body


def _record(name: str) -> str:
    return name.partition(".")[0]
