"""Unlawful steps, sent as an officer sends them: refused with rule, article and remedy, and nothing is recorded.

What already happened is recorded all the same, with its defect, and the decision that relies on it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from regledger_cli.main import cli

Submit = Callable[..., Result]

REASON = "只有一名执法人员在岗，现场已处置"


def lines(name: str) -> list[dict[str, Any]]:
    """The commands of one part of the demo's story."""
    text = (files("regledger_cli.demo") / f"{name}.ndjson").read_text("utf-8")
    return [msgspec.json.decode(line) for line in text.splitlines()]


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    """`regledger`, on a ledger of its own."""
    url = f"sqlite:///{tmp_path}/county.db"
    result = CliRunner().invoke(cli, ["init", "--ledger", url])
    assert result.exit_code == 0, result.output

    def invoke(*arguments: str, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(cli, [*arguments, "--ledger", url, "--json"], input=stdin)

    return invoke


@pytest.fixture
def submit(run: Callable[..., Result]) -> Submit:
    """`regledger submit` of commands, one a line, on a ledger of its own with the demo's county in it."""

    def send(*commands: dict[str, Any]) -> Result:
        return run("submit", "-", stdin=b"\n".join(msgspec.json.encode(one) for one in commands))

    assert send(*lines("county")).exit_code == 0
    return send


def head(run: Callable[..., Result]) -> int:
    """The ledger's last number."""
    number: int = msgspec.json.decode(run("history", "authority:emb").stdout)["known_at"]
    return number


def answers(result: Result) -> Iterator[dict[str, Any]]:
    """Its answers, one a line."""
    return (msgspec.json.decode(line) for line in result.stdout.splitlines())


def refusal(result: Result) -> dict[str, dict[str, Any]]:
    """The objections of the one answer of a refused command, by rule."""
    (answer,) = answers(result)
    assert answer["answer"] == "refused", answer
    return {one["rule"]: one for one in answer["objections"]}


def test_a_decision_without_prior_notice_is_refused_by_a_14(run: Callable[..., Result], submit: Submit) -> None:
    """A-14 (行政处罚法 Art 44): no penalty decision before the notice; exit code 1, and nothing is recorded."""
    assert submit(*lines("hazard"), *lines("escalation")).exit_code == 0
    before = head(run)

    result = submit(*lines("unlawful_decision"))

    assert result.exit_code == 1
    objections = refusal(result)
    assert objections.keys() == {"A-14"}
    assert "行政处罚法" in objections["A-14"]["article"]
    assert objections["A-14"]["remedy"]
    assert head(run) == before


def test_a_hazard_without_a_passed_reinspection_is_not_cleared_by_i_11(
    run: Callable[..., Result], submit: Submit
) -> None:
    """I-11: a hazard that was only reported as rectified is not cleared; exit code 1, and nothing is recorded."""
    assert submit(*lines("hazard")).exit_code == 0
    before = head(run)

    result = submit(*lines("unlawful_clearing"))

    assert result.exit_code == 1
    assert refusal(result).keys() == {"I-11"}
    assert refusal(result)["I-11"]["remedy"]
    assert head(run) == before


def test_an_inspection_by_one_officer_with_a_lapsed_certificate_is_refused_by_a_01(
    run: Callable[..., Result], submit: Submit
) -> None:
    """A-01 (行政处罚法 Art 42): the lapsed day is named; exit code 1, and nothing is recorded."""
    before = head(run)

    result = submit(*lines("unlawful_inspection"))

    assert result.exit_code == 1
    assert refusal(result).keys() == {"A-01"}
    assert "2026-02-28" in result.stdout
    assert "行政处罚法" in refusal(result)["A-01"]["article"]
    assert head(run) == before


def test_what_happened_is_recorded_with_its_defect_and_whoever_relies_on_it_is_told(
    run: Callable[..., Result], submit: Submit
) -> None:
    """The same inspection as it happened: recorded with A-01 as its defect; the penalty decision carries the warning."""
    (inspection,) = lines("unlawful_inspection")
    wish = {"reason": REASON, "approver": "authority:emb"}

    happened = submit({**inspection, "as_happened": wish})
    later = submit(*lines("hazard")[1:], *lines("escalation"), *lines("penalty"))

    assert happened.exit_code == 0
    (recorded,) = answers(happened)
    assert {defect["rule"] for defect in recorded["defects"]} == {"A-01"}
    assert later.exit_code == 0, later.stdout
    by_command = {answer["command"]: answer for answer in answers(later)}
    for command in ("order.issue", "case.decide"):
        assert "defect.relied_on" in {one["code"] for one in by_command[command]["warnings"]}, command


def test_the_defect_and_its_ground_are_read_back(run: Callable[..., Result], submit: Submit) -> None:
    """`explain` gives reason, approver and defect of the inspection, and the warning of the order that relied on it."""
    (inspection,) = lines("unlawful_inspection")
    submit({**inspection, "as_happened": {"reason": REASON, "approver": "authority:emb"}}, *lines("hazard")[1:2])

    (of_inspection,) = msgspec.json.decode(run("explain", "16").stdout)["decisions"]
    (of_order,) = msgspec.json.decode(run("explain", "order:R-1").stdout)["decisions"]
    rows = msgspec.json.decode(run("history", "inspection:I-1").stdout)["facts"]

    assert (of_inspection["as_happened"], of_inspection["approver"]) == (REASON, "authority:emb")
    assert {one["objection"]["rule"] for one in of_inspection["defects"]} == {"A-01"}
    assert "defect.relied_on" in {one["objection"]["code"] for one in of_order["warnings"]}
    assert {defect["rule"] for defect in rows[0]["defects"]} == {"A-01"}


@pytest.mark.parametrize("name", ["hazard.clear", "case.decide"])
def test_an_act_of_the_authority_itself_cannot_be_recorded_as_it_happened(submit: Submit, name: str) -> None:
    """Clearing and deciding are the platform's own acts: `as_happened` does not get them past the law."""
    assert submit(*lines("hazard"), *lines("escalation")).exit_code == 0
    (act,) = lines("unlawful_clearing" if name == "hazard.clear" else "unlawful_decision")

    result = submit({**act, "as_happened": {"reason": REASON, "approver": "authority:emb"}})

    assert result.exit_code == 1
    assert "command.not_of_the_world" in {one["code"] for answer in answers(result) for one in answer["objections"]}
