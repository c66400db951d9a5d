"""What was seen of a sector while its own tests ran; the file that the observing plugin of pytest leaves."""

from __future__ import annotations

import msgspec

__all__ = ["Answer", "Ask", "AskedIn", "Observations", "Seen", "Timed", "Touch", "Turned", "Turns", "Unsteady"]


class Timed(msgspec.Struct, frozen=True, kw_only=True):
    """How long the calls of one hook took: of the two that are made of each, the shorter."""

    calls: int
    median_ns: int
    worst_ns: int


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that the sector asked."""

    rule: str
    code: str
    holds: bool
    place: str
    """`file:line` in its package."""
    figures: tuple[tuple[str, int], ...] = ()
    """Its arguments that are whole numbers, and days as their ordinal."""


class AskedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A rule with one of its objections, and the tests that come to it."""

    rule: str
    code: str
    tests: tuple[str, ...]


class Touch(msgspec.Struct, frozen=True, kw_only=True):
    """A file, a socket or a process that a hook touched."""

    hook: str
    event: str
    """As Python audits it (PEP 578), such as `open`."""
    what: str
    place: str
    own: bool
    """Whether it is a file of its own package."""


class Unsteady(msgspec.Struct, frozen=True, kw_only=True):
    """A call that answered twice, differently."""

    hook: str
    test: str
    one: str
    other: str


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """One answer, to be compared with that of another run."""

    hook: str
    asked: str
    """Digest of the question."""
    digest: str
    text: str
    """As much of it as is shown."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What looks like a person's number in what was to be recorded."""

    fact: str
    field: str
    """Empty for a tag."""
    what: str
    """`resident id`, `mobile number` or `e-mail address`: never the value itself."""
    test: str


class Observations(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was seen in one run."""

    passed: int = 0
    failed: tuple[str, ...] = ()
    """The tests that failed."""
    skipped: tuple[str, ...] = ()
    """Those that were skipped, or are expected to fail."""
    calls: dict[str, Timed] = {}
    asks: tuple[Ask, ...] = ()
    asked_in: tuple[AskedIn, ...] = ()
    touches: tuple[Touch, ...] = ()
    unsteady: tuple[Unsteady, ...] = ()
    answers: dict[str, tuple[Answer, ...]] = {}
    """By test."""
    parameters: tuple[str, ...] = ()
    """Those that were read."""
    seen: tuple[Seen, ...] = ()


class Turns(msgspec.Struct, frozen=True, kw_only=True):
    """What is turned round."""

    pairs: tuple[AskedIn, ...]
    seconds: float
    """After which no other pair is begun."""


class Turned(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it; each as (rule, objection code)."""

    noticed: tuple[tuple[str, str], ...] = ()
    unnoticed: tuple[tuple[str, str], ...] = ()
    """No test failed."""
