"""`regledger submit`: every line is answered, and what one line does wrong is its own affair."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest
from regledger.ledger import Installation, Ledger
from regledger.testing.rectification import ORDERED

from .conftest import AUTHORITY, ENTERPRISE, Run, Spawn, answers, line

ORDER = ORDERED.body

GOOD = line("authority.register", AUTHORITY)
REFUSED = line("enterprise.register", {**ENTERPRISE, "credit_code": "91430100MA4L16JQ9X"})


def nested(levels: int) -> Any:
    """A list in a list in a list."""
    return [] if levels == 1 else [nested(levels - 1)]


def recorded(url: str) -> list[str]:
    """The types in the ledger, in order of number."""
    with Ledger.open(url) as ledger:
        return [fact.type for fact in ledger.facts()]


def test_each_line_is_recorded_and_answered_in_order(run: Run, ledger: str) -> None:
    """Two lawful lines give two answers with their numbers and facts, and exit code 0."""
    result = run("submit", "--json", stdin=f"{GOOD}\n\n{line('enterprise.register', ENTERPRISE)}\n")

    assert result.exit_code == 0
    first, second = answers(result)
    assert (first["line"], first["answer"], first["numbers"], first["facts"]) == (
        1,
        "recorded",
        [1],
        ["authority.registered"],
    )
    assert (second["line"], second["numbers"]) == (3, [2])
    assert first.keys() == second.keys()


def test_a_refusal_gives_rule_article_and_remedy_and_records_nothing(run: Run, ledger: str) -> None:
    """A wrong credit code is refused with what was found, what is asked and the remedy; exit code 1."""
    result = run("submit", stdin=REFUSED)

    assert result.exit_code == 1
    for words in ("REFUSED", "91430100MA4L16JQ9X", "GB 32100-2015", "Copy it from the business licence."):
        assert words in result.stdout
    assert recorded(ledger) == []


def test_a_refusal_as_json_carries_code_arguments_and_sentences(run: Run, ledger: str) -> None:
    """The objection's parts stand in JSON under stable names."""
    (answer,) = answers(run("submit", "--json", stdin=REFUSED))

    assert answer["answer"] == "refused"
    (objection,) = answer["objections"]
    assert objection.keys() == {"rule", "code", "article", "args", "severity", "by", "found", "asks", "remedy"}
    assert objection["code"] == "enterprise.credit_code_wrong"


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("{not json", "line 2"),
        ('{"command": "authority.register"}', "body"),
        ('{"command": "authority.register", "body": {}, "channel": "nats"}', "channel"),
        ('{"command": "authority.register", "body": {}, "known": "signed"}', "known"),
        (line("authority.regster", AUTHORITY), "Did you mean 'authority.register'"),
        (line("authority.register", {"authority": "x"}), "authority.register"),
        (line("authority.register", AUTHORITY, actor="Li Min"), "Li Min"),
        ("[1, 2]", "line 2"),
        ("3.5", "line 2"),
        ('{"command": "x.y", "body": ' + '{"a":' * 100_000 + "1" + "}" * 100_001, "nested too deep"),
        (line("authority.register", {"authority": nested(200)}), "nested deeper than 64 levels"),
        (GOOD.replace('"name"', '"authority": "fire", "name"'), "'authority' is given twice"),
        (GOOD.replace('"command"', '"command": "case.open", "command"'), "'command' is given twice"),
    ],
    ids=lambda value: value[:40],
)
def test_a_bad_line_is_named_and_the_others_go_on(run: Run, ledger: str, bad: str, says: str) -> None:
    """A line that cannot be read is named with its number; lines before and after are recorded; exit code 2."""
    stdin = "\n".join((GOOD, bad, line("enterprise.register", ENTERPRISE)))

    result = run("submit", "--json", stdin=stdin)

    assert result.exit_code == 2
    assert [answer["answer"] for answer in answers(result)] == ["recorded", "unreadable", "recorded"]
    assert "line 2: " in result.stderr
    assert says in result.stderr
    assert recorded(ledger) == ["authority.registered", "enterprise.registered"]


