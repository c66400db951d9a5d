"""`regledger law`: packs loaded and listed, rules confirmed, the law of a day looked up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from regledger.deciding.answers import Submission
from regledger.ledger import Installation, Ledger
from regledger.sectors.loading import Sectors
from regledger.testing.penalty import FILED, NOTIFIED
from regledger.testing.scenario import COUNTY

from .conftest import AUTHORITY, Run, line

EXAMPLE = str(Path(__file__).parents[3] / "examples" / "law" / "county_discretion.toml")
BY = ("--authority", "emb", "--document", "Order 5", "--as", "officer:li")
LOAD = ("law", "load", EXAMPLE, "--from", "2026-04-01", "--day", "2026-03-20", *BY)
UNIT = "A-15.large_fine_unit"


@pytest.fixture
def county(run: Run, ledger: str) -> str:
    """A ledger with one authority."""
    assert run("submit", stdin=line("authority.register", AUTHORITY)).exit_code == 0
    return ledger


def asked(run: Run, *args: str) -> dict[str, Any]:
    """The JSON that `regledger law` answers."""
    result = run("law", *args, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = msgspec.json.decode(result.stdout)
    return found


def test_a_pack_is_loaded_as_submit_records(run: Run, county: str) -> None:
    """The answer is that of `submit`, in words and as JSON; what is loaded again is refused with its objection."""
    loaded, again = run(*LOAD), run(*LOAD, "--json")

    assert (loaded.exit_code, again.exit_code) == (0, 1)
    assert "law_pack.load recorded #2 law_pack.loaded" in loaded.stdout
    answer = msgspec.json.decode(again.stdout)
    assert (answer["answer"], [one["code"] for one in answer["objections"]]) == ("refused", ["law_pack.not_newer"])


def test_a_pack_that_is_only_tried_is_not_loaded(run: Run, county: str) -> None:
    """--check lists objections and records nothing."""
    lawful = run(*LOAD, "--check")
    broken = run("law", "load", "-", "--from", "2026-04-01", *BY, "--check", stdin="[pack")

    assert (lawful.exit_code, broken.exit_code) == (0, 1)
    assert "would record law_pack.loaded" in lawful.stdout
    assert "not TOML" in broken.stdout
    assert asked(run, "packs")["packs"] == []


def test_a_pack_in_another_encoding_is_a_usage_error(run: Run, county: str) -> None:
    """Nothing is guessed: the byte is named."""
    result = run("law", "load", "-", "--from", "2026-04-01", *BY, stdin="# 县".encode("gb18030"))

    assert result.exit_code == 2
    assert "Byte 3" in result.stderr


def test_a_parameter_is_shown_with_every_value_and_its_source(run: Run, county: str) -> None:
    """On the pack's first day its value counts, on the day before the core's; before it was known it is not there."""
    run(*LOAD)

    def shown(*options: str) -> list[tuple[int, str]]:
        (item,) = asked(run, "show", UNIT, *options)["items"]
        return [(one["value"], one["source"]) for one in item["values"] if one["counts"]]

    core = (5_000_000, "regledger.law:data/rules/penalty.toml")
    assert shown("--on", "2026-04-01") == [(2_000_000, "county-discretion/1")]
    assert shown("--on", "2026-03-31") == [core]
    assert shown("--on", "2026-04-01", "--known-at", "1") == [core]
    text = run("law", "show", UNIT, "--on", "2026-04-01").stdout
    assert "县应急〔2026〕5号(2026) Art 6; VERIFIED; county-discretion/1; review by 2028-04-01)  <- counts" in text


def test_a_confirmed_rule_is_listed_as_unverified_no_more(run: Run, county: str) -> None:
    """`law confirm` records what `rule.confirm` records; `law show` names the document."""
    rules = ("list", "--kind", "rule", "--unverified")
    before = {one["id"] for one in asked(run, *rules)["items"]}

    confirmed = run("law", "confirm", "I-02", *BY)
    unknown = run("law", "confirm", "I-99", *BY)

    after = {one["id"] for one in asked(run, *rules)["items"]}
    assert (confirmed.exit_code, unknown.exit_code) == (0, 1)
    assert before - after == {"I-02"}
    assert "Order 5 (#2)" in run("law", "show", "I-02").stdout


def test_values_to_be_looked_at_again_are_listed_by_their_day(run: Run, county: str) -> None:
    """The day itself belongs to what is due."""
    run(*LOAD)
    mine = {"COUNTY-1.most", UNIT}

    def due(day: str) -> set[str]:
        found = asked(run, "list", "--review-due", day)["items"]
        return {one["id"] for one in found} & mine

    assert due("2027-01-31") == set()
    assert due("2027-02-01") == {UNIT}


@pytest.mark.parametrize(
    ("on", "state"), [("2026-03-31", "later"), ("2026-04-01", "applied"), ("2026-05-01", "replaced")]
)
def test_packs_are_listed_with_what_became_of_them(run: Run, county: str, tmp_path: Path, on: str, state: str) -> None:
    """A version waits for its day, is applied, and is replaced by a higher one on that one's day."""
    second = tmp_path / "second.toml"
    second.write_text(
        Path(EXAMPLE).read_text("utf-8").replace('version = 1\ntitle = "Disc', 'version = 2\ntitle = "Disc')
    )
    run(*LOAD)
    assert run("law", "load", str(second), "--from", "2026-05-01", "--day", "2026-03-21", *BY).exit_code == 0

    packs = asked(run, "packs", "--on", on)["packs"]

    assert {one["version"]: one["state"] for one in packs}[1] == state
    assert packs[0]["amends"] == [UNIT]
    assert f"county-discretion/1  {state}" in " ".join(run("law", "packs", "--on", on).stdout.split("   "))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("A-15", "rule"),
        ("COUNTY-1", "offence"),
        ("COUNTY-1.lighter", "benchmark"),
        ("county_patrol/1", "checklist"),
        ("county-2026/1", "criterion"),
    ],
)
def test_every_kind_of_item_is_shown(run: Run, county: str, name: str, kind: str) -> None:
    """In words and as JSON, with who declares it."""
    run(*LOAD)

    (item,) = asked(run, "show", name, "--on", "2026-04-01")["items"]

    assert (item["kind"], item["id"]) == (kind, name)
    text = run("law", "show", name, "--on", "2026-04-01").stdout
    assert text.startswith(f"{kind} {name}  ")
    assert item["source"] in text


