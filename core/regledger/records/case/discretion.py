"""How high a fine may be: the range of its offence, and the tier of a discretion benchmark inside it (A-32, A-34, A-35).

The range is that of the law of the day of the act; where the law of the day of the step is milder at both ends, or at
one and no harsher at the other, it is that one (A-36).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

import msgspec

from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.law.offences import Benchmark, Offence
from regledger.records.case.money import yuan
from regledger.records.case.state import Case
from regledger.records.enterprise import Site
from regledger.records.hazard.state import Hazard

__all__ = ["Fining", "fine_within_law"]


class Fining(Protocol):
    """A command that names a fine."""

    @property
    def case(self) -> str:
        """The id of its case."""
        ...

    @property
    def fine_fen(self) -> int:
        """The fine."""
        ...

    @property
    def tier(self) -> str | None:
        """The tier of the benchmark."""
        ...

    @property
    def mitigation(self) -> str:
        """The ground for going below the range."""
        ...

    @property
    def deviation(self) -> str:
        """Why the fine lies off the tier."""
        ...

    @property
    def disobeyed(self) -> str:
        """Which order to correct was not obeyed in time, or how correction was refused."""
        ...


class _Range(msgspec.Struct, frozen=True, kw_only=True):
    """A range as it is applied; an end is None where the law sets none."""

    least: int | None
    most: int | None
    article: str
    on: date
    """The day whose law it is."""
    sound: bool
    """Whether it may refuse: nothing unverified and unconfirmed is in it."""
    harsher: _Range | None = None
    """The range of the day of the act, where this milder one stands in its place (A-36)."""

    @property
    def known(self) -> bool:
        return self.least is not None or self.most is not None

    def is_milder_than(self, other: _Range) -> bool:
        """Whether no end is higher than that of `other`, and one is lower; no highest fine is the highest."""
        if other.most is not None and (self.most is None or self.most > other.most):
            return False
        least, others = self.least or 0, other.least or 0
        return least <= others and (self.most, least) != (other.most, others)


def fine_within_law(
    command: Fining,
    offence: str | None,
    case: Case,
    site: Site | None,
    judge: Judge,
    *,
    hazards: Sequence[Hazard] | None = None,
) -> Iterator[Objection]:
    """REF: offence and tier are declared. A-34: the fine is not above the range, A-32: nor below it without a ground.

    Both are the rule that the offence breaks, where the law says which. A-35: a tier is cited where there are any, and the fine lies in it or the decision says why not. Nothing is asked
    where no offence is named. An objection cites the article of the offence before that of its own rule.
    """
    tier = None if command.tier is None else judge.law.benchmark(command.tier)
    known = command.tier is None or tier is not None
    yield from judge.rule("REF", "case.tier_unknown", known, case=command.case, tier=command.tier)
    if offence is None:
        yield from judge.rule("REF", "case.tier_without_offence", tier is None, case=command.case, tier=command.tier)
        return
    declared = judge.law.offence(offence)
    yield from judge.rule("REF", "case.offence_unknown", declared is not None, case=command.case, offence=offence)
    if declared is None:
        return
    yield from _of_the_site(command, declared, site, judge)
    bounds = _range_of(declared, case.act_on, site, judge)
    if hazards is not None:
        yield from _disobeyed(command, declared, bounds, hazards, judge)
    yield from _in_range(command, declared, bounds, case, judge)
    yield from _by_tier(command, declared, tier, bounds, case, judge)


def _of_the_site(command: Fining, offence: Offence, site: Site | None, judge: Judge) -> Iterator[Objection]:
    """REF: where a sector declares the offence, it is one of the site's sectors."""
    sector = judge.sectors.sector_of(offence)
    sectors = () if site is None else (site.sector, *site.overlays)
    yield from judge.note(
        "REF",
        "case.offence_of_another_sector",
        site is None or not sector or sector in sectors,
        case=command.case,
        offence=offence.id,
        sector=sector,
        site=None if site is None else site.site,
        sectors=", ".join(sectors),
    )


def _range_of(offence: Offence, act_on: date, site: Site | None, judge: Judge) -> _Range:
    """What the lead sector of the site answers; else what the offence's parameters say, the milder of the two days."""
    # What was used before of the same law weighs for the answer as much as what was not.
    theirs = Judge(judge.law.apart(), on=judge.on, zone=judge.zone, by=judge.by)
    answer = judge.sectors.fine_range(site, offence, theirs)
    judge.law.join(theirs.law)
    article = _cited(offence)
    sound = judge.law.sound(offence.id, offence.status, on=judge.day, kind="offence")
    if answer is not None:
        return _Range(
            least=answer.least_fen,
            most=answer.most_fen,
            article=answer.article or article,
            on=act_on,
            sound=sound and all(theirs.law.settled(one.parameter, on=judge.day) for one in theirs.law.used),
        )

    def on(day: date) -> _Range:
        ends = [_sum(name, day, judge) for name in (offence.fine_min, offence.fine_max)]
        settled = all(judge.law.settled(name, on=judge.day) for name in (offence.fine_min, offence.fine_max) if name)
        return _Range(least=ends[0], most=ends[1], article=article, on=day, sound=sound and settled)

    old, new = on(act_on), on(judge.day)
    milder = new.known and new.is_milder_than(old)
    return msgspec.structs.replace(new, harsher=old) if milder else old


