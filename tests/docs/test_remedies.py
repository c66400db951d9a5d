"""A remedy that names a command names one that there is."""

from __future__ import annotations

import re
from pathlib import Path

from regledger_cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
# Not the sentence that opens with the program's name, and not the name under which its own rules are cited.
_NAMED = re.compile(r"""(?<!")["'`]regledger (?!platform rules)(?P<command>[a-z]+)\b""")


def test_a_remedy_names_a_command_that_there_is() -> None:
    """Every `regledger COMMAND` that a message quotes can be typed."""
    sources = [
        path
        for room in ("core", "projections", "cli", "plugins")
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".py", ".toml"}
    ]

    named = {
        (match["command"], str(path.relative_to(ROOT)))
        for path in sources
        for match in _NAMED.finditer(path.read_text("utf-8"))
    }

    assert len(named) > len(COMMANDS)
    assert [one for one in sorted(named) if one[0] not in COMMANDS] == []
