"""The law of a ledger as a reader sees it: every item with its values, where it stands, who checked it and who confirmed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from regledger.errors import LawError, RegledgerError
from regledger.law.packs import in_force, read_pack
from regledger.law.parameters import Status, Value
from regledger.law.view import Law
from regledger.records.confirmation import RuleConfirmed
from regledger.records.law_pack import LawPackLoaded

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = [
    "Confirmed",
    "LawItem",
    "LawUnknown",
    "LawValue",
    "PackShown",
    "law_item",
    "law_items",
    "law_packs",
    "packs_left_out",
]


class LawUnknown(RegledgerError):
    """Nothing in the law of {on} is called {name}, and no law pack is. List what there is with "regledger law list", or ask for another day with --on."""


class LawValue(msgspec.Struct, frozen=True, kw_only=True):
    """One dated value of a parameter."""

    value: int | str | bool
    valid_from: date
    valid_to: date | None
    citation: str
    status: Status
    known_from: date
    review_by: date | None
    source: str
    """Core's file, a sector, or a law pack as `id/version`."""
    counts: bool
    """Whether it is the one that counts on the day that was asked for."""
    note: str = ""


class Confirmed(msgspec.Struct, frozen=True, kw_only=True):
    """A confirmation by an authority."""

    on: date
    authority: str
    document: str
    number: int
    """Of the fact."""
    counts: bool
    """False where it is of a later day, or a law pack has changed since what was confirmed."""


class LawItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item of the law of a day.

    Attributes:
        kind: `parameter`, `rule`, `offence`, `benchmark`, `criterion`, `checklist` or `instrument`.
        id: its id, code or name.
        title: in English.
        title_zh: in Chinese; a parameter has none.
        citations: where it stands.
        status: how far its text was checked; of a parameter, of the value that counts; empty for a checklist.
        settled: whether it may refuse: it is VERIFIED, or confirmed.
        source: who declares it: core's file, a sector, or a law pack as `id/version`.
        confirmed: its confirmations, the first one first.
        values: of a parameter, those of law packs first.
        review_by: the earliest day by which somebody has to look at one of its values again.
        fields: the rest of it, as plain data.
    """

    kind: str
    id: str
    title: str
    title_zh: str
    citations: tuple[str, ...]
    status: str
    settled: bool
    source: str
    confirmed: tuple[Confirmed, ...] = ()
    values: tuple[LawValue, ...] = ()
    review_by: date | None = None
    fields: Mapping[str, Any] = {}


class PackShown(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a law pack.

    Attributes:
        state: `applied`, `later` (from a day after the one asked for), `replaced` (by a higher version) or `left out`.
        found: why it is left out.
        declares: kind and id of each item, in one text.
        amends: the parameters that it amends.
    """

    pack: str
    version: int
    title: str
    title_zh: str
    issuer: str
    authority: str
    document: str
    applies_from: date
    sha256: str
    number: int
    state: str
    found: str = ""
    declares: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()


_OWN = frozenset({"id", "code", "title", "title_zh", "citations", "citation", "status", "values"})


def law_items(ledger: Ledger, *, on: date | None = None, known_at: int | None = None) -> Iterator[LawItem]:
    """Every item of the law of a day (today unless given) by what was known at `known_at`, kind by kind."""
    day = ledger.law_in_force.today if on is None else on
    law = ledger.law(known_at, on=day)
    confirmed = _confirmations(ledger, law, day, known_at)
    book = law.book
    for kind, items in (
        ("parameter", book.parameters),
        ("rule", book.rules),
        ("offence", book.offences),
        ("benchmark", book.benchmarks),
        ("criterion", book.criteria),
        ("checklist", book.checklists),
        ("instrument", book.instruments),
    ):
        for name, item in items.items():
            yield _item(kind, name, item, law, day, confirmed)


def law_item(ledger: Ledger, name: str, *, on: date | None = None, known_at: int | None = None) -> list[LawItem]:
    """The items called `name` in the law of a day: as a rule one, for an offence may have the id of a rule."""
    return [one for one in law_items(ledger, on=on, known_at=known_at) if one.id == name]


