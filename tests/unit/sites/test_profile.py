"""Site profiles: the fact, the command and the record that the core makes of a sector's schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from regledger.errors import BadCommand, RegledgerError
from regledger.history.find import find
from regledger.intake.importing import import_files
from regledger.testing.scenario import COUNTY, Scenario, given, step

from .conftest import FIREWORKS, Drafted, Opened, ended, store
from .profiles import PROFILE, REGISTER, TODAY


def _boxes(scenario: Scenario, **asked: Any) -> int:
    state: Any = scenario.state("fireworks_site:S-2", **asked)
    return int(state.boxes_licensed)


def test_a_profile_is_recorded_and_is_the_state_of_its_record(fireworks: Scenario) -> None:
    """The fact carries the site, its enterprise and the profile; the record of the site reads as the schema."""
    fireworks.when(PROFILE).then("fireworks_site.profiled").quietly()

    recorded = fireworks.ledger.at(fireworks.ledger.recorder.head().number)
    assert recorded is not None
    assert set(recorded.tags) >= {"authority:emb", "enterprise:E-1", "site:S-2"}
    assert _boxes(fireworks) == 50


def test_a_later_profile_takes_the_place_of_the_one_before(fireworks: Scenario) -> None:
    """On each day the profile of that day counts."""
    fireworks.when(PROFILE).is_recorded()
    fireworks.on("2026-04-01").when(PROFILE.but(profile={"boxes_licensed": 80}, profiled_on="2026-04-01")).is_recorded()

    assert _boxes(fireworks, on="2026-03-31") == 50
    assert _boxes(fireworks, on="2026-04-01") == 80


@pytest.mark.parametrize(
    ("changes", "code"), [({"site": "S-9"}, "site.unknown"), ({"authority": "nobody"}, "authority.unknown")]
)
def test_a_profile_of_or_by_nobody_known_is_refused(fireworks: Scenario, changes: dict[str, Any], code: str) -> None:
    """REF: site and authority are on record."""
    fireworks.when(PROFILE.but(**changes)).refuses("REF", code=code)


def test_a_profile_of_a_site_of_another_sector_is_refused(fireworks: Scenario) -> None:
    """REF: what a sector knows of a site is recorded of its own sites only."""
    fireworks.when(PROFILE.but(site="S-1")).refuses("REF", code="site.of_other_sectors").says("general", "fireworks")


def test_a_profile_of_a_site_that_the_sector_is_laid_over(drafted: Drafted, opened: Opened) -> None:
    """REF: an overlay profiles the sites that it is laid over."""
    ledger = opened(drafted(fireworks=FIREWORKS, mining="", overlay=("fireworks",)))
    scenario = given(ledger, COUNTY, store(sector="mining", overlays=["fireworks"])).on("2026-03-02")

    scenario.when(PROFILE).then("fireworks_site.profiled")


@pytest.mark.parametrize("subject", ["site:S-2", "authority:emb"])
def test_what_has_ended_is_not_profiled_and_profiles_nothing(fireworks: Scenario, subject: str) -> None:
    """SEQ: up to the day before, a site is profiled by its authority; from the day on neither stands any more."""
    safety = step("authority.register", authority="safety", name="Safety", registered_on="2020-01-02")
    successor = "site:S-3" if subject.startswith("site") else "authority:safety"
    given(fireworks.ledger, store("S-3"), safety, ended(subject, successor)).on("2026-03-20")

    fireworks.when(PROFILE.but(profiled_on="2026-03-09")).is_recorded()
    fireworks.when(PROFILE.but(profiled_on="2026-03-10")).refuses("SEQ", code="succession.ended")


def test_a_profile_is_corrected_withdrawn_and_found(fireworks: Scenario) -> None:
    """What holds for every fact holds for it: its text is found, a correction replaces it, a withdrawal undoes it."""
    fireworks.when(PROFILE.but(profile={"boxes_licensed": 50, "keeper": "East gate"})).is_recorded()
    number = fireworks.ledger.recorder.head().number
    words = {"reason": "Misread", "authority": "emb"}

    found = find(fireworks.ledger, "East gate")
    fireworks.when(
        "fact.correct", number=number, body={"profile": {"boxes_licensed": 60}}, corrected_on="2026-03-02", **words
    ).is_recorded()

    assert [one.subject for one in found] == ["site:S-2"]
    assert _boxes(fireworks) == 60
    fireworks.when("fact.withdraw", number=number, withdrawn_on="2026-03-02", **words).is_recorded()
    assert fireworks.state("fireworks_site:S-2") is None


def test_a_misspelt_field_of_a_profile_is_named(fireworks: Scenario) -> None:
    """The command is read by the schema: what it does not have is an error that names the field."""
    with pytest.raises(BadCommand, match="boxes_licenced"):
        fireworks.when(PROFILE.but(profile={"boxes_licenced": 50})).is_recorded()


def test_the_fact_of_a_profile_has_a_schema_and_says_what_it_is(fireworks: Scenario) -> None:
    """Its JSON Schema holds that of the profile; its docstring begins with its name, as that of every fact."""
    catalogue = fireworks.ledger.catalogue

    schema = catalogue.schema("fireworks_site.profiled")

    assert "boxes_licensed" in schema["$defs"]["Store"]["properties"]
    declared = {one.name: one for one in catalogue.types}["fireworks_site.profiled"]
    assert (declared.body.__doc__ or "").startswith("`fireworks_site.profiled` v1: ")
    assert "烟花爆竹零售点" in (declared.body.__doc__ or "")
    assert fireworks.ledger.handlers.named("fireworks_site.profile").command.__doc__


SENT = """
[register]
id = "stores"
title = "Stores"

