"""`demo.toml`: a story that a sector tells with the program's own commands, `regledger demo --sector NAME`.

The file lies beside the sector's `sector.toml`. A story begins in the county of `regledger.testing.scenario.COUNTY`: authority
`emb` with officers `li` and `wang`, enterprise `E-1` and its site `S-1`, all since 2020-01-02. `regledger sectors check`
plays it, and each step has to end as it says.
"""

from __future__ import annotations

import importlib.resources
import tomllib
import unicodedata
from importlib.util import find_spec
from typing import Any

import msgspec

from regledger.errors import LawError

__all__ = ["FILE", "Demo", "DemoStep", "Line"]

FILE = "demo.toml"


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of NDJSON: a command."""

    command: str
    body: dict[str, Any]


class DemoStep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said, and what is then submitted or run."""

    say: str
    """A sentence or two, printed before."""
    title: str = ""
    """Begins a chapter."""
    submit: str = ""
    """Lines of NDJSON, each `{"command": …, "body": {…}}`; they are decided in their order."""
    refused_by: tuple[str, ...] = ()
    """The rules that refuse the last line; nothing is refused where it is empty."""
    warned_by: tuple[str, ...] = ()
    """Rules that warn of some line; others may as well."""
    run: tuple[str, ...] = ()
    """Further commands of regledger, such as `show site:S-2`, without the program's name."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """The commands that are submitted."""
        rows = self.submit.strip().splitlines()
        return tuple(msgspec.json.decode(row.encode(), type=Line) for row in rows)


class Demo(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A story."""

    title: str
    title_zh: str
    step: tuple[DemoStep, ...]

    @classmethod
    def of_package(cls, package: str) -> Demo | None:
        """That of an installed package; None where it has none.

        Raises:
            LawError: it cannot be read, or holds something else.
        """
        name = f"{package}:{FILE}"
        try:
            spec = find_spec(package)
            # A sector that is one module has no folder of its own, and so no file in it.
            if spec is None or not spec.submodule_search_locations:
                return None
            found = importlib.resources.files(package) / FILE
            if not found.is_file():
                return None
            demo = msgspec.convert(tomllib.loads(unicodedata.normalize("NFC", found.read_text("utf-8-sig"))), cls)
            for number, one in enumerate(demo.step, start=1):
                _check(number, one)
        except (OSError, UnicodeDecodeError) as error:
            raise LawError(
                where=name, found=f"it cannot be read ({error})", remedy="Install the package again."
            ) from None
        except (ValueError, RecursionError) as error:  # of TOML, JSON and msgspec as well
            raise LawError(where=name, found=str(error), remedy="Mend that step.") from None
        return demo


def _check(number: int, one: DemoStep) -> None:
    try:
        lines = one.lines
    except msgspec.MsgspecError as error:
        raise ValueError(f"a line of step {number} is no command: {error}") from None
    if one.refused_by and not lines:
        raise ValueError(f"step {number} is refused and submits nothing")
    if not one.say.strip():
        raise ValueError(f"step {number} says nothing")
