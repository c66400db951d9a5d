"""The page of the platform's rules says which command takes which role, as the commands do."""

from __future__ import annotations

import re
from pathlib import Path

from regledger.installation import Installation
from regledger.sectors.loading import Sectors

PAGE = Path(__file__).resolve().parents[2] / "docs" / "platform-rules.md"


def test_the_page_lists_every_command_that_takes_a_role() -> None:
    """Each with its role, and no other."""
    rows = re.findall(r"^\| (propose|review|approve|disclose) \| (.*?) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    told = {name: role for role, listed in rows for name in re.findall(r"`([a-z_.]+)`", listed)}
    handlers = Installation(Sectors()).handlers

    taken = {name: role for name in handlers.names() if (role := handlers.named(name).role) is not None}

    assert told == taken