def test_a_pack_is_shown_by_its_id_and_explained_by_its_label(run: Run, county: str) -> None:
    """`law show` names what it declares and amends; `explain` its text, and later acts the pack they used."""
    run(*LOAD)

    (pack,) = asked(run, "show", "county-discretion")["packs"]

    assert "offence COUNTY-1" in pack["declares"]
    assert run("law", "show", "county-discretion").stdout.startswith("law pack county-discretion/1  Discretion")
    assert run("explain", "law_pack:county-discretion").exit_code == 0
    assert run("show", "law_pack:county-discretion", "--on", "2026-04-01").exit_code == 0


def test_what_there_is_not_is_named_with_a_remedy(run: Run, county: str) -> None:
    """An id that nothing has is no traceback."""
    result = run("law", "show", "Z-77")

    assert result.exit_code == 3
    assert "regledger law list" in result.stderr


def test_a_county_without_packs_is_told_so(run: Run, county: str) -> None:
    """An empty list is said in words on stderr."""
    result = run("law", "packs")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "No law pack is loaded" in result.stderr


def test_an_explanation_names_the_pack_of_a_value(run: Run, ledger: str) -> None:
    """The reader of a decision sees from which pack and which article its number came."""
    history = (*COUNTY, FILED)
    assert run("submit", stdin="\n".join(line(one.command, one.body) for one in history)).exit_code == 0
    assert run(*LOAD[:3], "--from", "2026-03-01", "--day", "2026-02-20", *BY).exit_code == 0
    notice = NOTIFIED.but(served_on="2026-04-02")
    assert run("submit", stdin=line(notice.command, notice.body)).exit_code == 0

    told = run("explain", "case:C-1").stdout

    assert (
        f"{UNIT} = 2000000 since 2026-04-01  (县应急〔2026〕5号(2026) Art 6; VERIFIED; law pack county-discretion/1)"
        in told
    )


def test_doctor_names_a_pack_that_a_sector_has_overtaken(run: Run, county: str) -> None:
    """A pack was loaded before the sector that declares the same parameter: it is left out, and both are named."""
    (taken, *_) = (one.id for _, law in Installation().declared["hazardous_chemicals"].law for one in law.parameters)
    text = Path(EXAMPLE).read_text("utf-8").replace("COUNTY-1.most", taken)
    loaded = {
        "authority": "emb",
        "text": text,
        "applies_from": "2026-04-01",
        "document": "5",
        "loaded_on": "2026-03-20",
    }
    with Ledger.open(county, installation=Installation(Sectors())) as opened:
        opened.submit(Submission(command="law_pack.load", body=loaded, actor="authority:emb"))

    checked, listed = run("doctor", "--json"), run("law", "packs")

    (check,) = [one for one in msgspec.json.decode(checked.stdout)["checks"] if one["name"].startswith("law pack")]
    assert (checked.exit_code, listed.exit_code) == (1, 1)
    assert (check["name"], check["verdict"]) == ("law pack county-discretion/1", "bad")
    assert f"parameter {taken} is declared by hazardous_chemicals" in check["found"]
    assert f"county-discretion/1 is left out: parameter {taken}" in listed.stderr


def test_the_figures_of_a_criterion_are_shown(run: Run, county: str, tmp_path: Path) -> None:
    """What figures meet a criterion is told in words, and in JSON bound by bound."""
    pack = tmp_path / "pack.toml"
    met = 'met = [[{ figure = "boxes", above = "100" }], [{ figure = "boxes", least = "60" }, { figure = "sprinklers", most = "0" }]]'
    text = Path(EXAMPLE).read_text("utf-8").replace('code = "county-2026/1"', f'code = "county-2026/1"\n{met}')
    pack.write_text(text, "utf-8")
    run("law", "load", str(pack), "--from", "2026-04-01", "--day", "2026-03-20", *BY)

    (item,) = asked(run, "show", "county-2026/1", "--on", "2026-04-01")["items"]
    shown = run("law", "show", "county-2026/1", "--on", "2026-04-01").stdout

    assert item["fields"]["met"] == [
        [{"figure": "boxes", "above": "100"}],
        [{"figure": "boxes", "least": "60"}, {"figure": "sprinklers", "most": "0"}],
    ]
    assert "boxes more than 100, or boxes at least 60 with sprinklers at most 0" in shown