[[command]]
name = "fireworks_site.profile"
key = ["no"]
fields.site = { id = ["no"] }
fields.authority = { constant = "emb" }
fields.profiled_on = { date = "on" }
[[command.fields.profile]]
boxes_licensed = { column = "boxes" }
"""


@pytest.mark.parametrize(("mapping", "asserted"), [(REGISTER, True), (SENT, False)], ids=["fact", "command"])
def test_a_register_gives_profiles(mapping: str, asserted: bool, fireworks: Scenario, tmp_path: Path) -> None:
    """A column fills a field of the profile, in a fact that the register asserts and in a command that is judged."""
    rows, form = tmp_path / "stores.csv", tmp_path / "stores.toml"
    rows.write_text("no,boxes,on\nS-2,30,2026-03-01\n", encoding="utf-8")
    form.write_text(mapping, encoding="utf-8")

    report = import_files(fireworks.ledger, form, [rows], actor="officer:li", rejects_in=tmp_path, as_of=TODAY)

    assert report.rejected == 0
    held = fireworks.ledger.show("fireworks_site:S-2")
    assert held is not None
    assert (held.state.boxes_licensed, held.asserted) == (30, asserted)  # type: ignore[attr-defined]


def test_a_column_of_a_profile_that_the_file_lacks_is_named(fireworks: Scenario, tmp_path: Path) -> None:
    """A mapping that names a missing column inside the profile says which."""
    rows, form = tmp_path / "stores.csv", tmp_path / "stores.toml"
    rows.write_text("no,on\nS-2,2026-03-01\n", encoding="utf-8")
    form.write_text(REGISTER, encoding="utf-8")

    with pytest.raises(RegledgerError, match="'boxes'"):
        import_files(fireworks.ledger, form, [rows], actor="officer:li", rejects_in=tmp_path, as_of=TODAY)


def test_a_personal_value_in_a_profile_stays_out_of_the_log(drafted: Drafted, opened: Opened) -> None:
    """A field declared personal is put away, and its commitment alone stands in the fact, however deep the field lies."""
    ledger = opened(
        drafted(fireworks=FIREWORKS.replace("keeper: Text", "keeper: Personal | None").replace('""', "None", 1))
    )
    scenario = given(ledger, COUNTY, store()).on("2026-03-02")

    scenario.when(PROFILE.but(profile={"boxes_licensed": 50, "keeper": {"value": "王小明"}})).quietly()

    recorded = ledger.at(ledger.recorder.head().number)
    assert recorded is not None
    assert "王小明" not in recorded.data.decode()
    body: Any = recorded.body
    assert body.profile.keeper.value == ""
    assert body.profile.keeper.commitment


UNUSABLE = {
    "float": ("boxes: float", ("profile.boxes", "float")),
    "undeclared text": ("keeper: str", ("profile.keeper", "neither public nor personal")),
    "anything": ("more: dict[str, object]", ("profile.more",)),
}


@pytest.mark.parametrize("field", UNUSABLE)
def test_a_schema_that_no_fact_can_hold_leaves_the_sector_out(field: str, drafted: Drafted) -> None:
    """The sector is listed with its hook and the field, and the rest works."""
    line, words = UNUSABLE[field]
    source = f"""
class Store(Profile, frozen=True, kw_only=True):
    {line}

@hookimpl
def regledger_site_profiles():
    return [SiteProfile(schema=Store, title="store", title_zh="店")]
