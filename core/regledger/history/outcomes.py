"""Outcomes: what a decision came to, in a form that another process can compare, and what differs between two of one decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec

from regledger.deciding.draft import Draft
from regledger.history.bodies import PERSONAL
from regledger.history.redeciding import Decision
from regledger.law.objections import Objection
from regledger.log.catalogue import Catalogue
from regledger.log.envelope import Used
from regledger.log.facts import Fact, NewFact, RecordedFact, Unknown
from regledger.log.personal import redacted

__all__ = ["Change", "FactOutcome", "Outcome", "Shift", "changes", "decided", "lifted", "recorded", "shifts"]


_KEYED = "command:"


class FactOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that a decision brings about."""

    type: str
    version: int
    body: dict[str, Any]
    """Plain, its personal values left out."""
    tags: tuple[str, ...] = ()
    """Sorted; without that of the key under which it was sent."""
    zone: str = ""
    """Of its legal days."""
    corrects: int | None = None
    """The number of the fact in whose place it stands."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision came to."""

    refused: tuple[Objection, ...] = ()
    warned: tuple[Objection, ...] = ()
    defects: tuple[Objection, ...] = ()
    facts: tuple[FactOutcome, ...] = ()
    """None where it was refused."""
    used: Mapping[str, tuple[str | int | bool, ...]] = {}
    """Parameter → the values on which it stood: several where it asked for the law of several days."""


What = Literal[
    "refused",
    "refused_no_longer",
    "warned",
    "warned_no_longer",
    "defect",
    "defect_no_longer",
    "fact",
    "field",
    "unread",
]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in which two outcomes of a decision differ."""

    what: What
    """`refused`, `warned` and `defect` are those that come in; `fact` is one that only one outcome has, `field` a value in it, or
    its `tags`, `zone` or what it `corrects`; `unread` is a command that is no longer read, so that there is nothing to compare."""
    rule: str = ""
    code: str = ""
    args: dict[str, str | int] = {}
    article: str = ""
    fact: str = ""
    field: str = ""
    before: Any = None
    after: Any = None


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter of which two outcomes of a decision stand on different values."""

    parameter: str
    before: tuple[str | int | bool, ...]
    """Empty where it was not asked for."""
    after: tuple[str | int | bool, ...]


def decided(draft: Draft) -> Outcome:
    """Of a decision that was taken again."""
    return Outcome(
        refused=draft.objections,
        warned=draft.warnings,
        defects=draft.defects,
        facts=() if draft.objections else tuple(map(_new, draft.facts)),
        used=_values(draft.particulars.used),
    )


def recorded(decision: Decision) -> Outcome:
    """Of a decision as it stands in the log. The door's rule ROLE refuses alone, so nothing of it stands there."""
    return Outcome(
        warned=decision.by.warnings,
        defects=decision.facts[0].defects,
        facts=tuple(map(_stored, decision.facts)),
        used=_values(decision.by.used),
    )


def _values(used: Iterable[Used]) -> dict[str, tuple[str | int | bool, ...]]:
    found: dict[str, tuple[str | int | bool, ...]] = {}
    for one in used:
        found[one.parameter] = (*found.get(one.parameter, ()), one.value)
    return found


def _fact(body: Fact, tags: Iterable[str], zone: str, corrects: int | None) -> FactOutcome:
    declared = type(body).__fact__
    return FactOutcome(
        type=declared.name,
        version=declared.version,
        body=_masked(msgspec.to_builtins(redacted(body))),
        tags=tuple(sorted({*tags})),
        zone=zone,
        corrects=corrects,
    )


def _new(new: NewFact) -> FactOutcome:
    tags = (*type(new.body).__fact__.tags_of(new.body), *new.tags)
    return _fact(new.body, tags, new.zone, None if new.corrects is None else new.corrects.number)


def _stored(one: RecordedFact) -> FactOutcome:
    corrects = None if one.corrects is None else one.corrects.number
    tags = tuple(tag for tag in one.tags if not tag.startswith(_KEYED))
    if isinstance(one.body, Fact):
        return _fact(one.body, tags, one.zone, corrects)
    body = _masked(one.body.body)
    return FactOutcome(type=one.type, version=one.version, body=body, tags=tags, zone=one.zone, corrects=corrects)


def _masked(value: Any) -> Any:
    """`value` with one and the same mark for a personal value, committed or not: what it says is compared by nobody."""
    if isinstance(value, dict):
        if value.keys() <= {"subject", "commitment", "value"} and (
            "commitment" in value or value.get("value") == PERSONAL
        ):
            return {"value": PERSONAL}
        return {name: _masked(one) for name, one in value.items()}
    return [_masked(one) for one in value] if isinstance(value, (list, tuple)) else value


def lifted(outcome: Outcome, catalogue: Catalogue) -> Outcome:
    """`outcome` with its facts as `catalogue` has them now; as they are where it does not know them."""
    return msgspec.structs.replace(outcome, facts=tuple(_lifted(one, catalogue) for one in outcome.facts))


def _lifted(one: FactOutcome, catalogue: Catalogue) -> FactOutcome:
    body = catalogue.lifted(one.type, one.version, msgspec.json.encode(one.body))
    return one if isinstance(body, Unknown) else _fact(body, one.tags, one.zone, one.corrects)


def changes(before: Outcome, after: Outcome) -> tuple[Change, ...]:
    """What `after` decides otherwise: objections by rule, code, arguments and severity, and the facts."""
    found = [
        *_objected("refused", "refused_no_longer", before.refused, after.refused),
        *_objected("warned", "warned_no_longer", before.warned, after.warned),
        *_objected("defect", "defect_no_longer", before.defects, after.defects),
    ]
    if not before.refused and not after.refused:
        found.extend(_told(before.facts, after.facts))
    return tuple(found)


def _objected(come: What, gone: What, before: Iterable[Objection], after: Iterable[Objection]) -> Iterator[Change]:
    was, now = ({_key(one): one for one in each} for each in (before, after))
    for what, one in (
        *((come, one) for key, one in now.items() if key not in was),
        *((gone, one) for key, one in was.items() if key not in now),
    ):
        yield Change(what=what, rule=one.rule, code=one.code, args=one.args, article=one.article)


def _key(one: Objection) -> tuple[str, str, str, tuple[tuple[str, str | int], ...]]:
    return one.rule, one.code, one.severity, tuple(sorted(one.args.items()))


def _told(before: tuple[FactOutcome, ...], after: tuple[FactOutcome, ...]) -> Iterator[Change]:
    for place in range(max(len(before), len(after))):
        was = before[place] if place < len(before) else None
        now = after[place] if place < len(after) else None
        if was is None or now is None or was.type != now.type:
            yield from (Change(what="fact", fact=one.type, before=one.body) for one in (was,) if one is not None)
            yield from (Change(what="fact", fact=one.type, after=one.body) for one in (now,) if one is not None)
            continue
        for field in dict.fromkeys((*was.body, *now.body)):
            if (old := was.body.get(field)) != (new := now.body.get(field)):
                yield Change(what="field", fact=now.type, field=field, before=old, after=new)
        for field in ("tags", "zone", "corrects"):
            if (old := getattr(was, field)) != (new := getattr(now, field)):
                yield Change(what="field", fact=now.type, field=field, before=old, after=new)


def shifts(before: Outcome, after: Outcome) -> tuple[Shift, ...]:
    """The parameters whose value is not the same in both, by id."""
    return tuple(
        Shift(parameter=name, before=before.used.get(name, ()), after=after.used.get(name, ()))
        for name in sorted({*before.used, *after.used})
        if before.used.get(name, ()) != after.used.get(name, ())
    )
