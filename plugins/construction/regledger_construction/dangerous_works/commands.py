"""The commands of dangerous works, and how each is decided (G-09, G-10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.sectors import (
    Authority,
    Command,
    Dossier,
    Enterprise,
    Id,
    Judge,
    Objection,
    Outcome,
    Site,
    Text,
    handles,
)

from regledger_construction.dangerous_works.classifier import KINDS, Scale, WorksKind, classified_works, in_force
from regledger_construction.dangerous_works.facts import (
    DangerousWorksAccepted,
    DangerousWorksDeclared,
    DangerousWorksPlanned,
    DangerousWorksReviewed,
    DangerousWorksWatched,
    Result,
    WorksFigure,
)
from regledger_construction.dangerous_works.record import DangerousWorks
from regledger_construction.scope import bound, profile_tag

__all__ = ["COMMANDS", "Named", "in_course", "named_reads"]


class DeclareDangerousWorks(Command, frozen=True, kw_only=True):
    """Record that the contractor declared works, with the figures of their design."""

    works: Id
    site: Id
    enterprise: Id
    authority: Id
    kind: WorksKind
    part: Text
    figures: tuple[WorksFigure, ...] = ()
    declared: Scale
    declared_on: date


class PlanDangerousWorks(Command, frozen=True, kw_only=True):
    """Record that a plan was signed."""

    works: Id
    plan: Text
    technical_head: Id | None = None
    chief_supervisor: Id | None = None
    calculations: bool = False
    planned_on: date


class ReviewDangerousWorks(Command, frozen=True, kw_only=True):
    """Record what experts concluded of the plan."""

    works: Id
    experts: tuple[Id, ...]
    result: Result
    report: Text
    reviewed_on: date


class WatchDangerousWorks(Command, frozen=True, kw_only=True):
    """Record an entry of the site watch that was shown."""

    works: Id
    watcher: Id
    full_time: bool
    found: Text
    watched_on: date


class AcceptDangerousWorks(Command, frozen=True, kw_only=True):
    """Record that the works were accepted."""

    works: Id
    technical_head: Id | None = None
    chief_supervisor: Id | None = None
    accepted_on: date


# ── declaring ────────────────────────────────────────────────────────────────────────────────────────────


def _declare_reads(command: DeclareDangerousWorks, dossier: Dossier) -> Iterator[str]:
    yield f"dangerous_works:{command.works}"
    yield f"site:{command.site}"
    yield f"enterprise:{command.enterprise}"
    yield f"authority:{command.authority}"
    yield profile_tag(command.site)


@handles("dangerous_works.declare", DeclareDangerousWorks, on="declared_on", reads=_declare_reads, world=True)
def declare_dangerous_works(command: DeclareDangerousWorks, dossier: Dossier, judge: Judge) -> Outcome:
    """G-10: works are what the lists make of their figures; what the contractor calls them is compared with that."""
    yield from judge.rule("REF", "site.unknown", dossier.get(Site, command.site) is not None, site=command.site)
    yield from judge.rule(
        "REF",
        "enterprise.unknown",
        dossier.get(Enterprise, command.enterprise) is not None,
        enterprise=command.enterprise,
    )
    yield from judge.rule(
        "REF", "authority.unknown", dossier.get(Authority, command.authority) is not None, authority=command.authority
    )
    taken = dossier.latest(DangerousWorks, command.works)
    yield from judge.rule(
        "REF",
        "dangerous_works.taken",
        taken is None,
        works=command.works,
        site=command.site if taken is None else taken.site,
    )
    yield from _figures(command, judge)
    scale = command.declared
    if in_force(judge) and bound(dossier, command.site, judge):
        kind = KINDS[command.kind]
        figures = {one.name: one.value for one in command.figures}
        found = classified_works(command.kind, figures, judge)
        scale = found.scale
        missing = [one for one in kind.measured if one not in figures]
        yield from judge.rule(
            "G-10",
            "dangerous_works.figure_missing",
            not missing or found.scale == "over_scale",
            works=command.works,
            kind=command.kind,
            missing=", ".join(missing),
        )
        yield from judge.rule(
            "G-10",
            "dangerous_works.scale_differs",
            found.scale == command.declared,
            works=command.works,
            declared=command.declared,
            scale=found.scale,
            ground=found.ground,
        )
    yield DangerousWorksDeclared(
        works=command.works,
        site=command.site,
        enterprise=command.enterprise,
        authority=command.authority,
        kind=command.kind,
        part=command.part,
        figures=command.figures,
        declared=command.declared,
        scale=scale,
        declared_on=command.declared_on,
    )


def _figures(command: DeclareDangerousWorks, judge: Judge) -> Iterator[Objection]:
    known = KINDS[command.kind].figures
    names = [one.name for one in command.figures]
    for one in command.figures:
        yield from judge.rule(
            "REF",
            "dangerous_works.figure_unknown",
            one.name in known,
            figure=one.name,
            kind=command.kind,
            known=", ".join(known) or "no figure",
        )
        yield from judge.rule(
            "REF", "dangerous_works.figure_negative", one.value >= 0, figure=one.name, value=f"{one.value:f}"
        )
    for name in dict.fromkeys(names):
        yield from judge.rule("REF", "dangerous_works.figure_twice", names.count(name) == 1, figure=name)


# ── what goes on with declared works ─────────────────────────────────────────────────────────────────────

Named = PlanDangerousWorks | ReviewDangerousWorks | WatchDangerousWorks | AcceptDangerousWorks


def named_reads(command: Named, dossier: Dossier) -> Iterator[str]:
    """The works, their site and what it is."""
    yield f"dangerous_works:{command.works}"
    known = dossier.loaded(DangerousWorks, command.works)
    if known is not None:
        yield f"site:{known.site}"
        yield profile_tag(known.site)


def in_course(state: DangerousWorks | None, works: str, judge: Judge) -> Iterator[Objection]:
    """REF where nothing declared the works, SEQ where they have ended."""
    yield from judge.rule("REF", "dangerous_works.unknown", state is not None, works=works)
    if state is not None:
        yield from judge.rule(
            "SEQ", "dangerous_works.ended", state.accepted_on is None, works=works, accepted=state.accepted_on or ""
        )


@handles("dangerous_works.plan", PlanDangerousWorks, on="planned_on", reads=named_reads, world=True)
def plan_dangerous_works(command: PlanDangerousWorks, dossier: Dossier, judge: Judge) -> Outcome:
    """G-09: signed by the contractor's technical head and the chief supervision engineer, with calculations."""
    state = dossier.get(DangerousWorks, command.works)
    yield from in_course(state, command.works, judge)
    if state is None:
        return
    yield from judge.note("G-10", "dangerous_works.of_no_scale", state.scale != "none", works=command.works)
    if bound(dossier, state.site, judge) and state.scale != "none":
        yield from _signed("dangerous_works.plan_unsigned", command, judge)
        both = (command.technical_head, command.chief_supervisor)
        yield from judge.rule(
            "G-09",
            "dangerous_works.plan_signed_by_one",
            None in both or both[0] != both[1],
            works=command.works,
            signatory=command.technical_head or "",
        )
        yield from judge.rule(
            "G-09", "dangerous_works.plan_without_calculations", command.calculations, works=command.works
        )
    yield DangerousWorksPlanned(
        works=command.works,
        site=state.site,
        plan=command.plan,
        technical_head=command.technical_head,
        chief_supervisor=command.chief_supervisor,
        calculations=command.calculations,
        planned_on=command.planned_on,
    )