def _sum(parameter: str, day: date, judge: Judge) -> int | None:
    """The sum in fen that `parameter` sets on `day`; None where none is named, or it has no value then."""
    return judge.whole(parameter, on=day) if parameter and judge.law.has(parameter, on=day) else None


def _disobeyed(
    command: Fining, offence: Offence, bounds: _Range, hazards: Sequence[Hazard], judge: Judge
) -> Iterator[Objection]:
    """What is punished only where an order to correct was not obeyed in time is not fined at once (TRAP-11)."""
    if not offence.overdue:
        return
    judged = judge.rule if bounds.sound else judge.note
    shown = bool(command.disobeyed.strip()) or any(_run_out(one, judge.day) for one in hazards)
    found = judged(
        offence.rule or "A-31",
        "case.not_disobeyed",
        shown,
        case=command.case,
        offence=offence.id,
        title=offence.title,
    )
    yield from _citing(bounds.article, list(found))


def _run_out(hazard: Hazard, day: date) -> bool:
    """Whether the limit of the order for `hazard` passed before `day` without a report, or a re-inspection failed."""
    if hazard.order is None or hazard.due_on is None:
        return False
    late = hazard.due_on < day and (hazard.reported_on is None or hazard.reported_on > hazard.due_on)
    return late or any(one.result == "failed" for one in hazard.reinspections)


def _in_range(command: Fining, offence: Offence, bounds: _Range, case: Case, judge: Judge) -> Iterator[Objection]:
    told = {"case": command.case, "offence": offence.id, "title": offence.title, "fine": yuan(command.fine_fen)}
    judged = judge.rule if bounds.sound else judge.note
    least, most = bounds.least, bounds.most
    above = most is not None and command.fine_fen > most
    old = bounds.harsher
    # What the older law would have allowed is refused because the milder one stands in its place.
    milder = above and old is not None and (old.most is None or command.fine_fen <= old.most)
    found = [
        *judged(
            "A-36",
            "case.milder_law",
            not milder,
            most=None if most is None else yuan(most),
            day=bounds.on,
            act=case.act_on,
            **told,
        ),
        *judge.note("A-34", "case.range_unknown", bounds.known, day=case.act_on, **told),
        *judged(
            offence.rule or "A-34",
            "case.fine_above_range",
            not above or milder,
            most=None if most is None else yuan(most),
            **told,
        ),
        *judged(
            offence.rule or "A-32",
            "case.fine_below_range",
            not _below(command, bounds) or bool(command.mitigation.strip()),
            least=None if least is None else yuan(least),
            **told,
        ),
    ]
    yield from _citing(bounds.article, found)


def _below(command: Fining, bounds: _Range) -> bool:
    return bounds.least is not None and command.fine_fen < bounds.least


def _by_tier(
    command: Fining, offence: Offence, tier: Benchmark | None, bounds: _Range, case: Case, judge: Judge
) -> Iterator[Objection]:
    told = {"case": command.case, "offence": offence.id, "fine": yuan(command.fine_fen)}
    if tier is None:
        listed = [one.id for one in judge.law.tiers(offence.id) if _limits(one, bounds, judge)]
        uncited = command.tier is None and bool(listed)
        found = judge.note("A-35", "case.tier_not_cited", not uncited, tiers=", ".join(listed), **told)
        yield from _citing(bounds.article, found)
        return
    own = tier.offence == offence.id
    yield from judge.rule("REF", "case.tier_of_another", own, tier=tier.id, of=tier.offence, **told)
    if not own:
        return
    limits = _limits(tier, bounds, judge)
    article = "; ".join((*(str(one) for one in tier.citations), bounds.article))
    found = judge.note("A-35", "case.tier_not_in_force", limits is not None, tier=tier.id, day=judge.day, **told)
    yield from _citing(article, found)
    if limits is None:
        return
    least, most = limits
    # Whoever goes below the whole range on a ground of Art 32 has said why the fine is off every tier.
    explained = bool(command.deviation.strip()) or (_below(command, bounds) and bool(command.mitigation.strip()))
    inside = least <= command.fine_fen <= most
    off = judge.note(
        "A-35",
        "case.fine_off_tier",
        inside or explained,
        tier=tier.id,
        title=tier.title,
        least=yuan(least),
        most=yuan(most),
        **told,
    )
    yield from _citing(article, off)


def _limits(tier: Benchmark, bounds: _Range, judge: Judge) -> tuple[int, int] | None:
    """Both ends of a tier by the law of the range, else on the day of the step: one that was published since guides what is still open."""
    for day in (bounds.on, judge.day):
        least, most = (_sum(name, day, judge) for name in (tier.fine_min, tier.fine_max))
        if least is not None and most is not None:
            return least, most
    return None


def _cited(offence: Offence) -> str:
    return "; ".join(str(one) for one in offence.citations)


def _citing(article: str, objections: Iterator[Objection] | list[Objection]) -> Iterator[Objection]:
    for one in objections:
        yield msgspec.structs.replace(one, article="; ".join(dict.fromkeys((article, one.article))))
