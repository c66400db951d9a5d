"""docs/procedure.md names every command of the core once, and no other."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from regledger.records import CORE_HANDLERS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "procedure.md").read_text("utf-8")
RECORDS = {handler.name.partition(".")[0] for handler in CORE_HANDLERS}


def test_the_page_lists_every_command() -> None:
    """In the tables of the rows, each under one word."""
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    told = Counter(name for line in rows for name in re.findall(r"`([a-z_]+\.[a-z_]+)`", line))

    assert set(told) == {handler.name for handler in CORE_HANDLERS}
    assert [name for name, times in told.items() if times > 1] == []


def test_every_word_has_its_chinese() -> None:
    """A row of commands says what its records are called in Chinese."""
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and re.search(r"`[a-z_]+\.[a-z_]+`", line)]

    assert [line for line in rows if not re.search(r"[\u4e00-\u9fff]", line)] == []


def test_a_fact_has_the_word_of_its_command() -> None:
    """What a command records is told of the same kind of record as the command, wherever it founds one."""
    facts = {"case.opened", "case.concluded", "hazard.cleared", "enterprise.shut_down", "accident.reported"}

    assert {name.partition(".")[0] for name in facts} <= RECORDS
