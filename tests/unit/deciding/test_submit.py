"""The one door: what it answers, what it records, and what it refuses to read."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest
from regledger.deciding.answers import AsHappened, Recorded, Refused, Submission
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Handler, Handlers, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.errors import BadCommand, UnknownCommand
from regledger.ledger import Ledger
from regledger.log.envelope import Particulars
from regledger.log.text import Id
from regledger.testing.scenario import COUNTY, Scenario, given, step

FIRE = {"authority": "fire", "name": "Fire brigade", "registered_on": "2026-03-02"}
LAPSED = {
    "inspection": "I-2",
    "enterprise": "E-1",
    "site": "S-1",
    "authority": "emb",
    "officers": ["li", "zhao"],
    "certificates_shown": True,
    "place": "Store",
    "content": "Alarms",
    "unit_signature": "signed",
    "hazards": [{"hazard": "H-9", "level": "general", "description": "Door blocked", "basis": "Art 36"}],
    "inspected_on": "2026-03-05",
}
HAPPENED = AsHappened(reason="Only they were on duty", approver="authority:emb")


def particulars(ledger: Ledger, answer: Recorded | Refused) -> Particulars:
    """Who decided what: carried by the first fact of the commit that `answer` tells of."""
    assert isinstance(answer, Recorded)
    first = ledger.at(answer.numbers[0])
    assert first is not None
    assert first.commit.by is not None
    return first.commit.by


# ── what is recorded ─────────────────────────────────────────────────────────────────────────────────────


def test_a_decision_is_one_whole_commit(county: Scenario) -> None:
    """Its facts have contiguous numbers and one commit's marks, and only the first carries the particulars."""
    body = {**LAPSED, "officers": ["li", "wang"]}

    answer = county.ledger.submit(
        Submission(command="inspection.record", body=body, actor="officer:li", channel="nats")
    )

    assert isinstance(answer, Recorded)
    facts = [county.ledger.at(number) for number in answer.numbers]
    marks = [(one.commit.id, one.commit.index, one.commit.size, one.commit.by is None) for one in facts if one]
    assert answer.numbers == (answer.numbers[0], answer.numbers[0] + 1)
    assert marks == [(answer.commit, 0, 2, False), (answer.commit, 1, 2, True)]
    by = particulars(county.ledger, answer)
    assert (by.actor, by.known, by.channel, by.command) == ("officer:li", "asserted", "nats", "inspection.record")
    assert (by.head, by.as_happened) == (answer.numbers[0] - 1, "")
    assert {"enterprise:E-1", "site:S-1", "hazard:H-9", "officer:li", "inspection:I-2"} <= set(by.boundary)
    assert {"A-01", "B-25", "REF", "TIME"} <= set(by.rules)
    assert [used.parameter for used in by.used] == ["A-01.officers"]


def test_the_command_is_kept_under_its_digest(county: Scenario) -> None:
    """Beside the log lies the command's name, version and body in NFC, and its digest in the first fact is that of its bytes."""
    body = {**FIRE, "name": "Cafe\u0301"}

    by = particulars(county.ledger, county.ledger.submit(Submission(command="authority.register", body=body)))

    kept = county.ledger.recorder.command(by.digest)
    assert kept is not None
    assert hashlib.sha256(kept).hexdigest() == by.digest
    document = json.loads(kept)
    assert (document["command"], document["version"]) == ("authority.register", 1)
    unsaid = {"level": None, "form": None}
    assert document["body"] == {**body, **unsaid, "name": unicodedata.normalize("NFC", body["name"])}


