"""Number series: document numbers without gaps, given with the decision and never twice (J-01).

A series is a boundary of its own, one for each authority, kind of document and year. Its number and the decision that it
is for are one commit, so that neither is ever there without the other.
"""

from __future__ import annotations

from regledger.records.numbering.cancelling import cancel_number
from regledger.records.numbering.facts import NumberCancelled, NumberIssued, SeriesOpened
from regledger.records.numbering.holding import CLAIMED, NUMBER, USED
from regledger.records.numbering.opening import open_series
from regledger.records.numbering.state import SERIES, Numbered, Series, number_id, series_id

__all__ = [
    "CLAIMED",
    "NUMBER",
    "NUMBERING_HANDLERS",
    "SERIES",
    "USED",
    "NumberCancelled",
    "NumberIssued",
    "Numbered",
    "Series",
    "SeriesOpened",
    "number_id",
    "series_id",
]

NUMBERING_HANDLERS = (open_series, cancel_number)
