"""Time: what a hook takes of each decision."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from regledger.testing.conformance.finding import Checked, Finding, checked
from regledger.testing.conformance.observations import Observations, Timed

__all__ = ["Budget", "check_time"]


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """How long a hook may take, in milliseconds."""

    median_ms: float = 20.0
    worst_ms: float = 250.0


def check_time(seen: Observations, budget: Budget) -> Checked:
    """Each hook, each command and each fold; what declares is asked once, and not held to it."""
    timed = {hook: took for hook, took in seen.calls.items() if not hook.endswith("(declares)")}
    calls = sum(took.calls for took in timed.values())
    worst = max((took.worst_ns for took in timed.values()), default=0) / 1e6
    looked_at = f"{calls} calls of {len(timed)} functions, the longest {worst:.1f} ms"
    return checked("time", looked_at, _over(timed, budget))


def _over(timed: dict[str, Timed], budget: Budget) -> Iterator[Finding]:
    for hook, took in timed.items():
        for what, measured, allowed in (
            ("the median of its calls", took.median_ns / 1e6, budget.median_ms),
            ("its longest call", took.worst_ns / 1e6, budget.worst_ms),
        ):
            if measured > allowed:
                yield Finding(
                    check="time",
                    where=hook,
                    found=f"{what} took {measured:.1f} ms ({took.calls} calls), and {allowed:g} ms are allowed",
                    remedy="Compute once what does not change, at import; read from the dossier only what is needed.",
                )
