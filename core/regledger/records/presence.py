"""What every record of governance asks first: its id is free, what it names is on record and stands, and nothing is left blank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Held, State
from regledger.law.objections import Objection
from regledger.records.authority import Authority, Officer
from regledger.records.enterprise import Enterprise, Site
from regledger.records.identity.ending import stands
from regledger.records.identity.heirs import belongs, heir_reads

__all__ = [
    "authorities_stand",
    "enterprise_stands",
    "filled",
    "free",
    "governs",
    "in_order",
    "not_before",
    "officers_known",
    "on_record",
    "owner_reads",
    "readable",
    "recorded_as",
    "recorded_by",
    "records_known",
    "site_belongs",
]


def free(state: type[State], subject: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """REF: nothing is on record of `subject` (`kind:id`) yet, on whatever day."""
    taken = dossier.known(state, subject.partition(":")[2])
    yield from judge.rule("REF", "record.taken", not taken, subject=subject)


def on_record(subject: str, state: State | None, judge: Judge) -> Iterator[Objection]:
    """REF: `subject`, whose state on the day of the act is `state`, is on record."""
    yield from judge.rule("REF", "record.unknown", state is not None, subject=subject)


def recorded_as(tag: str, dossier: Dossier) -> Held[State] | None:
    """The record that `tag` names by its own kind of tag, whatever counts when; None where none was read.

    What is kept under another record's tag is no subject that a fact can carry.
    """
    own = any(kind.name == kind.tagged and kind.tag_of(tag.partition(":")[2]) == tag for kind, _ in dossier.reads)
    return dossier.last(tag) if own and dossier.readable(tag) else None


def recorded_by(tag: str, dossier: Dossier) -> Held[State] | None:
    """As `recorded_as`, by what counts on the day of the act."""
    return None if recorded_as(tag, dossier) is None else dict(dossier).get(tag)


def filled(subject: str, judge: Judge, /, **parts: str) -> Iterator[Objection]:
    """REF: none of the texts in `parts` is blank."""
    for part, text in parts.items():
        yield from judge.rule("REF", "record.blank", bool(text.strip()), subject=subject, part=part)


def in_order(subject: str, first: date, last: date, judge: Judge) -> Iterator[Objection]:
    """SEQ: a period that lasts from `first` to `last` has a day."""
    yield from judge.rule("SEQ", "record.ends_before_it_begins", first <= last, subject=subject, first=first, last=last)


def not_before(subject: str, first: date, day: date, judge: Judge) -> Iterator[Objection]:
    """SEQ: a step on `subject` is not dated before `first`, the day of what it follows."""
    yield from judge.rule("SEQ", "record.too_early", first <= day, subject=subject, first=first, day=day)


def records_known(tags: Iterable[str], dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """REF: every record of `tags` (`kind:id`) is on record; its reads are the tags that can be read."""
    for one in dict.fromkeys(tags):
        known = recorded_as(one, dossier) is not None
        yield from judge.rule("REF", "record.unknown", known, subject=one)


def readable(tags: Iterable[str], dossier: Dossier) -> Iterator[str]:
    """Of `tags`, those that name a record that can be read."""
    return (one for one in tags if dossier.readable(one))


def authorities_stand(ids: Iterable[str], dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """REF: every authority of `ids` is on record; SEQ: none has ended."""
    for one in dict.fromkeys(ids):
        state = dossier.get(Authority, one)
        yield from judge.rule("REF", "authority.unknown", state is not None, authority=one)
        yield from stands(f"authority:{one}", state, judge)


def officers_known(ids: Iterable[str], dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """REF: every officer of `ids` is on record."""
    for one in dict.fromkeys(ids):
        yield from judge.rule("REF", "officer.unknown", dossier.get(Officer, one) is not None, officer=one)


def governs(authority: Authority) -> bool:
    """Whether it is a people's government at county level or above, or nobody said what it is."""
    return authority.form in (None, "government") and authority.level != "township"


def enterprise_stands(enterprise: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """REF: the enterprise is on record; SEQ: it has not ended."""
    state = dossier.get(Enterprise, enterprise)
    yield from judge.rule("REF", "enterprise.unknown", state is not None, enterprise=enterprise)
    yield from stands(f"enterprise:{enterprise}", state, judge)


def owner_reads(site: str, dossier: Dossier) -> Iterator[str]:
    """The site, and as it is read its enterprise with those that stand in its place."""
    yield f"site:{site}"
    state = dossier.loaded(Site, site)
    if state is not None:
        yield from heir_reads(state.enterprise, dossier)


def site_belongs(site: str, enterprise: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """REF: the site is on record and the enterprise's; SEQ: it has not ended. Its reads are `owner_reads`."""
    state = dossier.get(Site, site)
    yield from judge.rule("REF", "site.unknown", state is not None, site=site)
    yield from stands(f"site:{site}", state, judge)
    if state is not None:
        yield from judge.rule(
            "REF",
            "site.of_another",
            belongs(state.enterprise, enterprise, dossier),
            site=site,
            enterprise=enterprise,
            owner=state.enterprise,
        )
