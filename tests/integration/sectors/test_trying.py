"""`regledger sectors try`: past decisions taken again under a draft, with the release that recorded them installed beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .trials import Bench, source, whats


def test_an_equal_draft_changes_nothing(bench: Bench) -> None:
    """Five decisions concern the sector: its site and four counts; each comes to the same, also within its batch."""
    found = bench.tries(bench.draft(source()))

    assert (found["decided"], found["changed"], found["otherwise"], found["undecided"]) == (5, [], [], [])
    assert (found["installed"], found["version"], found["shifted"]) == ({"stores": "1.0"}, "1.1", [])


def test_a_tightened_threshold_names_the_decisions_over_it(bench: Bench) -> None:
    """At 40 the two counts of 45 and 50 would be refused; the others stand, on another value of the law."""
    found = bench.tries(bench.draft(source(most=40)), code=1)

    assert whats(found["changed"]) == [[6, "refused store.too_full"], [8, "refused store.too_full"]]
    assert [one["said"] for one in found["changed"]] == [["45 boxes"], ["50 boxes"]]
    assert found["changed"][0]["values"] == [{"parameter": "K-01.most", "before": [50], "after": [40]}]
    assert (found["changed"][0]["subject"], found["changed"][0]["day"]) == ("store:T-2", "2026-01-06")
    assert found["shifted"] == [{"parameter": "K-01.most", "decisions": 2}]


def test_a_trial_is_told_in_words(bench: Bench) -> None:
    """Number, command, subject, day and what changes, and a last line with the count; nothing but that on stdout."""
    ran = bench.run(bench.draft(source(most=45)))

    assert ran.returncode == 1
    first, second, *rest = ran.stdout.splitlines()
    assert first == "#8 store.count of store:T-2 on 2026-01-08"
    assert second == "  newly refused by K-01 store.too_full: 50 boxes"
    assert rest[0] == "  K-01.most: 50 → 45"
    assert rest[-1].startswith("sector-stores 1.1: 5 decided again")
    assert rest[-1].endswith("1 would change, 0 could not be decided again")
    assert ran.stderr == ""


def test_warnings_and_facts_that_differ_are_named(bench: Bench) -> None:
    """A warning that goes, and a field that is counted otherwise, are told by decision and field."""
    text = (
        source()
        .replace("command.boxes >= before.boxes", "True")
        .replace("boxes=command.boxes, keeper", "boxes=command.boxes + 1, keeper")
    )

    found = bench.tries(bench.draft(text), "--since", "7", code=1)

    assert whats(found["changed"]) == [[7, "warned_no_longer store.fewer", "field boxes"], [8, "field boxes"]]
    assert found["changed"][1]["changes"][0] | {"before": 50, "after": 51} == found["changed"][1]["changes"][0]


def test_a_draft_that_fails_is_named_by_decision(bench: Bench) -> None:
    """Where the draft raises, the decision would be refused by rule SECTOR, with sector, version, hook and line."""
    text = source().replace("    before = dossier.get", "    assert command.boxes < 50\n    before = dossier.get")

    found = bench.tries(bench.draft(text), code=1)

    assert whats(found["changed"]) == [[8, "refused sector.failed"]]
    assert found["changed"][0]["changes"][0]["args"]["version"] == "1.1"
    assert "AssertionError" in found["changed"][0]["said"][0]
    assert found["changed"][0]["values"] == []


def test_a_fact_with_a_new_name_and_field_is_compared_as_the_draft_has_it(bench: Bench) -> None:
    """What is installed brings about version 1 under the former name: lifted by the draft, it is the same fact."""
    text = (
        source()
        .replace(
            '@fact("store.counted", 1,',
            '@fact("shop.counted", 2, formerly="store.counted", lifts={1: lambda body: {**body, "rows": 0}},',
        )
        .replace("    boxes: int\n    keeper", "    boxes: int\n    rows: int = 0\n    keeper", 1)
    )
    text = text.replace(
        '@handles("store.count",', '@handles("shop.count", formerly="store.count", command=CountStore,'
    ).replace("command=CountStore, CountStore,", "command=CountStore,")

    found = bench.tries(bench.draft(text))
    fewer = bench.tries(bench.draft(text, version="1.2"), "--command", "shop.count", "--limit", "2")

    assert (found["decided"], found["changed"], found["undecided"]) == (5, [], [])
    assert fewer["decided"] == 2


def test_what_is_installed_may_decide_otherwise_than_was_recorded(bench: Bench) -> None:
    """A release that is stricter than the one that recorded is named apart, and an equal draft changes nothing."""
    [code] = bench.shelf.folder.glob("sector_stores/__init__.py")
    stricter = code.read_text("utf-8").replace(
        "value = 50", "value =  49"
    )  # of another length: what is compiled is stale
    code.write_text(stricter, encoding="utf-8")

    found = bench.tries(bench.draft(source(most=49)))

    assert found["changed"] == []
    assert whats(found["otherwise"]) == [[8, "refused store.too_full"]]


def test_without_a_release_the_draft_is_compared_with_what_was_recorded(bench: Bench) -> None:
    """Nothing installed answers the sector's commands: the recorded outcome stands in, and that is said."""
    draft = bench.draft(source(most=40))
    for each in bench.shelf.folder.glob("sector_stores-*/entry_points.txt"):
        each.unlink()

    found = bench.tries(draft, "--command", "store.count", code=1)
    told = bench.run(draft)

    assert found["installed"] == {}
    assert [(one["number"], one["against"]) for one in found["changed"]] == [(6, "recorded"), (8, "recorded")]
    assert "No stores is installed" in told.stderr


