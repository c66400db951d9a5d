"""The contract kit bites: of the embedded store with one of its rules taken out, a named test of the kit fails."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from regledger.log import sql
from regledger.log.sqlite import recorder
from regledger.testing.recorder_contract_served import ServedRecorderContract

PAGE = Path(__file__).resolve().parents[2] / "docs/recorders.md"
SOURCES = {"sql": Path(sql.__file__).read_text("utf-8"), "store": Path(recorder.__file__).read_text("utf-8")}
"""The parts in which the store's rules stand."""


class Broken(NamedTuple):
    """A rule of the store, how it is taken out of its source, and the test that must then fail."""

    rule: str
    changes: tuple[tuple[str, str], ...]
    """What the source says → what it says without the rule."""
    test: str


BROKEN = (
    Broken(
        "the lock between threads",
        (("if not self._lock.acquire(timeout=self._busy_seconds):", "if False:"), ("self._lock.release()", "pass")),
        "test_one_of_many_writers_wins",
    ),
    Broken(
        "the lock between processes", (("BEGIN IMMEDIATE", "BEGIN DEFERRED"),), "test_one_of_several_processes_wins"
    ),
    Broken("the check of tag kinds", (("self._kinds = kinds", "self._kinds = None"),), "test_tag_kinds_are_checked"),
    Broken(
        "the check of tag kinds in a condition",
        (
            (
                "return checked(append, self._kinds)",
                "return [DCBEvent(e.type, e.data, sorted(set(map(self._kinds.check, e.tags)) if self._kinds else set(e.tags)))"
                " for e in append.events]",
            ),
        ),
        "test_tag_kinds_are_checked",
    ),
    Broken(
        "the check for repeated tags",
        (
            (
                "return checked(append, self._kinds)",
                "return [DCBEvent(one.type, one.data, sorted(given.tags))"
                " for one, given in zip(checked(append, self._kinds), append.events)]",
            ),
        ),
        "test_what_is_answered_is_what_is_stored",
    ),
    Broken(
        "the sense of a tag that a query's item repeats",
        (
            (
                "self._rows, self._type_name, query, after",
                "self._rows, self._type_name, query and type(query)([one if len(set(one.tags)) == len(one.tags)"
                ' else type(one)(tags=["none:1"]) for one in query.items]), after',
            ),
        ),
        "test_many_tags_items_and_types_are_answered",
    ),
    Broken("the condition", (("raise ConditionFailed(row[0])", "pass"),), "test_a_refused_commit_leaves_nothing"),
    Broken(
        "a condition's sight of earlier appends",
        (("self._check(connection, append.condition, last)", "self._check(connection, append.condition, head.number)"),),
        "test_a_later_of_several_appends_sees_an_earlier_one",
    ),
    Broken(
        "a condition's sight of new types",
        (("            self._type_in_transaction,", "            self._type_name,"),),
        "test_a_later_of_several_appends_sees_an_earlier_one",
    ),
    Broken(
        "each of several told by itself",
        (("                    told.append(error)\n                    continue", "                    raise"),),
        "test_each_of_several_appends_is_told_its_own",
    ),
    Broken(
        "the later of clock and last stamp",
        (("max(self._clock(), head.recorded_at)", "self._clock()"),),
        "test_a_stamp_never_goes_back",
    ),
    Broken(
        "one transaction for the facts of a commit",
        (
            (
                "        connection.executemany(\"INSERT INTO fact (number, recorded_at, type, tags, data) VALUES (?, ?, ?, ?, ?)\", rows)",
                "        for row in rows:\n"
                '            connection.execute("COMMIT"); connection.execute("BEGIN IMMEDIATE")\n'
                "            connection.execute(\"INSERT INTO fact (number, recorded_at, type, tags, data) VALUES (?, ?, ?, ?, ?)\", row)",
            ),
        ),
        "test_a_live_reader_misses_nothing",
    ),
    Broken(
        "one transaction for facts and their index",
        (
            (
                '        connection.executemany("INSERT INTO tag',
                '        connection.execute("COMMIT"); connection.execute("BEGIN IMMEDIATE")\n'
                '        connection.executemany("INSERT INTO tag',
            ),
        ),
        "test_a_live_reader_misses_nothing_where_writers_conflict",
    ),
    Broken("the wake of an append", (("told.append(stored)\n        self._wake()", "told.append(stored)"),), "test_who_listens_is_woken"),
    Broken("the wake of a copy", (("events, commands)\n        self._wake()", "events, commands)"),), "test_who_listens_is_woken"),
    Broken(
        "the rollback",
        (('writer.execute("ROLLBACK")', 'writer.execute("COMMIT")'), ("            check_steps(events, _head(connection), self.path)\n            for one in events:\n                self._render(one)\n            self._insert(connection, events, commands)\n", "            self._insert(connection, events[-1:], commands)\n            check_steps(events, Head(events[-1].position, 10**9), self.path)\n")),
        "test_facts_out_of_step_are_not_copied",
    ),
    Broken("the check of a copy's steps", (("check_steps(events, _head(connection), self.path)", "pass"),), "test_facts_out_of_step_are_not_copied"),
    Broken("the head of a read", (("after=after or 0, until=head)", "after=after or 0)"),), "test_a_read_ends_at_its_head"),
    Broken("the limit of an entry", (("                        self._render(one)\n", "                        pass\n"),), "test_a_large_entry_is_refused_whole"),
    Broken("the first of two commands under a digest", (("INSERT OR IGNORE INTO command", "INSERT OR REPLACE INTO command"),), "test_commands_are_kept_under_their_digest"),
)  # fmt: skip
WHOLE = Broken("nothing", (), "test_")