@pytest.mark.parametrize("mode", [(), ("--atomic",), ("--check",), ("--check", "--atomic")])
def test_a_line_that_is_not_utf_8_refuses_the_file(run: Run, ledger: str, mode: tuple[str, ...]) -> None:
    """Bytes of another encoding stop the whole before anything is recorded, however many lines before them could be read."""
    stdin = line("authority.register", {**AUTHORITY, "name": "Bureau"}).encode() + b"\n" + GOOD.encode("gb18030")

    result = run("submit", *mode, "--json", stdin=stdin)

    assert result.exit_code == 2
    (answer,) = answers(result)
    assert (answer["line"], answer["answer"], answer["error"]) == (2, "unreadable", "NotUtf8")
    assert "line 2: " in result.stderr
    assert "iconv" in result.stderr
    assert recorded(ledger) == []


def test_a_pipe_of_another_encoding_is_refused_whole(spawn: Spawn, ledger: str, folder: Path) -> None:
    """What comes through a pipe is looked at to its end before its first line is recorded."""
    (folder / "day.ndjson").write_bytes(
        line("authority.register", {**AUTHORITY, "name": "Bureau"}).encode() + b"\n" + GOOD.encode("gb18030")
    )

    with subprocess.Popen(["cat", "day.ndjson"], stdout=subprocess.PIPE) as pipe:
        done = spawn("submit", "-", stdin=pipe.stdout)

    assert done.returncode == 2
    assert recorded(ledger) == []


def test_a_byte_order_mark_is_no_part_of_the_first_line(run: Run, ledger: str) -> None:
    """A file as Windows editors write it is read."""
    assert run("submit", stdin=b"\xef\xbb\xbf" + GOOD.encode()).exit_code == 0


def test_an_atomic_batch_with_a_bad_line_records_nothing(run: Run, ledger: str) -> None:
    """With --atomic one unreadable line withholds the others, each answered in its place."""
    result = run("submit", "--atomic", "--json", stdin=f"{GOOD}\nnonsense\n")

    assert result.exit_code == 2
    assert [answer["answer"] for answer in answers(result)] == ["withheld", "unreadable"]
    assert recorded(ledger) == []


def test_an_atomic_batch_with_a_refusal_records_nothing(run: Run, ledger: str) -> None:
    """With --atomic one refused line withholds the others; exit code 1."""
    result = run("submit", "--atomic", "--json", stdin=f"{GOOD}\n{REFUSED}\n")

    assert result.exit_code == 1
    assert [answer["answer"] for answer in answers(result)] == ["withheld", "refused"]
    assert recorded(ledger) == []


def test_an_atomic_batch_says_which_line_stops_which(run: Run, ledger: str) -> None:
    """The withheld line names the refused one, and the closing count says how many of each there are."""
    result = run("submit", "--atomic", stdin=f"{GOOD}\n{REFUSED}\n")

    withheld, refused = (each for each in result.stdout.splitlines() if each.startswith("line "))
    assert "withheld: line 2 stops" in withheld
    assert "REFUSED" in refused
    assert result.stderr.splitlines()[-1] == "1 refused, 1 withheld"


def test_what_only_a_batch_shows_is_answered_for_all(run: Run, ledger: str) -> None:
    """One key with two bodies in one batch belongs to no line: it is named once, and every line is withheld; exit code 2."""
    other = line("authority.register", {**AUTHORITY, "name": "Other"}, key="k-1")
    stdin = f"{line('authority.register', AUTHORITY, key='k-1')}\n{other}\n"

    result = run("submit", "--atomic", "--json", stdin=stdin)

    assert result.exit_code == 2
    assert [(one["line"], one["answer"]) for one in answers(result)] == [
        (None, "unreadable"),
        (1, "withheld"),
        (2, "withheld"),
    ]
    assert recorded(ledger) == []


