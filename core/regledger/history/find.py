"""Finding records by what stands in them: a name, a credit code, a document number, an id."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import msgspec

from regledger.clock import When
from regledger.history.bodies import plain_body, subject_of, texts_of
from regledger.history.standing import is_effective
from regledger.history.timeline import known
from regledger.log.facts import RecordedFact
from regledger.log.tags import KEY_KINDS, split_tag

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Found", "Match", "find"]

SEARCHED = 5_000
"""The most facts with the text in them that are looked at, the newest first."""

_LONGEST = 100


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """Where the text stands in a fact."""

    field: str
    """The path of the field, `id` for the subject's own id, `source.key` for a register's row key."""
    text: str
    number: int
    type: str


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A record in which the text stands."""

    subject: str
    """As `kind:id`."""
    kind: str
    matches: tuple[Match, ...]
    """Newest first; the newest of each field."""


def find(
    ledger: Ledger, text: str, *, limit: int = 20, on: When | None = None, known_at: int | None = None
) -> list[Found]:
    """The records in which `text` stands, the one with the newest such fact first.

    Letter for letter; where that finds nothing, once more in capitals, as credit codes and numbers are written.
    Personal values do not stand in the log, so they are never found.

    Args:
        ledger: to search.
        text: at least one character that is no space.
        limit: the most records to answer.
        on: as in `standing`.
        known_at: as in `standing`.
    """
    wanted = unicodedata.normalize("NFC", text.strip())
    if not wanted:
        return []
    found = _find(ledger, wanted, limit, on, known_at)
    if not found and wanted.upper() != wanted:
        found = _find(ledger, wanted.upper(), limit, on, known_at)
    return found


def _find(ledger: Ledger, text: str, limit: int, on: When | None, known_at: int | None) -> list[Found]:
    matches: dict[str, dict[str, Match]] = {}
    facts = known(map(ledger.catalogue.decode, ledger.recorder.search(text, limit=SEARCHED)), known_at)
    for fact in facts:
        if not is_effective(fact, on):
            continue
        for subject, match in _matches(fact, text):
            if subject in matches or len(matches) < limit:
                matches.setdefault(subject, {}).setdefault(match.field, match)
    return [
        Found(subject=subject, kind=split_tag(subject)[0], matches=tuple(of_fields.values()))
        for subject, of_fields in matches.items()
    ]


def _matches(fact: RecordedFact, text: str) -> list[tuple[str, Match]]:
    own = subject_of(fact)
    ids = [tag for tag in fact.tags if text in tag and split_tag(tag)[0] not in KEY_KINDS]
    texts = [(field, value) for field, value in texts_of(plain_body(fact)) if text in value]
    if fact.source is not None and text in fact.source.key:
        texts.append(("source.key", fact.source.key))
    id_values = {split_tag(tag)[1] for tag in ids}
    found = [(tag, _match(fact, "id", tag)) for tag in ids]
    # An id stands both in a tag and in the field that the tag is made of; it is one match.
    found += [(own, _match(fact, field, value)) for field, value in texts if own and value not in id_values]
    return found


def _match(fact: RecordedFact, field: str, text: str) -> Match:
    shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return Match(field=field, text=shown, number=fact.number, type=fact.type)
