"""Whose obligations hold on a subject: those of the sectors of its sites, each with the clock that runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from regledger.clock import When
from regledger.deciding.judge import Judge
from regledger.history.obligations import Run, open_run, waiting
from regledger.history.places import Places
from regledger.log.facts import RecordedFact
from regledger.log.tags import split_tag
from regledger.records.enterprise import Site
from regledger.sectors.declared import Obligation

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Duties", "Duty"]

SITE = "site"


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """An obligation that waits on a subject."""

    subject: str
    sector: str
    """Whose obligation it is."""
    obligation: Obligation
    run: Run
    authorities: tuple[str, ...]
    """The lead authorities of the sites by which it holds."""


class Duties:
    """The obligations of an installation at one (E, K)."""

    def __init__(self, ledger: Ledger, judge: Judge, *, on: When, known_at: int | None) -> None:
        self._ledger = ledger
        self._judge = judge
        self._on = on
        self._known_at = known_at
        self._places = Places(ledger, on=on, known_at=known_at)
        declared = {name: one for name, one in ledger.installation.declared.items() if one.obligations}
        self._declared = {name: one.obligations for name, one in declared.items()}
        self._own = {name: frozenset(body.__fact__.name for body in one.facts) for name, one in declared.items()}

    @property
    def subjects(self) -> frozenset[str]:
        """The kinds of tag that any of them is about."""
        return frozenset(one.subject for obligations in self._declared.values() for one in obligations)

    def types(self, kind: str, sector: str | None = None) -> list[str]:
        """The names of the facts that start, meet or end one on a subject of that kind."""
        found = (
            name
            for whose, obligations in self._declared.items()
            if sector in (None, whose)
            for one in obligations
            if one.subject == kind
            for name in (*one.begins, *one.met_by, *one.ends)
        )
        return sorted(set(found))

    def heirs(self, subject: str, facts: Sequence[RecordedFact], sector: str | None = None) -> tuple[str, ...]:
        """Those on whom goes on what waits on `subject`: itself while it stands; arguments as for `of`."""
        waits = any(waiting(one, facts) is not None for _, one in self._about(subject, sector))
        return self._places.heirs(subject) if waits else (subject,)

    def acting(self, authority: str) -> str:
        """The id of the authority that goes on with what `authority` had begun."""
        return self._places.acting(authority)

    def of(self, subject: str, facts: Sequence[RecordedFact], sector: str | None = None) -> Iterator[Duty]:
        """Those that wait on `subject`, of `sector` where it is given; nothing waits on what ended, but on its heirs.

        Args:
            subject: a tag.
            facts: what stands about it, in the order in which it counts: all of it, or what is of `types`.
            sector: of all where it is None.
        """
        for whose, one in self._about(subject, sector):
            begun = [*self._inherited(one, subject, facts)]
            if not begun or self._places.heirs(subject) != (subject,):
                continue
            concerned = {*one.begins, *one.met_by}
            told = (*(fact for fact in facts if fact.name in concerned), *begun)
            sites = self._concerned(subject, told)
            held = [site for site in sites if whose in (site.sector, *site.overlays)]
            if not held and (sites or not self._own[whose] & {*one.begins}):
                continue
            judge = self._judge_of(subject, held)
            found = (open_run(one, [fact], judge) for fact in begun)
            run = min((run for run in found if run is not None), key=_last, default=None)
            if run is not None:
                authorities = tuple(dict.fromkeys(self.acting(site.authority) for site in held))
                yield Duty(subject=subject, sector=whose, obligation=one, run=run, authorities=authorities)

    def _about(self, subject: str, sector: str | None) -> Iterator[tuple[str, Obligation]]:
        kind = split_tag(subject)[0]
        for whose, obligations in self._declared.items():
            if sector in (None, whose):
                yield from ((whose, one) for one in obligations if one.subject == kind)

    def _inherited(
        self, one: Obligation, subject: str, facts: Sequence[RecordedFact], seen: tuple[str, ...] = ()
    ) -> Iterator[RecordedFact]:
        """The facts that started what still waits on `subject`: its own, and those of whose place it took."""
        own = waiting(one, facts)
        if own is not None:
            yield own
        for origin in self._places.origins(subject):
            if origin.subject in (*seen, subject):
                continue
            before = self._ledger.standing(origin.subject, on=self._on, known_at=self._known_at)
            since = [fact for fact in facts if fact.effective_day is not None and fact.effective_day >= origin.on]
            for begun in self._inherited(one, origin.subject, before, (*seen, subject)):
                later = waiting(one, [begun, *since])
                if later is not None and later is not own:
                    yield later

    def _judge_of(self, subject: str, held: Sequence[Site]) -> Judge:
        """The judge of the record itself, by its own site; else of the first site by which it holds."""
        state = self._places.state(subject)
        if not isinstance(getattr(state, "site", None), str):
            state = held[0] if held else None
        return self._judge if state is None else self._judge.of_record(state)

    def _concerned(self, subject: str, facts: Iterable[RecordedFact]) -> list[Site]:
        """The site itself; else those that the facts of the obligation name, else those that anything about it names."""
        if split_tag(subject)[0] == SITE:
            return self._states([subject])
        return self._states(_sites_in(facts)) or self._states(
            _sites_in(self._ledger.standing(subject, on=self._on, known_at=self._known_at))
        )

    def _states(self, sites: Iterable[str]) -> list[Site]:
        """Those that stand in the place of `sites`."""
        heirs = dict.fromkeys(heir for tag in dict.fromkeys(sites) for heir in self._places.heirs(tag))
        found = (self._places.state(tag) for tag in heirs)
        return [site for site in found if isinstance(site, Site)]


def _last(run: Run) -> date:
    assert run.due is not None  # what has no last day is no open run
    return run.due


def _sites_in(facts: Iterable[RecordedFact]) -> Iterator[str]:
    return (tag for fact in facts for tag in fact.tags if split_tag(tag)[0] == SITE)