def test_every_objection_is_returned_and_nothing_recorded(county: Scenario) -> None:
    """Three mistakes are three objections, each with rule, article and code; the log and the kept commands stay."""
    body = {**LAPSED, "inspection": "I-1", "content": " ", "site": "S-404"}
    before = county.ledger.recorder.head()

    answer = county.ledger.submit(Submission(command="inspection.record", body=body))

    assert isinstance(answer, Refused)
    codes = {one.code for one in answer.objections}
    assert codes == {"site.unknown", "officer.certificate_lapsed", "officers.too_few", "inspection.part_missing"}
    assert all(one.article and one.severity == "refuse" for one in answer.objections)
    assert county.ledger.recorder.head() == before
    draft = county.ledger.check(Submission(command="inspection.record", body=body))
    assert county.ledger.recorder.command(draft.particulars.digest) is None


def test_checking_records_nothing(county: Scenario) -> None:
    """`check` gives the same facts and objections as sending, and leaves no trace."""
    before = county.ledger.recorder.head()

    lawful = county.ledger.check(Submission(command="authority.register", body=FIRE))
    unlawful = county.ledger.check(Submission(command="inspection.record", body=LAPSED))

    assert [type(new.body).__fact__.name for new in lawful.facts] == ["authority.registered"]
    assert {one.rule for one in unlawful.objections} == {"A-01"}
    assert county.ledger.recorder.head() == before


# ── as it happened ───────────────────────────────────────────────────────────────────────────────────────


def test_what_happened_is_recorded_with_its_defects(county: Scenario) -> None:
    """An inspection with a lapsed certificate is in the log, each of its facts with the defects, reason and approver told."""
    answer = county.ledger.submit(Submission(command="inspection.record", body=LAPSED, as_happened=HAPPENED))

    assert isinstance(answer, Recorded)
    assert {one.rule for one in answer.defects} == {"A-01"}
    by = particulars(county.ledger, answer)
    assert (by.as_happened, by.approver) == (HAPPENED.reason, HAPPENED.approver)
    for number in answer.numbers:
        recorded = county.ledger.at(number)
        assert recorded is not None
        assert recorded.defects == answer.defects


def test_a_lawful_act_has_no_excuse(county: Scenario) -> None:
    """Sent as happened although nothing was wrong, it is recorded as any other."""
    body = {**LAPSED, "officers": ["li", "wang"]}

    answer = county.ledger.submit(Submission(command="inspection.record", body=body, as_happened=HAPPENED))

    by = particulars(county.ledger, answer)
    assert (by.as_happened, by.approver) == ("", "")


@pytest.mark.parametrize(
    ("change", "rule"),
    [({"site": "S-404"}, "REF"), ({"officers": ["li", "nobody"]}, "REF"), ({"inspected_on": "2026-03-11"}, "TIME")],
)
def test_what_cannot_have_happened_as_told_is_refused_still(
    county: Scenario, change: dict[str, Any], rule: str
) -> None:
    """An unknown site or officer, or a day that has not come, is never waived."""
    attempt = county.when("inspection.record", **LAPSED | change).as_it_happened("They say so")

    answer = attempt.answer

    assert isinstance(answer, Refused)
    assert rule in {one.rule for one in answer.objections}


def test_the_platforms_own_act_is_never_recorded_as_happened(ready: Scenario) -> None:
    """Clearing is an act of the authority itself: sent as happened it is refused, lawful or not."""
    wish = ready.when("hazard.clear", hazard="H-1", cleared_on="2026-03-21").as_it_happened("It was so")

    wish.refuses("SEQ", code="command.not_of_the_world")
    ready.when("hazard.clear", hazard="H-2", cleared_on="2026-03-21").as_it_happened("It was so").refuses("SEQ", "I-11")