def test_the_lines_are_counted_at_the_end(run: Run, ledger: str) -> None:
    """How many were recorded, refused and unreadable stands on stderr, after everything else."""
    keyed = line("enterprise.register", ENTERPRISE, key="k-1")

    result = run("submit", stdin="\n".join((GOOD, REFUSED, "nonsense", keyed, keyed)))

    assert result.stderr.splitlines()[-1] == "2 recorded, 1 recorded before, 1 refused, 1 unreadable"


def test_a_rehearsal_judges_each_line_after_those_before_it(run: Run, ledger: str) -> None:
    """--check --atomic: an officer of the authority of the line before is lawful; alone it is refused; nothing is recorded."""
    appoint = line("officer.appoint", {"officer": "li", "authority": "emb", "name": "Li", "appointed_on": "2020-01-02"})

    rehearsed = run("submit", "--check", "--atomic", "--json", stdin=f"{GOOD}\n{appoint}\n")
    alone = run("submit", "--check", "--json", stdin=f"{GOOD}\n{appoint}\n")

    assert [answer["answer"] for answer in answers(rehearsed)] == ["lawful", "lawful"]
    assert [answer["answer"] for answer in answers(alone)] == ["lawful", "refused"]
    assert (rehearsed.exit_code, alone.exit_code) == (0, 1)
    assert recorded(ledger) == []


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (line("authority.register", {**AUTHORITY, "registered_on": "2026-3-1"}), "is no day: write 2026-03-01."),
        (line("authority.register", {**AUTHORITY, "registered_on": "2026-02-30"}), "the calendar has none such"),
        (line("authority.register", {**AUTHORITY, "authority": "e b"}), "'e b' is no id"),
        (line("authority.register", AUTHORITY, actor="Li Min"), "kind:id, such as officer:li"),
        (
            line("authority.register", AUTHORITY, as_happened={"reason": "so", "approver": "Li Min"}),
            "kind:id, such as officer:li",
        ),
        (line("order.issue", {**ORDER, "items": [{**ORDER["items"][0], "responsible": "张三"}]}), '{"value": "…"}'),
    ],
)
def test_a_form_that_is_not_met_is_shown_as_it_should_be(run: Run, ledger: str, bad: str, says: str) -> None:
    """A day, an id, a sender or a person in another form is answered with the form that is read."""
    result = run("submit", stdin=bad)

    assert result.exit_code == 2
    assert says in result.stderr
    assert "张三" not in result.stderr


def test_the_present_is_said_in_the_ledgers_zone(run: Run) -> None:
    """An act of tomorrow is refused with the time that it is where the ledger's days are."""
    run("init", "--zone", "Pacific/Auckland")

    (answer,) = answers(
        run("submit", "--json", stdin=line("authority.register", {**AUTHORITY, "registered_on": "2999-01-01"}))
    )

    (objection,) = answer["objections"]
    assert (objection["rule"], objection["args"]["now"][-6:] in ("+12:00", "+13:00")) == ("TIME", True)


def test_a_line_of_an_atomic_batch_sees_the_lines_before_it(run: Run, ledger: str) -> None:
    """An officer is appointed to the authority of the line before, in one batch."""
    appoint = line("officer.appoint", {"officer": "li", "authority": "emb", "name": "Li", "appointed_on": "2020-01-02"})

    result = run("submit", "--atomic", "--json", stdin=f"{GOOD}\n{appoint}\n")

    assert result.exit_code == 0
    assert [answer["numbers"] for answer in answers(result)] == [[1], [2]]


def test_checking_lists_objections_and_records_nothing(run: Run, ledger: str) -> None:
    """--check says what would be recorded and what would be refused."""
    result = run("submit", "--check", "--json", stdin=f"{GOOD}\n{REFUSED}\n")

    assert result.exit_code == 1
    lawful, refused = answers(result)
    assert (lawful["answer"], lawful["facts"]) == ("lawful", ["authority.registered"])
    assert refused["answer"] == "refused"
    assert recorded(ledger) == []


