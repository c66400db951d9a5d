"""Making a number void: it stays in its series as cancelled, and is never given again (J-01)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.history.amending import is_withdrawn
from regledger.log.text import Id, Text
from regledger.records.authority import Authority
from regledger.records.identity.heirs import acting, acting_reads
from regledger.records.numbering.facts import NumberCancelled, Serial
from regledger.records.numbering.freedom import holder_reads, other_holder
from regledger.records.numbering.state import Numbered, Series, number_id

__all__ = ["CancelNumber", "cancel_number"]


class CancelNumber(Command, frozen=True, kw_only=True):
    """Make a number void whose document no longer stands."""

    series: Id
    serial: Serial
    reason: Text
    authority: Id
    cancelled_on: date


def _reads(command: CancelNumber, dossier: Dossier) -> Iterator[str]:
    yield f"series:{command.series}"
    yield f"authority:{command.authority}"
    series = dossier.loaded(Series, command.series)
    if series is None:
        return
    yield from acting_reads(series.authority, dossier)
    text = series.text(command.serial)
    yield from holder_reads(series.authority, series.kind, text, dossier)
    held = dossier.last(f"number:{number_id(series.authority, series.kind, text)}")
    if held is not None and isinstance(held.state, Numbered) and held.state.issued_by:
        yield f"fact:{held.state.issued_by + 1}"


@handles("number.cancel", CancelNumber, on="cancelled_on", reads=_reads, relies=False, role="approve")
def cancel_number(command: CancelNumber, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: only a number that its series gave; SEQ: once, and not while its document stands."""
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    series = dossier.latest(Series, command.series)
    open_ = dossier.get(Series, command.series) is not None
    yield from judge.rule("REF", "series.unknown", open_, series=command.series)
    if series is None or not open_:
        return
    about: dict[str, str | int] = {"series": command.series, "serial": command.serial}
    own = command.authority == acting(series.authority, dossier)
    yield from judge.rule("REF", "series.of_another", own, owner=series.authority, authority=command.authority, **about)
    yield from judge.rule("X-05", "number.cancelled_unreasoned", bool(command.reason.strip()), **about)
    text = series.text(command.serial)
    # The next one is given to nobody where another document carries it: made void, it lets the series go on.
    blocked = command.serial == series.last + 1 and (
        other_holder(text, "", series.kind, series.authority, dossier) is not None
    )
    given = blocked or series.first <= command.serial <= series.last
    yield from judge.rule("REF", "number.not_issued", given, first=series.first, last=series.last, **about)
    void = command.serial in series.cancelled
    yield from judge.rule("SEQ", "number.cancelled_already", not void, **about)
    numbered = dossier.latest(Numbered, number_id(series.authority, series.kind, text))
    subject = numbered.issued_to if numbered is not None else ""
    standing = numbered is not None and bool(subject) and _stands(numbered, dossier)
    yield from judge.rule("SEQ", "number.in_use", not standing, number=text, subject=subject)
    yield NumberCancelled(
        series=command.series,
        authority=command.authority,
        serial=command.serial,
        text=text,
        reason=command.reason,
        cancelled_on=command.cancelled_on,
    )


def _stands(numbered: Numbered, dossier: Dossier) -> bool:
    """Whether the document still stands that got the number: its fact follows that of the number in their commit."""
    document = numbered.issued_by + 1
    return dossier.fact(document) is not None and not is_withdrawn(document, dossier.amended(document))
