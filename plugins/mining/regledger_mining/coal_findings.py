"""What a finding at a mine is judged by: the right list on its day and for its trade, and figures that meet it (E-01).

Tonnes and people are weighed as shares of what the profile of the mine allows (E-02, E-08).
"""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Act, Classification, Criterion, Finding, Judge, Objection, hookimpl

from regledger_mining.capacity import Figures, met
from regledger_mining.profile import COAL, RECORD, MiningSite

__all__ = ["regledger_classify", "regledger_objections", "regledger_reads"]

EDITION = "E-01.edition"
LISTS = ("coal-2020/", "coal-2026/")
"""The lists of criteria of coal mines, of which one counts on a day."""
OWN = (*LISTS, "coal-law-2024/", "mine-air-1996/", "noncoal-")
"""The lists whose figures this sector weighs."""


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """The profile of a site where an inspection found something."""
    if act.name == "inspection.record" and act.command.hazards:
        yield f"{RECORD}:{act.command.site}"


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """E-01 on the criteria that findings name; under the rule of the criterion, on figures that do not meet it."""
    if act.name != "inspection.record":
        return
    profile = act.dossier.get(MiningSite, act.command.site)
    for found in act.command.hazards:
        if found.criterion is None:
            continue
        if found.criterion.startswith(LISTS):
            yield from _of_the_day(found, judge)
            yield from judge.note(
                "E-01",
                "mining_finding.other_trade",
                profile is None or profile.kind in COAL,
                hazard=found.hazard,
                criterion=found.criterion,
                site=act.command.site,
                kind=None if profile is None else profile.kind,
            )
        criterion = judge.law.criterion(found.criterion)
        if criterion is not None and found.criterion.startswith(OWN):
            yield from _measured(found, criterion, Figures(finding=found, profile=profile), judge)


def _of_the_day(found: Finding, judge: Judge) -> Iterator[Objection]:
    """One list counts on a day; before the first of them nothing is known."""
    if not judge.law.has(EDITION, on=judge.day):
        return
    edition = str(judge.law.value(EDITION, on=judge.day))
    yield from judge.note(
        "E-01",
        "mining_finding.other_edition",
        str(found.criterion).startswith(f"{edition}/"),
        hazard=found.hazard,
        criterion=found.criterion,
        day=judge.day,
        edition=edition,
    )


def _measured(found: Finding, criterion: Criterion, figures: Figures, judge: Judge) -> Iterator[Objection]:
    """No more than a note: what was seen may meet it where a figure is missing."""
    whole = [bounds for bounds in criterion.met if all(figures.value(bound.figure) is not None for bound in bounds)]
    if not whole:
        return
    names = dict.fromkeys(bound.figure for bounds in whole for bound in bounds)
    yield from judge.note(
        criterion.rule or "I-01",
        "mining_finding.figures_short",
        bool(criterion.met_by(figures.value)),
        hazard=found.hazard,
        criterion=criterion.code,
        measured=", ".join(f"{name} is {figures.value(name):f}" for name in names),
    )


@hookimpl
def regledger_classify(act: Act, finding: Finding, judge: Judge) -> Classification | None:
    """E-02, E-08: what the tonnes and people that were measured make of a finding.

    What is put as major by a criterion that applies stays so, whatever general one its figures meet beside it.
    """
    if act.name != "inspection.record":
        return None
    profile = act.dossier.get(MiningSite, act.command.site)
    figures = Figures(finding=finding, profile=profile)
    shares = met(figures.value, judge.day, judge) if profile is None or profile.kind in COAL else {}
    weighed = [one for code in shares if (one := judge.law.criterion(code)) is not None]
    best = min(weighed, key=lambda one: (one.level != "major", one.code != finding.criterion, one.code), default=None)
    if best is not None and best.level == "major":
        return Classification(level="major", criterion=best.code, found=shares[best.code])
    if _major_as_named(finding, judge) and (best is not None or _met_in_general(finding, judge)):
        return Classification(level="major", criterion=str(finding.criterion))
    return None if best is None else Classification(level=best.level, criterion=best.code, found=shares[best.code])


def _major_as_named(finding: Finding, judge: Judge) -> bool:
    named = judge.law.criterion(finding.criterion) if finding.criterion and finding.level == "major" else None
    return named is not None and named.level == "major" and named.covers(judge.day)


def _met_in_general(finding: Finding, judge: Judge) -> bool:
    """Whether its figures alone meet a general criterion of this sector."""
    return any(
        one.level == "general" and one.code.startswith(OWN) and one.covers(judge.day) and one.met_by(finding.figure)
        for one in judge.law.book.criteria.values()
    )
