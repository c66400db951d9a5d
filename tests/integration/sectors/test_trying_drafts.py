"""`regledger sectors try` where the draft, the call or the moment is an awkward one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .trials import Bench, counted, more, site, source, wait_for, whats


def test_a_command_that_the_draft_no_longer_takes_is_a_change(bench: Bench) -> None:
    """What is installed decides it and the draft cannot read it: each such decision is listed with the reason, exit code 1."""
    text = source().replace("    counted_on: date\n\nclass Store", "    counted_on: date\n    rows: int\n\nclass Store")
    draft = bench.draft(text)

    found = bench.tries(draft, code=1)
    told = bench.run(draft).stdout

    assert (found["decided"], found["undecided"]) == (5, [])
    assert whats(found["changed"]) == [[number, "unread "] for number in (5, 6, 7, 8)]
    assert "missing required field `rows`" in found["changed"][0]["said"][0]
    assert "  no longer taken: its command is no longer read (Object missing required field `rows`)" in told


def test_a_command_that_the_draft_dropped_is_a_change_wherever_it_acted(bench: Bench) -> None:
    """A count on a site of another sector concerns the draft by its command alone, also where only what is installed has that."""
    command, body = counted("T-9", 10, "2026-01-09")
    more(bench, (command, {**body, "site": "S-2"}))

    kept = bench.tries(bench.draft(source(most=9)), "--since", "9", code=1)
    dropped = bench.tries(bench.draft(source().replace("return [count]", "return []"), version="1.2"), code=1)

    assert whats(kept["changed"]) == [[9, "refused store.too_full"]]
    assert [one["number"] for one in dropped["changed"]] == [5, 6, 7, 8, 9]
    assert dropped["changed"][-1]["said"] == ["nothing in use there answers that command"]


def test_a_site_that_has_the_sector_for_an_overlay_concerns_it(bench: Bench) -> None:
    """Its registration is taken again as well, though another sector leads."""
    command, body = site("S-3", "general")
    more(bench, (command, {**body, "overlays": ["stores"]}))

    found = bench.tries(bench.draft(source()), "--since", "9")

    assert (found["decided"], found["changed"], found["undecided"]) == (1, [], [])


READS = {
    "its length": "assert len(command.keeper.value) < 9",
    "whatever error that gives": "try: long = len(command.keeper.value) > 9\n    except BaseException: long = True",
    "itself, compared": "long = command.keeper == Personal(value='张三')",
    "itself, shown": "long = len(repr(command)) > 9",
    "itself, encoded": "import msgspec; long = len(msgspec.json.encode(command)) > 9",
}


@pytest.mark.parametrize("read", READS.values(), ids=READS.keys())
def test_a_rule_that_reads_a_personal_value_is_not_judged_by_the_mark_in_its_place(bench: Bench, read: str) -> None:
    """The value is kept with no command: the decision cannot be taken again, and neither refused nor passed by what the mark says."""
    text = source().replace("    before = dossier.get", f"    {read}\n    before = dossier.get")

    found = bench.tries(bench.draft(text))

    assert (found["decided"], found["changed"]) == (1, [])
    assert [(one["number"], one["why"]) for one in found["undecided"]] == [
        (number, "it reads a personal value that is not kept") for number in (5, 6, 7, 8)
    ]


def test_whether_a_personal_value_is_blank_can_be_asked_again(bench: Bench) -> None:
    """A rule that asks no more than that is judged as it was."""
    text = source().replace("    before = dossier.get", "    assert not command.keeper.blank\n    before = dossier.get")

    assert bench.tries(bench.draft(text))["decided"] == 5


YIELD = "    yield StoreCounted(store=command.store, site=command.site, boxes=command.boxes, keeper=command.keeper, counted_on=command.counted_on)"
FACT = YIELD.removeprefix("    yield ")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("boxes=command.boxes, keeper", "boxes='x', keeper", "Expected `int`, got `str`"),
        (YIELD, f"    yield NewFact(body={FACT}, tags=('pile:1',))", "pile:1"),
        (YIELD, f"    yield NewFact(body={FACT}, tags=('site:a b',))", "site:a b"),
    ],
)
def test_a_fact_that_could_never_be_recorded_is_a_change(bench: Bench, before: str, after: str, said: str) -> None:
    """What the door would not encode is a failure of the draft, by decision, and no decision that comes to the same."""
    text = source().replace(before, after)
    assert text != source()

    found = bench.tries(bench.draft(text), code=1)

    assert [one[:2] for one in whats(found["changed"])] == [[each, "refused sector.failed"] for each in (5, 6, 7, 8)]
    assert said in found["changed"][0]["said"][0]


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ('tags={"store": "store", "site": "site"}', 'tags={"store": "store"}', "tags"),
        (YIELD, f"    yield NewFact(body={FACT}, tags=('site:S-2',))", "tags"),
        (YIELD, f"    yield NewFact(body={FACT}, zone='Asia/Urumqi')", "zone"),
    ],
)
def test_tags_and_zone_of_a_fact_are_compared(bench: Bench, before: str, after: str, field: str) -> None:
    """The same body about another record, or on the days of another zone, is not the same fact."""
    text = source().replace(before, after)
    assert text != source()

    found = bench.tries(bench.draft(text), code=1)

    assert whats(found["changed"]) == [[number, f"field {field}"] for number in (5, 6, 7, 8)]


def test_facts_in_another_order_or_of_another_kind_are_a_change(bench: Bench) -> None:
    """A fact of another name in the place of one with the same body is named as gone, and as come."""
    text = source().replace('"store.counted"', '"pile.counted"')

    found = bench.tries(bench.draft(text), code=1)

    assert whats(found["changed"])[0] == [5, "fact ", "fact "]
    assert [one["fact"] for one in found["changed"][0]["changes"]] == ["store.counted", "pile.counted"]


def test_a_correction_in_former_field_names_is_told_as_that(bench: Bench) -> None:
    """Its fact has that field no longer: the correction cannot be taken again, and nobody is said to refuse it."""
    how = {"reason": "Miscounted", "authority": "emb", "corrected_on": "2026-01-10"}
    more(bench, ("fact.correct", {"number": 8, "body": {"boxes": 49}, **how}))
    text = (
        source()
        .replace(
            '@fact("store.counted", 1,',
            '@fact("store.counted", 2, lifts={1: lambda body: {**{k: v for k, v in body.items() if k != "boxes"}, "crates": body["boxes"]}},',
        )
        .replace("    boxes: int\n    keeper", "    crates: int\n    keeper", 1)
        .replace("fact.body.boxes", "fact.body.crates")
        .replace("boxes=command.boxes, keeper", "crates=command.boxes, keeper")
    )

    found = bench.tries(bench.draft(text))

    assert found["changed"] == []
    assert [(one["number"], one["why"]) for one in found["undecided"]] == [
        (9, "it corrects 'boxes', which store.counted does not have any longer")
    ]


def test_where_nothing_was_left_to_decide_it_says_what_was_looked_for(bench: Bench) -> None:
    """Narrowed by day, number or command, an empty answer does not say that no decision concerns the sector."""
    draft = bench.draft(source())

    late = bench.run(draft, "--since", "2999-01-01")
    other = bench.run(draft, "--since", "6", "--command", "site.register")

    assert (late.returncode, other.returncode) == (0, 0)
    assert late.stdout == "No decision from 2999-01-01 on concerns stores; earlier ones and others were left out.\n"
    assert other.stdout.startswith("No decision of site.register from #6 on concerns stores;")


def test_a_command_that_neither_side_knows_is_a_mistake_of_the_call(bench: Bench) -> None:
    """A misspelt name is exit code 2 and said, not an empty answer; one that only what is installed knows is looked for."""
    draft = bench.draft(source().replace('@handles("store.count"', '@handles("pile.count"'))

    ran = bench.run(draft, "--command", "store.cuont")
    known = bench.tries(draft, "--command", "store.count", code=1)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert "'store.cuont'" in ran.stderr
    assert [one["number"] for one in known["changed"]] == [5, 6, 7, 8]


def test_an_erasure_that_was_broken_off_is_left_as_it_is(bench: Bench) -> None:
    """Opening a ledger to write finishes it; a trial writes nothing, beside the ledger either."""
    command, body = counted("T-9", 10, "2026-01-09")
    more(bench, (command, {**body, "keeper": {"subject": "person:p9", "value": "张三"}}))
    kept = {each: each.read_bytes() for each in bench.folder.glob("county.db.*")}
    how = {"ground": "purpose_served", "reason": "Cleared", "authority": "emb", "erased_on": "2026-01-21"}
    more(bench, ("personal.erase", {"subject": "person:p9", **how}))
    for file, was in kept.items():
        file.write_bytes(was)

    found = bench.tries(bench.draft(source()))

    assert (found["decided"], found["changed"]) == (6, [])


def test_ctrl_c_ends_both_sides_without_a_trace(bench: Bench) -> None:
    """It reaches whoever called alone, which ends both sides: no traceback of theirs, and neither goes on."""
    draft = bench.draft(
        "import os, time, pathlib\n"
        f"pathlib.Path({str(bench.folder)!r}, 'begun').write_text(str(os.getpid()))\n"
        "[time.sleep(0.01) for _ in range(800)]\n" + source()
    )
    words = ("-m", "regledger_cli", "sectors", "try", str(draft), "--ledger", f"sqlite:///{bench.path}")
    env = {"PYTHONPATH": str(bench.shelf.folder), "PATH": "", "PYTHONUTF8": "1"}
    begun = bench.folder / "begun"

    with subprocess.Popen([sys.executable, *words], env=env, stderr=subprocess.PIPE, start_new_session=True) as running:
        wait_for(lambda: begun.exists() and begun.read_text())
        os.killpg(running.pid, signal.SIGINT)
        said = running.communicate(timeout=30)[1].decode()

    assert "Traceback" not in said
    wait_for(lambda: not Path("/proc", begun.read_text()).exists())


def test_a_thread_of_the_draft_does_not_hold_up_the_end(bench: Bench) -> None:
    """A sector that leaves a thread running is tried like any other."""
    loose = "import threading, time\nthreading.Thread(target=lambda: time.sleep(100)).start()\n"

    assert bench.tries(bench.draft(loose + source()))["decided"] == 5


def test_a_draft_that_stands_on_the_path_behind_a_release_is_tried_all_the_same(bench: Bench) -> None:
    """Its package is the one in its folder, though an installed one of that name would be found before it."""
    draft = bench.draft(source(most=40))
    words = ("-m", "regledger_cli", "sectors", "try", str(draft), "--ledger", f"sqlite:///{bench.path}")
    env = {"PYTHONPATH": os.pathsep.join((str(bench.shelf.folder), str(draft))), "PATH": "", "PYTHONUTF8": "1"}

    ran = subprocess.run([sys.executable, *words], env=env, capture_output=True, text=True, timeout=60, check=False)

    assert ran.returncode == 1, ran.stderr
    assert ran.stdout.startswith("#6 store.count of store:T-2")


def test_a_folder_whose_name_is_no_text_is_named(bench: Bench) -> None:
    """Bytes that are no UTF-8 can be told to no other process: that is an error, and no traceback."""
    ran = bench.run(Path(os.fsdecode(os.fsencode(bench.folder) + b"/draft-\xff")))

    assert ran.returncode == 3
    assert "holds bytes that are no text" in ran.stderr
    assert "Traceback" not in ran.stderr
