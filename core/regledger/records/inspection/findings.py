"""What an inspection found, and what that is: by the criterion that it names, and by those of the site's sectors (I-01)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from regledger.deciding.judge import Judge
from regledger.law.criteria import Criterion
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Text
from regledger.records.enterprise import Site
from regledger.records.hazard.facts import Level, Measured

__all__ = ["Finding", "OnSpot", "classified", "removed_on_spot"]


class OnSpot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That a hazard was removed before the officers left."""

    rectifier: Id
    """Surrogate id of who removed it; never a name."""
    evidence: Text


class Finding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A hazard that an inspection found, as the inspector puts it."""

    hazard: Id
    level: Level
    criterion: Code | None = None
    """The code of the criterion that it meets; a major hazard has one (I-01)."""
    description: Text
    basis: Text
    measured: tuple[Measured, ...] = ()
    on_spot: OnSpot | None = None
    """Where it was removed at once, with the proof (I-03)."""

    def figure(self, name: str) -> Decimal | None:
        """The figure of that name, or None where it was not measured."""
        return next((one.value for one in self.measured if one.name == name), None)


def classified(found: Finding, site: Site | None, day: date, judge: Judge) -> Iterator[Objection]:
    """I-01: a finding is of the level that its criterion and the criteria of the site's sectors give it on `day`."""
    for part in ("description", "basis"):
        filled = bool(getattr(found, part).strip())
        yield from judge.rule("B-25", "hazard.part_missing", filled, hazard=found.hazard, part=part)
    sound = True
    for objection in _figures(found, judge):
        sound = False
        yield objection
    yield from judge.rule(
        "I-01",
        "hazard.major_without_criterion",
        found.level != "major" or bool(found.criterion),
        hazard=found.hazard,
    )
    if found.criterion:
        yield from _by_its_criterion(found, found.criterion, day, judge)
    # Of two figures of one name a sector could not say which to compare.
    if site is not None and sound:
        yield from _by_a_sector(found, site, judge)


def _figures(found: Finding, judge: Judge) -> Iterator[Objection]:
    names = [one.name for one in found.measured]
    for name in dict.fromkeys(names):
        yield from judge.rule("REF", "hazard.figure_twice", names.count(name) == 1, hazard=found.hazard, figure=name)


def _by_its_criterion(found: Finding, code: str, day: date, judge: Judge) -> Iterator[Objection]:
    criterion = judge.law.criterion(code)
    # It may be of a sector that is not installed, or an expert's opinion: no more than a note.
    yield from judge.note(
        "I-01", "hazard.criterion_unknown", criterion is not None, hazard=found.hazard, criterion=code
    )
    if criterion is None:
        return
    ask, rule = _asking(criterion, judge), _rule_of(criterion)
    yield from ask(
        rule,
        "hazard.criterion_out_of_date",
        criterion.covers(day),
        hazard=found.hazard,
        criterion=code,
        day=day,
        valid_from=criterion.valid_from,
        valid_to=criterion.valid_to or "now",
    )
    yield from ask(
        rule,
        "hazard.level_differs",
        criterion.level == found.level,
        hazard=found.hazard,
        criterion=code,
        called=found.level,
        level=criterion.level,
    )


def _by_a_sector(found: Finding, site: Site, judge: Judge) -> Iterator[Objection]:
    answer = judge.sectors.classify(site, found, judge)
    if answer is None:
        return
    classification, sector = answer
    criterion = judge.law.criterion(classification.criterion)
    ask = _asking(criterion, judge)
    # Of two criteria that a finding meets either may be named; the level is what the measure follows from.
    if classification.level == found.level:
        ask = judge.note
    yield from ask(
        _rule_of(criterion),
        "hazard.classified_otherwise",
        classification.level == found.level and classification.criterion in {"", found.criterion},
        hazard=found.hazard,
        called=found.level,
        named=found.criterion or "none",
        sector=sector,
        level=classification.level,
        criterion=classification.criterion or "none",
        found=classification.found or "the finding as it is put",
    )


def _asking(criterion: Criterion | None, judge: Judge) -> Callable[..., Iterator[Objection]]:
    """How far an objection may go that stands on `criterion`: one whose text nobody verified or confirmed never refuses."""
    if criterion is None:
        return judge.note
    sound = judge.law.sound(criterion.code, criterion.status, on=judge.day, kind="criterion")
    return judge.rule if sound else judge.note


def _rule_of(criterion: Criterion | None) -> str:
    """The rule that a criterion belongs to; I-01 is that of all criteria."""
    return (criterion and criterion.rule) or "I-01"


def removed_on_spot(found: Finding, officers: Sequence[str], judge: Judge) -> Iterator[Objection]:
    """I-03: what is removed at once has its proof; I-11: not by who verifies; I-01: a major hazard takes time."""
    if found.on_spot is None:
        return
    shown = bool(found.on_spot.evidence.strip())
    yield from judge.rule("I-03", "hazard.on_spot_without_proof", shown, hazard=found.hazard)
    yield from judge.rule(
        "I-11",
        "hazard.verified_by_rectifier",
        found.on_spot.rectifier not in officers,
        hazard=found.hazard,
        officer=found.on_spot.rectifier,
    )
    yield from judge.rule("I-01", "hazard.major_on_spot", found.level != "major", hazard=found.hazard)