def test_a_later_act_is_told_of_the_defect_it_stands_on(county: Scenario) -> None:
    """Each act that reads the defective record is warned with its number, and the warning is in the log."""
    county.ledger.submit(Submission(command="inspection.record", body=LAPSED, as_happened=HAPPENED))
    order = step(
        "order.issue",
        order="R-9",
        inspection="I-2",
        officers=["li", "wang"],
        items=[
            {
                "hazard": "H-9",
                "measure": "Clear the door",
                "basis": "Art 36",
                "responsible": {"value": "张三"},
                "duty": "Head of works",
                "due_on": "2026-03-30",
                "supervising_officer": "li",
            }
        ],
        remedies={"review_to": "Government", "suit_to": "Court"},
        issued_on="2026-03-06",
    )

    attempt = county.when(order).warns("A-01", code="defect.relied_on").says("officer.certificate_lapsed")

    answer = attempt.answer
    relied = [one for one in particulars(county.ledger, answer).warnings if one.code == "defect.relied_on"]
    assert {one.args["subject"] for one in relied} == {"hazard:H-9", "inspection:I-2"}
    assert all(one.severity == "warn" for one in relied)


def test_a_correction_does_not_wash_a_defect_away(county: Scenario) -> None:
    """Other words for an unlawful inspection leave it unlawful, and those who rely on it are told so still."""
    answer = county.ledger.submit(
        Submission(command="inspection.record", body={**LAPSED, "hazards": []}, as_happened=HAPPENED)
    )
    assert isinstance(answer, Recorded)
    body = {
        **LAPSED,
        "place": "Another store",
        "problems": "",
        "handling": "",
        "refusal_noted": False,
        "checklist": None,
    }
    del body["hazards"]

    county.when(
        "fact.correct",
        number=answer.numbers[0],
        body=body,
        reason="The place was wrong",
        authority="emb",
        corrected_on="2026-03-10",
    ).is_recorded()

    held = county.ledger.show("inspection:I-2")
    assert held is not None
    assert {one.objection.rule for one in held.defects} == {"A-01"}


# ── what cannot be read ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("hazard.claer", "'hazard.clear'"), ("clear_hazard", r"Did you mean|regledger submit"), ("", "regledger")],
)
def test_an_unknown_command_is_told_the_nearest(county: Scenario, name: str, remedy: str) -> None:
    """A misspelt name is answered with the names that are near."""
    with pytest.raises(UnknownCommand, match=remedy):
        county.ledger.submit(Submission(command=name, body={}))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"registered_on": "yesterday"}, r"\$\.registered_on"),
        ({"registered_on": "2026-02-30"}, r"\$\.registered_on"),
        ({"registered_on": "2026-03-02T10:00:00+08:00"}, r"\$\.registered_on"),
        ({"authority": "no id"}, r"\$\.authority"),
        ({"authority": "张三"}, r"\$\.authority"),
        ({"name": None}, r"\$\.name"),
        ({"name": 7}, r"\$\.name"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_bad_body_is_told_the_field(county: Scenario, change: dict[str, Any], field: str) -> None:
    """What is wrong is said with the path of the field, and nothing is recorded."""
    before = county.ledger.recorder.head()

    with pytest.raises(BadCommand, match=field):
        county.ledger.submit(Submission(command="authority.register", body={**FIRE, **change}))

    assert county.ledger.recorder.head() == before


def test_a_field_that_is_missing_or_deep_is_named(county: Scenario) -> None:
    """The path leads into lists and the missing field's name is told."""
    with pytest.raises(BadCommand, match="registered_on"):
        county.ledger.submit(Submission(command="authority.register", body={"authority": "fire", "name": "Fire"}))
    body = {**LAPSED, "hazards": [{**LAPSED["hazards"][0], "level": "huge"}]}  # type: ignore[dict-item]
    with pytest.raises(BadCommand, match=r"\$\.hazards\[0\]\.level"):
        county.ledger.submit(Submission(command="inspection.record", body=body))


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"actor": "张三"}, "actor"),
        ({"actor": ""}, "actor"),
        ({"zone": "Mars/Phobos"}, "zone"),
        ({"zone": "../etc/passwd"}, "zone"),
        ({"as_happened": AsHappened(reason="so", approver="the chief")}, r"as_happened\.approver"),
        ({"as_happened": AsHappened(reason=" ", approver="authority:emb")}, r"as_happened\.reason"),
        ({"key": "\ud800"}, "that text"),
    ],
)
def test_what_stands_around_the_body_is_checked_too(county: Scenario, how: dict[str, Any], field: str) -> None:
    """Actor, approver, zone, reason and key go into the log as well: a name in their place is refused by its field."""
    with pytest.raises(BadCommand, match=f"Mend {field}"):
        county.ledger.submit(Submission(command="authority.register", body=FIRE, **how))