def _signed(code: str, command: PlanDangerousWorks | AcceptDangerousWorks, judge: Judge) -> Iterator[Objection]:
    who = (("the technical head", command.technical_head), ("the chief supervision engineer", command.chief_supervisor))
    missing = [title for title, one in who if one is None]
    yield from judge.rule("G-09", code, not missing, works=command.works, missing=" and ".join(missing))


@handles("dangerous_works.review", ReviewDangerousWorks, on="reviewed_on", reads=named_reads, world=True)
def review_dangerous_works(command: ReviewDangerousWorks, dossier: Dossier, judge: Judge) -> Outcome:
    """G-09: a full panel looks at a plan that is there; none of it signed that plan."""
    state = dossier.get(DangerousWorks, command.works)
    yield from in_course(state, command.works, judge)
    if state is None:
        return
    for expert in dict.fromkeys(command.experts):
        yield from judge.rule("REF", "dangerous_works.expert_twice", command.experts.count(expert) == 1, expert=expert)
    yield from judge.rule(
        "G-09",
        "dangerous_works.plan_missing",
        state.planned_on is not None,
        works=command.works,
        day=command.reviewed_on,
    )
    for expert in dict.fromkeys(command.experts):
        yield from judge.note(
            "G-09",
            "dangerous_works.expert_of_the_plan",
            expert not in state.signatories,
            expert=expert,
            works=command.works,
        )
    # A rule of its own: its number is from memory, and with it in a decision a rule only warns.
    if judge.law.has("G-09-panel.experts", on=judge.day):
        least = judge.whole("G-09-panel.experts")
        count = len(set(command.experts))
        yield from judge.rule(
            "G-09-panel",
            "dangerous_works.panel_too_small",
            count >= least,
            works=command.works,
            count=count,
            least=least,
        )
    yield DangerousWorksReviewed(
        works=command.works,
        site=state.site,
        experts=command.experts,
        result=command.result,
        report=command.report,
        reviewed_on=command.reviewed_on,
    )