def test_a_sector_that_is_not_yet_used_has_nothing_to_change(bench: Bench) -> None:
    """A draft of a new sector: no decision of the ledger concerns it, and that is what is said."""
    told = bench.run(bench.draft("", name="fireworks"))

    assert (told.returncode, told.stdout.splitlines()) == (
        0,
        ["No decision of this ledger concerns fireworks: sector-fireworks 1.1 has nothing to change there."],
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("raise RuntimeError('boom at import')\n", "boom at import"),
        ("@hookimpl\ndef regledger_facts():\n    return ['text']\n", "regledger_facts"),
        ("import sys\nsys.exit(0)\n", "SystemExit"),
    ],
)
def test_a_draft_that_cannot_be_used_is_named(bench: Bench, text: str, said: str) -> None:
    """One that breaks at import or declares nonsense is an error with its reason, exit code 3, and no trace."""
    ran = bench.run(bench.draft(text))

    assert ran.returncode == 3
    assert said in ran.stderr
    assert "cannot be tried" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_folder_without_a_sector_is_named(bench: Bench, tmp_path: Path) -> None:
    """A folder that holds no sector, or is not there, is an error that says what to name, and --json says it as well."""
    found = bench.tries(tmp_path / "nowhere", code=3)

    assert found["error"] == "DraftUnusable"
    assert "pyproject.toml cannot be read" in found["message"]


def test_what_a_draft_prints_is_no_answer(bench: Bench) -> None:
    """A sector that prints to stdout disturbs neither the trial nor its answer."""
    found = bench.tries(bench.draft("print('loud', flush=True)\n" + source()))

    assert (found["decided"], found["changed"]) == (5, [])


def test_where_the_ledger_is_stands_in_no_list_of_processes(bench: Bench) -> None:
    """Its URL may hold a password: neither side has it among the words of its command."""
    ran = bench.run(bench.draft("import sys\nprint(sys.orig_argv, file=sys.stderr)\n" + source()))

    assert "'regledger.history.trial', 'draft'" in ran.stderr
    assert str(bench.path) not in ran.stderr


def test_a_draft_is_tried_from_its_own_folder(bench: Bench) -> None:
    """In the folder of the draft the installed side still is what is installed, and not what lies there."""
    draft = bench.draft(source(most=40))

    ran = bench.run(Path(), "--json", cwd=draft)

    assert ran.returncode == 1, ran.stderr
    assert [one["number"] for one in json.loads(ran.stdout)["changed"]] == [6, 8]


def test_decisions_are_picked_by_day(bench: Bench) -> None:
    """From a day on which nothing had been recorded yet all are taken, from a later one none."""
    draft = bench.draft(source())

    assert bench.tries(draft, "--since", "2020-01-01")["decided"] == 5
    assert bench.tries(draft, "--since", "2999-01-01")["decided"] == 0
