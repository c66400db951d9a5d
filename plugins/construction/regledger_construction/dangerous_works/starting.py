"""The start of dangerous works: nothing starts without its plan, nor over-scale works without their experts (G-09)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from regledger.sectors import Command, Dossier, Id, Judge, Objection, Outcome, handles

from regledger_construction.dangerous_works.commands import in_course
from regledger_construction.dangerous_works.facts import DangerousWorksStarted
from regledger_construction.dangerous_works.record import DangerousWorks
from regledger_construction.scope import bound, profile_tag

__all__ = ["start_dangerous_works"]

NAMED_BY_DECREE = frozenset({"foundation_pit", "underground_excavation", "formwork_support"})
"""Deep pits, underground excavation and high formwork: for these Art 26 of the Decree itself asks for experts."""
AT_ANY_SIZE = frozenset({"underground_excavation"})
"""Named by the Decree without a size, so that no number of the lists is needed to know them."""


class StartDangerousWorks(Command, frozen=True, kw_only=True):
    """Record that dangerous works were started."""

    works: Id
    watcher: Id | None = None
    started_on: date


def _reads(command: StartDangerousWorks, dossier: Dossier) -> Iterator[str]:
    yield f"dangerous_works:{command.works}"
    known = dossier.loaded(DangerousWorks, command.works)
    if known is not None:
        yield f"site:{known.site}"
        yield profile_tag(known.site)


@handles("dangerous_works.start", StartDangerousWorks, on="started_on", reads=_reads, world=True)
def start_dangerous_works(command: StartDangerousWorks, dossier: Dossier, judge: Judge) -> Outcome:
    """G-09: a signed plan, the experts' review of over-scale works, and a watch."""
    state = dossier.get(DangerousWorks, command.works)
    yield from in_course(state, command.works, judge)
    if state is None:
        return
    yield from judge.rule(
        "SEQ",
        "dangerous_works.started_already",
        state.started_on is None,
        works=command.works,
        started=state.started_on or "",
    )
    if state.scale != "none" and bound(dossier, state.site, judge):
        yield from judge.rule(
            "G-09",
            "dangerous_works.plan_missing",
            state.planned_on is not None,
            works=command.works,
            day=command.started_on,
        )
        if state.scale == "over_scale":
            yield from _reviewed(state, command.started_on, judge)
        yield from judge.rule("G-09", "dangerous_works.watch_missing", command.watcher is not None, works=command.works)
    yield DangerousWorksStarted(
        works=command.works, site=state.site, watcher=command.watcher, started_on=command.started_on
    )


def _reviewed(state: DangerousWorks, day: date, judge: Judge) -> Iterator[Objection]:
    ask = _asking(state, judge)
    yield from ask("G-09", "dangerous_works.review_missing", state.result is not None, works=state.works, day=day)
    yield from ask(
        "G-09",
        "dangerous_works.review_failed",
        state.result != "failed",
        works=state.works,
        reviewed=state.reviewed_on or "",
    )
    yield from ask(
        "G-09",
        "dangerous_works.plan_not_amended",
        state.result != "passed_after_amendment" or state.amended,
        works=state.works,
        reviewed=state.reviewed_on or "",
        planned=state.planned_on or "",
    )


def _asking(state: DangerousWorks, judge: Judge) -> Callable[..., Iterator[Objection]]:
    """How far the missing review may go: the Decree refuses what it names itself, and only by a size that is beyond doubt.

    That is a size that the contractor admits, or one by lists that an authority confirmed.
    """
    sure = state.kind in AT_ANY_SIZE or state.declared == "over_scale" or judge.law.blocks("G-10", on=judge.day)
    return judge.rule if state.kind in NAMED_BY_DECREE and sure else judge.note