def test_the_same_key_sent_twice_is_recorded_once(run: Run, ledger: str) -> None:
    """The second answer gives the first one's numbers and says so."""
    keyed = line("authority.register", AUTHORITY, key="k-1")

    first, again = answers(run("submit", "--json", stdin=f"{keyed}\n{keyed}\n"))

    assert (first["again"], again["again"]) == (False, True)
    assert first["numbers"] == again["numbers"]
    assert len(recorded(ledger)) == 1


def test_actor_and_channel_are_recorded(run: Run, ledger: str) -> None:
    """--as names who sends lines that name nobody; the channel is the CLI's own."""
    run("submit", "--as", "officer:li", stdin=GOOD + "\n" + line("enterprise.register", ENTERPRISE, actor="officer:wu"))

    with Ledger.open(ledger) as opened:
        particulars = [fact.commit.by for fact in opened.facts()]
    assert [(by.actor, by.channel, by.known) for by in particulars if by] == [
        ("officer:li", "cli", "asserted"),
        ("officer:wu", "cli", "asserted"),
    ]


def test_commands_are_read_from_a_file(run: Run, ledger: str, folder: Path) -> None:
    """A file of lines is sent as stdin is."""
    (folder / "day.ndjson").write_text(GOOD, encoding="utf-8")

    assert run("submit", "day.ndjson").exit_code == 0
    assert recorded(ledger) == ["authority.registered"]


def test_a_missing_file_is_a_usage_error(run: Run, ledger: str) -> None:
    """A file that is not there is named; exit code 2."""
    result = run("submit", "nowhere.ndjson")

    assert result.exit_code == 2
    assert "nowhere.ndjson" in result.stderr


def test_commands_are_listed_with_what_they_do(run: Run) -> None:
    """--list needs no ledger, and names every command with a sentence."""
    listed = msgspec.json.decode(run("submit", "--list", "--json").stdout)["commands"]

    assert {"command", "what", "fields", "as_happened"} == listed[0].keys()
    assert "authority.register" in {one["command"] for one in listed}
    assert all(one["what"] for one in listed)


def test_the_list_shows_what_can_be_recorded_as_it_happened(run: Run) -> None:
    """Acts of the world are marked in the plain table."""
    rows = {each.split()[0]: each.split()[1] for each in run("submit", "--list").stdout.splitlines()}

    assert rows["hazard.reinspect"] == "yes"
    assert rows["hazard.clear"] != "yes"


@pytest.mark.parametrize("name", Installation().handlers.names())
def test_the_template_of_every_command_can_be_read(run: Run, name: str) -> None:
    """One line of JSON with every field, which submit reads; each field is described on stderr."""
    result = run("submit", "--template", name)

    (printed,) = result.stdout.splitlines()
    template = msgspec.json.decode(printed)
    handler, _ = Installation().handlers.read(template["command"], template["body"])
    assert set(template["body"]) == set(handler.command.__struct_fields__)
    assert all(f"\n  {field}  (" in result.stderr for field in handler.command.__struct_fields__)


def test_the_schema_of_a_command_is_printed(run: Run) -> None:
    """--schema gives indented JSON Schema that names the command's fields."""
    printed = run("submit", "--schema", "authority.register").stdout

    schema = msgspec.json.decode(printed)
    assert set(schema["$defs"]["RegisterAuthority"]["properties"]) == {*AUTHORITY, "level", "form"}
    assert printed.startswith('{\n  "')


@pytest.mark.parametrize("option", ["--schema", "--template"])
def test_an_unknown_command_is_a_usage_error(run: Run, option: str) -> None:
    """It is named with its nearest; exit code 2."""
    unknown = run("submit", option, "authority.regster")

    assert unknown.exit_code == 2
    assert "authority.register" in unknown.stderr