def law_packs(ledger: Ledger, *, on: date | None = None, known_at: int | None = None) -> list[PackShown]:
    """Every version of every law pack that stands at `known_at`, and what has become of it on a day (today unless given)."""
    day = ledger.law_in_force.today if on is None else on
    loaded = ledger.law_in_force.packs(known_at)
    applied = {one.number for one in in_force(loaded, day)}
    left_out = {one.pack: one.found for one in ledger.law(known_at, on=day).book.packed.left_out}
    shown = []
    for one in sorted(loaded, key=lambda one: (one.pack, one.version)):
        body = _body(ledger, one.number)
        state = "later" if one.applies_from > day else "applied" if one.number in applied else "replaced"
        found = left_out.get(one.label, "") if state == "applied" else ""
        declares, amends = _contents(one.text)
        shown.append(
            PackShown(
                pack=one.pack,
                version=one.version,
                title=body.title,
                title_zh=body.title_zh,
                issuer=body.issuer,
                authority=body.authority,
                document=body.document,
                applies_from=one.applies_from,
                sha256=body.sha256,
                number=one.number,
                state="left out" if found else state,
                found=found,
                declares=declares,
                amends=amends,
            )
        )
    return shown


def packs_left_out(ledger: Ledger) -> list[tuple[str, str]]:
    """(law pack, why) of those that are not applied today, or will not be from the day of a pack that applies later."""
    today = ledger.law_in_force.today
    days = {today, *(one.applies_from for one in ledger.law_in_force.packs() if one.applies_from > today)}
    found = {one.pack: one.found for day in sorted(days) for one in ledger.law(on=day).book.packed.left_out}
    return sorted(found.items())


def _contents(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    try:
        pack = read_pack(text)
    except LawError:  # of a later release, which knows more of packs than this one
        return (), ()
    declared = tuple(f"{kind} {name}" for kind, name in pack.data.names)
    return declared, tuple(one.parameter for one in pack.amendments)


def _body(ledger: Ledger, number: int) -> LawPackLoaded:
    fact = ledger.at(number)
    assert fact is not None  # it was just read
    assert isinstance(fact.body, LawPackLoaded)
    return fact.body


def _item(kind: str, name: str, item: Any, law: Law, day: date, confirmed: Mapping[str, list[Confirmed]]) -> LawItem:
    values = tuple(_values(name, law, day)) if kind == "parameter" else ()
    counting = next((one for one in values if one.counts), None)
    status: Status | Literal[""] = getattr(counting if kind == "parameter" else item, "status", "")
    citations = getattr(item, "citations", None) or ((item.citation,) if hasattr(item, "citation") else ())
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(item))
    return LawItem(
        kind=kind,
        id=name,
        title=item.title,
        title_zh=getattr(item, "title_zh", ""),
        citations=tuple(str(one) for one in citations) or ((counting.citation,) if counting else ()),
        status=status,
        settled=not status or law.sound(name, status, on=day, kind=kind, source=counting.source if counting else ""),
        source=law.book.origins[kind, name],
        confirmed=tuple(confirmed.get(name, ())) if kind != "checklist" else (),
        values=values,
        review_by=min((one.review_by for one in values if one.review_by), default=None),
        fields={field: value for field, value in plain.items() if field not in _OWN and value not in ("", None)},
    )


def _values(name: str, law: Law, day: date) -> Iterator[LawValue]:
    amended = law.book.packed.amended.get(name, ())
    own = law.book.origins["parameter", name]
    given = [(one.value, one.pack) for one in amended] + [(one, own) for one in law.book.parameters[name].values]
    counting = law.counting(name, on=day)
    for value, source in given:
        yield _value(value, source, value is counting)


def _value(value: Value, source: str, counts: bool) -> LawValue:
    return LawValue(
        value=value.value,
        valid_from=value.valid_from,
        valid_to=value.valid_to,
        citation=str(value.citation),
        status=value.status,
        known_from=value.known_from,
        review_by=value.review_by,
        source=source,
        counts=counts,
        note=value.note,
    )


def _confirmations(ledger: Ledger, law: Law, day: date, known_at: int | None) -> dict[str, list[Confirmed]]:
    found: dict[str, list[Confirmed]] = {}
    for fact in ledger.law_in_force.confirmations(known_at):
        body = fact.body
        if isinstance(body, RuleConfirmed):
            since = law.confirmed_since(body.confirmed)
            one = Confirmed(
                on=body.confirmed_on,
                authority=body.authority,
                document=body.document,
                number=fact.number,
                counts=since is not None and since <= body.confirmed_on <= day,
            )
            found.setdefault(body.confirmed, []).append(one)
    return found
