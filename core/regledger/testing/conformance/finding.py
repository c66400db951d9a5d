"""What the checks find."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

__all__ = ["Checked", "Finding", "Report", "Severity"]

Severity = Literal["error", "todo", "advice"]
"""What is wrong, what is still to be filled in, and what could be better. Advice alone does not fail a sector."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a check found."""

    check: str
    where: str
    """`file:line`, or the id of what is meant."""
    found: str
    remedy: str
    severity: Severity = "error"


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """One check, made."""

    check: str
    looked_at: str
    """What was looked at, in words; why it was not, where nothing was."""
    findings: tuple[Finding, ...] = ()
    made: bool = True
    """False where there was nothing to look at, or no way to."""

    @property
    def verdict(self) -> Literal["ok", "advice", "todo", "error", "not looked at"]:
        """The gravest of its findings."""
        if not self.made:
            return "not looked at"
        severities = {one.severity for one in self.findings}
        return next((one for one in ("error", "todo", "advice") if one in severities), "ok")


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was found of one sector."""

    sector: str
    version: str
    distribution: str
    folder: str
    """Its project's folder; empty for one that is installed otherwise."""
    checks: tuple[Checked, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of all checks."""
        return tuple(finding for one in self.checks for finding in one.findings)

    @property
    def passed(self) -> bool:
        """Whether there is nothing but advice."""
        return not any(one.severity != "advice" for one in self.findings)


def checked(check: str, looked_at: str, findings: Iterable[Finding]) -> Checked:
    """A check that was made, its findings once each, by place."""
    unique = dict.fromkeys(findings)
    return Checked(check=check, looked_at=looked_at, findings=tuple(unique))