@handles("dangerous_works.watch", WatchDangerousWorks, on="watched_on", reads=named_reads, world=True)
def watch_dangerous_works(command: WatchDangerousWorks, dossier: Dossier, judge: Judge) -> Outcome:
    """G-09: full-time safety staff watch works under way; who else did is noted, for it happened."""
    state = dossier.get(DangerousWorks, command.works)
    yield from in_course(state, command.works, judge)
    if state is None:
        return
    yield from _under_way(state, command.watched_on, judge)
    if bound(dossier, state.site, judge):
        yield from judge.note(
            "G-09",
            "dangerous_works.watch_not_full_time",
            command.full_time,
            watcher=command.watcher,
            works=command.works,
            day=command.watched_on,
        )
    yield DangerousWorksWatched(
        works=command.works,
        site=state.site,
        watcher=command.watcher,
        full_time=command.full_time,
        found=command.found,
        watched_on=command.watched_on,
    )


@handles("dangerous_works.accept", AcceptDangerousWorks, on="accepted_on", reads=named_reads, world=True)
def accept_dangerous_works(command: AcceptDangerousWorks, dossier: Dossier, judge: Judge) -> Outcome:
    """G-09: two signatures end the works; that both are asked for is from memory, and only noted."""
    state = dossier.get(DangerousWorks, command.works)
    yield from in_course(state, command.works, judge)
    if state is None:
        return
    yield from _under_way(state, command.accepted_on, judge)
    if bound(dossier, state.site, judge):
        who = (
            ("the technical head", command.technical_head),
            ("the chief supervision engineer", command.chief_supervisor),
        )
        missing = [title for title, one in who if one is None]
        yield from judge.note(
            "G-09",
            "dangerous_works.acceptance_unsigned",
            not missing,
            works=command.works,
            missing=" and ".join(missing),
        )
    yield DangerousWorksAccepted(
        works=command.works,
        site=state.site,
        technical_head=command.technical_head,
        chief_supervisor=command.chief_supervisor,
        accepted_on=command.accepted_on,
    )


def _under_way(state: DangerousWorks, day: date, judge: Judge) -> Iterator[Objection]:
    yield from judge.rule(
        "SEQ", "dangerous_works.not_started", state.started_on is not None, works=state.works, day=day
    )


COMMANDS = (
    declare_dangerous_works,
    plan_dangerous_works,
    review_dangerous_works,
    watch_dangerous_works,
    accept_dangerous_works,
)
