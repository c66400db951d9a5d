"""Commands of sectors: entry points of the group `regledger.commands`, listed by name and imported when invoked.

The names are read from the files of the installed distributions: `importlib.metadata` takes a third of the time that
`--help` may take (DESIGN §8).
"""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

import click

__all__ = ["GROUP", "CommandUnusable", "SectorCommand", "command_named", "passed_over", "sector_commands"]

GROUP = "regledger.commands"
META = "regledger.sector_command"
"""Where a context keeps the sector command that runs in it."""


class SectorCommand(NamedTuple):
    """One entry point."""

    name: str
    """As it is typed."""
    value: str
    """`package.module:object`."""
    distribution: str
    version: str

    @property
    def label(self) -> str:
        """Distribution and version."""
        return f"{self.distribution} {self.version}"


class CommandUnusable(click.ClickException):
    """A command of a sector that cannot be loaded."""

    def __init__(self, one: SectorCommand, found: str) -> None:
        super().__init__(
            f"Command {one.name!r} of {one.label} cannot be used: {found}."
            f" Mend {one.value!r}, or install another release of {one.distribution}, or remove it."
        )


def sector_commands() -> dict[str, list[SectorCommand]]:
    """Name → who brings it, in the order of names; nothing is imported."""
    found: dict[str, dict[str, SectorCommand]] = {}
    for folder in dict.fromkeys(sys.path):
        try:
            with os.scandir(folder or ".") as entries:
                names = sorted(entry.name for entry in entries if entry.name.endswith(".dist-info"))
        except OSError:
            continue
        for name in names:
            for one in _declared(os.path.join(folder or ".", name)):
                # The first of a distribution on the path is the one that is imported.
                found.setdefault(one.name, {}).setdefault(one.distribution, one)
    return {name: list(several.values()) for name, several in sorted(found.items())}


def _declared(info: str) -> list[SectorCommand]:
    try:
        with open(os.path.join(info, "entry_points.txt"), encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError):
        return []
    distribution, _, version = os.path.basename(info).removesuffix(".dist-info").partition("-")
    declared: list[SectorCommand] = []
    inside = False
    for line in text.splitlines() if f"[{GROUP}]" in text else ():
        words = line.strip()
        if words.startswith("["):
            inside = words == f"[{GROUP}]"
        elif inside and "=" in words and not words.startswith(("#", ";")):
            name, _, value = (part.strip() for part in words.partition("="))
            declared.append(
                SectorCommand(name=name, value=value, distribution=distribution.replace("_", "-"), version=version)
            )
    return declared


def passed_over(core: object) -> list[tuple[SectorCommand, str]]:
    """The commands that cannot be typed, each with the reason; `core` holds the names of regledger's own."""
    found = []
    for name, several in sector_commands().items():
        if name in core:  # type: ignore[operator]
            found += [(one, f"{name!r} is a command of regledger itself; call it something else") for one in several]
        elif len(several) > 1:
            who = " and by ".join(one.label for one in several)
            found += [
                (one, f"{name!r} is brought by {who}, so none of them is in use; remove all but one") for one in several
            ]
    return found


def command_named(ctx: click.Context, name: str) -> click.Command | None:
    """The command of a sector, its module imported now; None where there is none. Raises `CommandUnusable`."""
    several = sector_commands().get(name, [])
    if not several:
        return None
    one = several[0]
    if len(several) > 1:
        raise CommandUnusable(one, f"{' and by '.join(each.label for each in several)} bring it, so none is in use")
    ctx.meta[META] = one
    # Only for the asking: what keeps the budget and finds the line is imported as late as the command itself.
    from regledger.sectors import guard, watch  # noqa: PLC0415

    try:
        found = watch.within(watch.LOADING_BUDGET, _imported, one.value)
    except guard.STOPPED as error:
        if guard.asked_to_end(error):
            raise
        raise CommandUnusable(one, guard.said(error, one.value.partition(":")[0].strip())) from error
    if not isinstance(found, click.Command):
        raise CommandUnusable(one, f"it is {type(found).__name__} instead of a click command")
    return found


def _imported(value: str) -> object:
    from importlib import import_module  # noqa: PLC0415

    module, _, attribute = value.partition(":")
    found: object = import_module(module.strip())
    for part in attribute.split("[")[0].strip().split("."):
        found = getattr(found, part)
    return found
