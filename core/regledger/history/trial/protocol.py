"""What the two sides of a trial are told, what they tell one another, and what comes of it: one JSON object a line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from regledger.history.outcomes import Change, Outcome, Shift

__all__ = [
    "Asked",
    "Drafted",
    "Ended",
    "Installed",
    "Reached",
    "Shifted",
    "Stopped",
    "Taken",
    "Trial",
    "Tried",
    "Undecided",
]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a side is to do."""

    url: str
    folder: str
    """Of the draft."""
    since: int
    until: int
    limit: int | None = None
    only: tuple[str, ...] = ()
    """Only decisions of the command that has or had one of these names; of all where it is empty."""
    sectors: tuple[str, ...] = ()
    """Those that the draft brings."""
    commands: tuple[str, ...] = ()
    """Those that a side brings, under every name that they have or had."""
    unknown: tuple[str, ...] = ()
    """Those of `only` that the draft's side does not know."""


class Drafted(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The draft can be used."""

    sectors: tuple[str, ...]
    commands: tuple[str, ...]
    only: tuple[str, ...]
    """As it was asked, with every name of those commands."""
    unknown: tuple[str, ...]
    """Those that it does not know."""


class Installed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What is installed of the sectors of the draft: name → version, and the folder that it was imported from."""

    versions: Mapping[str, str]
    folders: Mapping[str, str]
    broken: Mapping[str, str]
    """Name → why it was left out."""
    commands: tuple[str, ...] = ()
    """Those of both sides."""
    only: tuple[str, ...] = ()
    """With every name on both sides."""
    unknown: tuple[str, ...] = ()
    """Those that neither side knows."""


class Taken(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A decision taken again under what is installed."""

    number: int
    outcome: Outcome | None
    """None where it cannot be taken."""
    why: str = ""
    otherwise: tuple[Change, ...] = ()
    """What it decides otherwise than was recorded."""
    said: tuple[str, ...] = ()


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """A decision and what would be otherwise."""

    number: int
    """Of its first fact."""
    command: str
    subject: str
    day: date | None
    """The legal day from which it counts."""
    changes: tuple[Change, ...]
    said: tuple[str, ...]
    """The sentence of each change."""
    values: tuple[Shift, ...] = ()
    """The parameters of which it would stand on another value."""
    against: str = "installed"
    """`recorded` where nothing installed answers its command, so that what was recorded is compared."""


class Undecided(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that could not be taken again."""

    number: int
    command: str
    subject: str
    why: str


class Shifted(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter of which decisions would stand on another value and come to the same."""

    parameter: str
    decisions: int


class Reached(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """How far the draft's side has come; `otherwise` where what is installed decides otherwise than was recorded."""

    number: int
    tried: Tried | None = None
    undecided: Undecided | None = None
    otherwise: Tried | None = None


class Ended(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """All is done."""

    decided: int
    shifted: tuple[Shifted, ...]
    installed: Installed


class Stopped(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A side cannot go on."""

    found: str
    draft: bool
    """Whether the draft is to blame."""
    unknown: tuple[str, ...] = ()
    """The commands that were asked for and that neither side knows."""


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What a trial showed."""

    distribution: str
    version: str
    """Of the draft."""
    sectors: tuple[str, ...]
    installed: Mapping[str, str]
    """Of these sectors: name → version; without those of which none is in use."""
    broken: Mapping[str, str]
    """Of these sectors: name → why what is installed of it was left out."""
    same_folder: tuple[str, ...]
    """Those that are installed from the very folder of the draft, so that both sides are one."""
    decided: int
    """Decisions taken again."""
    changed: tuple[Tried, ...]
    """Those that the draft decides otherwise than what is installed."""
    otherwise: tuple[Tried, ...]
    """Those that what is installed decides otherwise than they were recorded."""
    undecided: tuple[Undecided, ...]
    shifted: tuple[Shifted, ...]
    """Parameters of which unchanged decisions would stand on another value."""
