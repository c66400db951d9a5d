"""Docs: what others see of a sector says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regledger.testing.conformance.finding import Checked, Finding, checked
from regledger.testing.conformance.subject import Subject

__all__ = ["check_docs"]

LEAST_WORDS = 3


def check_docs(subject: Subject) -> Checked:
    """The docstring of every fact and every command, and the sector's own scope."""
    declared = subject.declared
    looked_at = f"{len(declared.facts)} facts, {len(declared.handlers)} commands"
    return checked("docs", looked_at, _found(subject))


def _found(subject: Subject) -> Iterator[Finding]:
    for body in subject.declared.facts:
        name, version = body.__fact__.name, body.__fact__.version
        if not re.match(rf"`{re.escape(name)}` v{version}: \S", body.__dict__.get("__doc__") or ""):
            yield Finding(
                check="docs",
                where=name,
                found=f"the docstring of {body.__name__} does not begin with its name and version",
                remedy=f"Begin it with “`{name}` v{version}: …”: what happened, and the article.",
            )
    for handler in subject.declared.handlers:
        if len((handler.command.__dict__.get("__doc__") or "").split()) < LEAST_WORDS:
            yield Finding(
                check="docs",
                where=handler.name,
                found=f"{handler.command.__name__} has no docstring of its own",
                remedy="Say in a sentence what is wished.",
            )
    one = subject.loaded
    if one is not None and not one.sector.scope.strip():
        yield Finding(
            check="docs",
            where=subject.name,
            found="the sector does not say its scope",
            remedy="Say in a sentence which enterprises and sites it covers (scope, scope_zh).",
            severity="advice",
        )