def test_text_that_is_not_unicode_is_a_bad_command(county: Scenario) -> None:
    """Half a surrogate pair in the body is named, and is no traceback."""
    with pytest.raises(BadCommand, match="not Unicode"):
        county.ledger.submit(Submission(command="authority.register", body={**FIRE, "name": "\ud800"}))


# ── a command without boundary, and one without effect ───────────────────────────────────────────────────


class Muse(Command, frozen=True, kw_only=True):
    """Do nothing."""

    site: Id
    mused_on: date


@handles("test.muse", Muse, on="mused_on", reads=lambda *_: ())
def muse(command: Muse, dossier: Dossier, judge: Judge) -> Outcome:
    """Warns by a rule that nobody verified, and brings about nothing."""
    yield from judge.rule("I-06", "extension.unsafe", False, hazard="H-1")


@handles("test.note", Muse, on="mused_on", reads=lambda *_: ())
def note(command: Muse, dossier: Dossier, judge: Judge) -> Outcome:
    """Records without looking at anything."""
    from regledger.records.authority import AuthorityRegistered  # noqa: PLC0415

    yield AuthorityRegistered(authority=command.site, name="Noted", registered_on=command.mused_on)


@pytest.fixture
def answering(county: Scenario) -> Callable[[Handler], Ledger]:
    """A county whose ledger answers one other command."""

    def also(one: Handler) -> Ledger:
        county.ledger.handlers = Handlers([one])
        return county.ledger

    return also


def test_an_act_that_brings_about_nothing_is_refused_in_words(answering: Callable[[Handler], Ledger]) -> None:
    """An empty answer would be silence: it is refused, says so, and shows the warning that stopped it."""
    ledger = answering(muse)

    answer = ledger.submit(Submission(command="test.muse", body={"site": "S-1", "mused_on": "2026-03-10"}))

    assert isinstance(answer, Refused)
    assert [one.code for one in answer.objections] == ["command.without_effect"]
    assert [one.code for one in answer.warnings] == ["extension.unsafe"]
    assert "test.muse" in ledger.texts.say(answer.objections[0])["found"]


def test_an_act_that_reads_nothing_conflicts_with_nobody(answering: Callable[[Handler], Ledger]) -> None:
    """With an empty boundary there is no condition: twice the same is recorded twice."""
    ledger = answering(note)
    wish = Submission(command="test.note", body={"site": "S-1", "mused_on": "2026-03-10"})

    answers = [ledger.submit(wish), ledger.submit(wish)]

    assert all(isinstance(answer, Recorded) for answer in answers)
    assert particulars(ledger, answers[0]).boundary == ()


def test_a_submission_has_no_field_that_nobody_reads() -> None:
    """A misspelt field of a line is refused where the line is read."""
    with pytest.raises(msgspec.ValidationError, match="kee"):
        msgspec.convert({"command": "authority.register", "body": {}, "kee": "1"}, Submission)


def test_a_command_object_is_sent_as_it_stands(ledger: Ledger) -> None:
    """`submission` names it and gives its plain body, with what it leaves unsaid."""
    scenario = given(ledger, COUNTY).on("2026-03-10")
    command = ledger.handlers.read("authority.register", FIRE)[1]

    sent = ledger.submission(command, key="k")

    assert (sent.command, sent.body, sent.key) == (
        "authority.register",
        {**FIRE, "level": None, "form": None},
        "k",
    )
    assert isinstance(scenario.ledger.submit(sent), Recorded)