"""

    installed = drafted(fireworks=source, mining="")

    assert set(installed.declared) == {"mining"}
    (broken,) = installed.sectors.broken
    assert broken.name == "fireworks"
    for word in ("regledger_site_profiles", *words):
        assert word in broken.found


def test_a_part_of_a_schema_that_lets_unknown_fields_pass_leaves_the_sector_out(drafted: Drafted) -> None:
    """A misspelt field would be lost without a word, so the part is named."""
    source = """
import msgspec
class Shed(msgspec.Struct, frozen=True, kw_only=True):
    boxes: int
class Store(Profile, frozen=True, kw_only=True):
    sheds: tuple[Shed, ...] = ()

@hookimpl
def regledger_site_profiles():
    return [SiteProfile(schema=Store, title="store", title_zh="店")]
"""

    installed = drafted(fireworks=source)

    assert "Shed" in installed.sectors.broken[0].found


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("version=True", "its site profile is True"),
        ("version=0", "version is below 1: 0"),
        ("version='1'", "its site profile is '1'"),
        ("title=' '", "the title of its site profile is ' '"),
        ("title_zh=5", "the title_zh of its site profile is 5"),
        ("lifts={1: 5}", "not a mapping of versions to functions"),
        ("lifts={True: dict}", "not a mapping of versions to functions"),
    ],
)
def test_what_a_profile_says_of_itself_is_checked(said: str, words: str, drafted: Drafted) -> None:
    """A version, a title or an upcaster that is none leaves the sector out, with its hook."""
    source = FIREWORKS.replace("SiteProfile(", "msgspec.structs.replace(SiteProfile(").replace(")]", f"), {said})]")

    installed = drafted(fireworks="import msgspec\n" + source)

    (broken,) = installed.sectors.broken
    assert "regledger_site_profiles" in broken.found
    assert words in broken.found


def test_a_sector_has_one_profile_at_most(drafted: Drafted) -> None:
    """Two profiles leave it out, with their number."""
    twice = FIREWORKS.replace("return [", "return 2 * [")

    installed = drafted(fireworks=twice)

    assert "2 profiles" in installed.sectors.broken[0].found


def test_a_profile_that_the_sector_also_declares_by_hand_leaves_it_out(drafted: Drafted) -> None:
    """The name of the fact is the core's to give: a second declaration of it is named."""
    source = (
        FIREWORKS
        + """
@fact("fireworks_site.profiled", 1, tags={"site": "site"}, occurred="on")
class Mine(Fact, frozen=True, kw_only=True):
    site: Id
    on: date

@hookimpl
def regledger_facts():
    return [Mine]
"""
    )

    installed = drafted(fireworks=source)

    assert "fireworks_site.profiled" in installed.sectors.broken[0].found


LATER = """
class Store(Profile, frozen=True, kw_only=True):
    boxes_licensed: int
    keeper: Text = ""
    floors: int = 1

@hookimpl
def regledger_site_profiles():
    return [SiteProfile(schema=Store, title="fireworks store", title_zh="烟花爆竹零售点")]
"""

LIFTED = """
class Store(Profile, frozen=True, kw_only=True):
    crates_licensed: int

def crates(profile):
    return {"crates_licensed": profile["boxes_licensed"] // 10}

@hookimpl
def regledger_site_profiles():
    return [SiteProfile(schema=Store, version=2, title="store", title_zh="店", lifts={1: crates})]
"""


@pytest.mark.parametrize(
    ("later", "field", "value"), [(LATER, "floors", 1), (LIFTED, "crates_licensed", 5)], ids=["added", "lifted"]
)
def test_an_old_profile_is_read_by_a_later_schema(
    later: str, field: str, value: int, fireworks: Scenario, drafted: Drafted
) -> None:
    """An added field takes its default; a profile of an earlier version is lifted, and only the profile."""
    fireworks.when(PROFILE).is_recorded()
    stored = [fireworks.ledger.recorder.head().number]

    installed = drafted(fireworks=later)
    recorded = [one for one in fireworks.ledger.recorder.stored() if one.position in stored]
    body: Any = installed.catalogue.decode(recorded[0]).body

    profile = body.profile
    assert getattr(profile, field) == value
    assert body.site == "S-2"


def test_a_version_without_its_upcaster_leaves_the_sector_out(drafted: Drafted) -> None:
    """A raised version without a way from the one before would lose every stored profile."""
    installed = drafted(fireworks=LIFTED.replace(", lifts={1: crates}", ""))

    assert "version 1" in installed.sectors.broken[0].found
