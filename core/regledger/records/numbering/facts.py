"""The facts of a number series. None of them is ever corrected or withdrawn: a number once given stays given (J-01)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Tag, Text

__all__ = ["NumberCancelled", "NumberIssued", "Serial", "SeriesOpened", "Year"]

Serial = Annotated[int, msgspec.Meta(ge=1, le=10**9)]
"""A number's place in its series, from 1."""

Year = Annotated[int, msgspec.Meta(ge=1949, le=9999)]
"""The year in a document's number: that of the decision's legal day."""

_TAGS = {"series": "series", "authority": "authority"}


@fact("series.opened", 1, tags=_TAGS, occurred="opened_on", asserted="never", amended="never")
class SeriesOpened(Fact, frozen=True, kw_only=True):
    """`series.opened` v1: from a legal day on the platform numbers one kind of document of an authority, for one year (J-01)."""

    series: Id
    authority: Id
    kind: Code
    """The kind of document: 罚, 罚告, 立, 责改, or the code of a kind of licence."""
    year: Year
    prefix: Text
    """What stands in front of 〔year〕serial号."""
    first: Serial
    """The first serial that the platform gives; those below it were given on paper."""
    opened_on: date


@fact("number.issued", 1, tags={**_TAGS, "subject": "*"}, occurred="issued_on", asserted="never", amended="never")
class NumberIssued(Fact, frozen=True, kw_only=True):
    """`number.issued` v1: a document got the next number of its series, in the commit of its decision (J-01)."""

    series: Id
    authority: Id
    kind: Code
    year: Year
    serial: Serial
    text: Code
    """The whole number, as it stands on the document."""
    subject: Tag
    """The record whose document has it."""
    issued_on: date
    """The legal day of the decision."""


@fact("number.cancelled", 1, tags=_TAGS, occurred="cancelled_on", asserted="never", amended="never")
class NumberCancelled(Fact, frozen=True, kw_only=True):
    """`number.cancelled` v1: a number of a series was made void on a legal day; it stays, and is never given again (J-01)."""

    series: Id
    authority: Id
    serial: Serial
    text: Code
    reason: Text
    cancelled_on: date