_TESTS = """\
from {module} import SQLiteRecorder
from regledger.testing.recorder_contract_durable import DurableRecorderContract


class TestStore(DurableRecorderContract):
    opener = "{module}:SQLiteRecorder.open"

    def make(self, address, **options):
        return SQLiteRecorder.create(
            address, ledger_id="01900000-0000-7000-8000-000000000001", name="contract", zone="UTC", **options
        )
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """For each store the tests of the kit that failed on it, from one run of their own over all of them."""
    folder = tmp_path_factory.mktemp("broken")
    stores = (WHOLE, *BROKEN)
    for number, broken in enumerate(stores):
        for part, source in SOURCES.items():
            (folder / f"{part}_{number}.py").write_text(_without(broken, source, number), "utf-8")
        for said, _ in broken.changes:
            assert any(said in source for source in SOURCES.values()), (
                f"{broken.rule}: the store no longer says {said!r}"
            )
        (folder / f"test_{number}.py").write_text(_TESTS.format(module=f"store_{number}"), "utf-8")
    whole = [f"test_0.py::TestStore::{test}" for test in sorted({one.test for one in BROKEN})]
    found = _failed(folder, whole)
    # A race does not show itself in every run: who did not fail has two more.
    for _ in range(3):
        left = [number for number, one in enumerate(stores) if one is not WHOLE and one.rule not in found]
        found |= _failed(folder, [f"test_{number}.py::TestStore::{stores[number].test}" for number in left])
    return found


def _failed(folder: Path, chosen: list[str]) -> dict[str, set[str]]:
    """The tests of `chosen` that failed, by the rule that their store is without."""
    if not chosen:
        return {}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rfE", "-p", "no:cacheprovider", "--tb=no", *chosen],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "REGLEDGER_FAULTS": ""},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert "error" not in done.stdout.splitlines()[-1], done.stdout + done.stderr
    found: dict[str, set[str]] = {}
    for number, test in re.findall(r"^FAILED test_(\d+)\.py::TestStore::(\w+)", done.stdout, re.MULTILINE):
        found.setdefault((WHOLE, *BROKEN)[int(number)].rule, set()).add(test)
    return found


def _without(broken: Broken, source: str, number: int) -> str:
    for said, instead in broken.changes:
        source = source.replace(said, instead)
    return source.replace("from regledger.log.sql import", f"from sql_{number} import")


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.rule)
def test_a_rule_that_is_taken_out_is_missed(broken: Broken, outcomes: dict[str, set[str]]) -> None:
    """The store without this rule fails the kit's test of it."""
    assert broken.test in outcomes.get(broken.rule, ())


def test_the_whole_store_passes(outcomes: dict[str, set[str]]) -> None:
    """The same tests pass on the store from which nothing was taken, so it is the rule that they miss."""
    assert WHOLE.rule not in outcomes


def test_the_page_names_tests_of_the_kit() -> None:
    """Every test that the page on recorders names is one that a store inherits."""
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text("utf-8")))

    assert {broken.test for broken in BROKEN[:3]} <= named
    assert {name for name in named if not hasattr(ServedRecorderContract, name)} == set()
