"""Finding records by what stands in them: a name, a credit code, a document number, an id."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, cast

import msgspec

from regledger.clock import When
from regledger.history.bodies import plain_body, subject_of, texts_of
from regledger.history.lineage import Ending, ancestry, ending, lasting
from regledger.history.standing import is_effective
from regledger.history.timeline import known
from regledger.log.facts import RecordedFact
from regledger.log.tags import KEY_KINDS, split_tag

if TYPE_CHECKING:
    from regledger.ledger import Ledger
    from regledger.records.identity.state import Lasting

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
    """Newest first; the newest of each field. None where it is found only as a predecessor."""
    name: str = ""
    """The name of an enterprise, a site, an authority or a region, at that time; empty for any other record."""
    former_names: tuple[str, ...] = ()
    ended: Ending | None = None
    """That it ended, and where it goes on."""
    predecessor_of: str = ""
    """The record in which the text stands, and whose past this one is."""


def find(
    ledger: Ledger, text: str, *, limit: int = 20, on: When | None = None, known_at: int | None = None
) -> list[Found]:
    """The records in which `text` stands, the one with the newest such fact first, and then their predecessors.

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
    found = [*found, *_derived(ledger, wanted, limit - len(found), on, known_at)]
    named = dict.fromkeys(one.subject for one in found)
    for one in tuple(found):
        for before in ancestry(ledger, one.subject, on=on, known_at=known_at) if lasting(one.subject) else ():
            if len(found) < limit and before.subject not in named:
                named[before.subject] = None
                kind = split_tag(before.subject)[0]
                found.append(Found(subject=before.subject, kind=kind, matches=(), predecessor_of=one.subject))
    return [_identified(ledger, one, on, known_at) if lasting(one.subject) else one for one in found]


def _identified(ledger: Ledger, one: Found, on: When | None, known_at: int | None) -> Found:
    held = ledger.show(one.subject, on=on, known_at=known_at)
    ended = ending(ledger, one.subject, on=on, known_at=known_at)
    if held is None:
        return msgspec.structs.replace(one, ended=ended)
    state = cast("Lasting", held.state)
    former = tuple(dict.fromkeys(each.name for each in state.former_names if each.name != state.name))
    return msgspec.structs.replace(one, name=state.name, former_names=former, ended=ended)


def _derived(ledger: Ledger, text: str, limit: int, on: When | None, known_at: int | None) -> list[Found]:
    """The subjects of kinds that were invented later: their ids stand in no fact as a tag."""
    until = ledger.recorder.head().number if known_at is None else known_at
    found = []
    for tag, _ in ledger.side.ids(text, limit=limit, until=until):
        newest = next(reversed(ledger.standing(tag, on=on, known_at=known_at)), None)
        if newest is not None:
            found.append(Found(subject=tag, kind=split_tag(tag)[0], matches=(_match(newest, "id", tag),)))
    return found


def _find(ledger: Ledger, text: str, limit: int, on: When | None, known_at: int | None) -> list[Found]:
    matches: dict[str, dict[str, Match]] = {}
    stored = ledger.recorder.search(text, limit=SEARCHED, until=known_at)
    facts = known(map(ledger.catalogue.decode, stored), known_at)
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
