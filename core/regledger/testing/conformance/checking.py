"""All checks of a sector, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from regledger.testing.conformance.asks import stated_asks
from regledger.testing.conformance.boundaries import check_boundaries
from regledger.testing.conformance.documented import check_docs
from regledger.testing.conformance.filled import check_filled
from regledger.testing.conformance.finding import Checked, Report
from regledger.testing.conformance.legal import check_law
from regledger.testing.conformance.privacy import check_privacy
from regledger.testing.conformance.purity import check_pure
from regledger.testing.conformance.running import Runs, run_tests
from regledger.testing.conformance.schemas import check_schemas
from regledger.testing.conformance.subject import Subject
from regledger.testing.conformance.timing import Budget, check_time
from regledger.testing.conformance.told import check_demo
from regledger.testing.conformance.usable import check_loads

__all__ = ["check"]


def check(subject: Subject, *, today: date, budget: Budget | None = None) -> Report:
    """Everything that can be said of a sector.

    Args:
        subject: the sector, of `subjects_of`.
        today: the legal day on which reviews of its law may be overdue.
        budget: how long its hooks may take; 20 ms in the middle and 250 ms at worst unless given.

    Raises:
        ReleasedUnreadable: its `released.json` is not what a release writes.
    """
    loads = check_loads(subject)
    if subject.loaded is None:
        left = ("law", "tests", "boundaries", "time", "schemas", "privacy", "docs", "demo")
        unseen = (Checked(check=name, looked_at="it does not load", made=False) for name in left)
        return _report(subject, loads, check_filled(subject), check_pure(subject, ()), *unseen)
    runs = run_tests(subject)
    ran = bool(runs.seen)
    asks = stated_asks(subject)
    return _report(
        subject,
        loads,
        check_filled(subject),
        check_law(subject, runs.first, asks, ran=ran, today=today),
        check_pure(subject, runs.seen),
        runs.checked,
        _if_ran(runs, "boundaries", lambda: check_boundaries(runs.first, asks, runs.turned)),
        _if_ran(runs, "time", lambda: check_time(runs.first, budget or Budget())),
        check_schemas(subject),
        check_privacy(subject, runs.first),
        check_docs(subject),
        check_demo(subject, today=today),
    )


def _if_ran(runs: Runs, name: str, make: Callable[[], Checked]) -> Checked:
    if not runs.seen:
        return Checked(check=name, looked_at="no test of its own was run", made=False)
    return make()


def _report(subject: Subject, *checks: Checked) -> Report:
    return Report(
        sector=subject.name,
        version=subject.version,
        distribution=subject.distribution,
        folder="" if subject.folder is None else str(subject.folder),
        checks=checks,
    )
