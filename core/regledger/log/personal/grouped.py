"""Sealing in groups: threads that put personal values away at the same time share the four fsyncs that it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regledger.errors import RegledgerError
from regledger.log.facts import Fact
from regledger.log.grouping import Groups, OutcomeUnknown
from regledger.log.personal.store import PersonalStore
from regledger.log.personal.values import open_values

__all__ = ["GroupedSeals"]

Facts = Sequence[tuple[str, Fact]]
Call = tuple[Facts, Sequence[str]]
Sealed = list[Fact] | RegledgerError


class GroupedSeals:
    """`PersonalStore.seal` for threads that come at the same time. Facts without open values wait for nobody."""

    def __init__(self, store: PersonalStore, name: str, **limits: Any) -> None:
        """Stand in front of `store`, of the ledger called `name`; `limits` as of `Groups`."""
        self._store = store
        self._groups: Groups[Call, Sealed] = Groups(self._seal_all, name=name, size=_size, **limits)

    def seal(self, facts: Facts, default_subject: Sequence[str]) -> list[Fact]:
        """As `PersonalStore.seal`; also raises `QueueFull`."""
        if not any(open_values(body) for _, body in facts):
            return [body for _, body in facts]
        try:
            [told] = self._groups.write([(facts, default_subject)])
        except OutcomeUnknown:
            # No fact names these values yet: at worst they were put away twice, and one of them is swept as an orphan.
            return self._store.seal(facts, default_subject)
        if isinstance(told, RegledgerError):
            raise told
        return told

    def _seal_all(self, calls: Sequence[Call]) -> list[Sealed]:
        if len(calls) > 1:
            try:
                together = iter(
                    self._store.seal(
                        [one for facts, _ in calls for one in facts], [one for _, subjects in calls for one in subjects]
                    )
                )
            except RegledgerError:
                pass  # nothing was put away: each is told its own reason, and one who has none is sealed
            else:
                return [[next(together) for _ in facts] for facts, _ in calls]
        return [self._alone(call) for call in calls]

    def _alone(self, call: Call) -> Sealed:
        try:
            return self._store.seal(*call)
        except RegledgerError as error:
            return error


def _size(call: Call) -> int:
    return sum(len(one.value) for _, body in call[0] for _, one in open_values(body))
