"""What the sector gives through each hook."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import regledger_hazardous_chemicals as sector
from regledger.sectors import CONTRACT_VERSION, Act, Checklist, Judge, Lawbook
from regledger.testing.looking import Declarations, Installation
from regledger.testing.scenario import Scenario
from regledger_hazardous_chemicals.read_models import MajorHazardSources

STATUTES = Path(__file__).resolve().parents[4] / "shared" / "reference" / "statutes"


@pytest.fixture(scope="module")
def declared(installation: Installation) -> Declarations:
    """What the sector declares, through its hooks and in sector.toml."""
    return installation.declared["hazardous_chemicals"]


def test_who_it_is(installation: Installation) -> None:
    """`regledger_sector`, in sector.toml: its name is its entry point's, and it is written for contract 2."""
    me = installation.sectors.loaded["hazardous_chemicals"].sector

    assert (me.name, me.title_zh, me.contract, me.overlay) == ("hazardous_chemicals", "危险化学品", 2, False)
    assert me.contract <= CONTRACT_VERSION
    assert me.industries == ("C25", "C26")


def test_what_it_records() -> None:
    """`regledger_facts`, `regledger_tag_kinds`, `regledger_kinds`, `regledger_commands` belong together."""
    facts = sector.regledger_facts()
    source, evaluation, criterion = sector.regledger_tag_kinds()
    kinds = {kind.name: kind for kind in sector.regledger_kinds()}
    commands = {command.name: command.world for command in sector.regledger_commands()}

    assert [(one.__fact__.name, one.__fact__.version) for one in facts] == [
        ("major_hazard_source.identified", 1),
        ("safety_evaluation.filed", 1),
    ]
    assert [(one.name, one.role) for one in (source, evaluation)] == [
        ("major_hazard_source", "consistency"),
        ("safety_evaluation", "consistency"),
    ]
    assert (criterion.name, criterion.role) == ("hazard_criterion", "side")
    assert {name: kind.tagged for name, kind in kinds.items()} == {
        "major_hazard_source": "major_hazard_source",
        "site_hazard_sources": "site",
        "safety_evaluation": "safety_evaluation",
        "site_evaluations": "site",
    }
    assert commands == {"major_hazard_source.identify": True, "safety_evaluation.file": True}


def test_its_law_has_a_sentence_for_every_objection(declared: Declarations) -> None:
    """`regledger_law` and `regledger_texts`, in sector.toml: six rules; every code has found, asks and remedy."""
    rules = Lawbook.load(*sector.regledger_law()).rules

    assert set(rules) == {"F-01", "F-02", "F-03", "F-04", "F-07", "F-08"}
    assert {tuple(sentences) for sentences in declared.texts.values()} == {("found", "asks", "remedy")}


def test_its_licences(declared: Declarations) -> None:
    """`regledger_licence_kinds`, in sector.toml: one to produce with the thirteen conditions, one to trade and one to use with six."""
    produce, trade, use = declared.licence_kinds

    assert (produce.title_zh, trade.title_zh) == ("危险化学品安全生产许可证", "危险化学品经营许可证")
    assert (use.title_zh, use.issued_by) == ("危险化学品安全使用许可证", ("city",))
    assert (produce.term_years, produce.renewal_months) == ("D-05.term", "D-05.lead")
    assert (trade.term_years, trade.renewal_months) == ("F-04.term", "F-04.lead")
    assert [len(one.conditions) for one in (produce, trade, use)] == [13, 6, 6]


def test_its_criteria(declared: Declarations) -> None:
    """`regledger_criteria`, in sector.toml: the twenty items of 2017 by number, each major, and none that was verified."""
    every = [one for _, data in declared.law for one in data.criteria]
    criteria = {one.code: one for one in every if one.code.startswith("hazchem-2017/")}

    assert list(criteria) == [f"hazchem-2017/{number}" for number in range(1, 21)]
    assert {one.level for one in criteria.values()} == {"major"}
    assert {one.status for one in criteria.values()} == {"TRANSCRIPTION"}
    assert "紧急切断" in criteria["hazchem-2017/5"].title_zh


def test_what_it_adds_to_the_core() -> None:
    """`regledger_site_profiles`, `regledger_obligations`, `regledger_exceptions`, `regledger_document_fields` and
    `regledger_import_mappings` name each other's records, parameters and kinds of licence."""
    [profile] = sector.regledger_site_profiles()
    [obligation] = sector.regledger_obligations()
    [mapping] = sector.regledger_import_mappings()
    names = set(profile.schema.__struct_fields__)

    assert {one.field for one in sector.regledger_document_fields()} <= names
    assert {(one.of, one.by, one.licence_kinds) for one in sector.regledger_exceptions()} == {
        ("D-04.review", "F-04.decision", ("hazardous_chemicals_trade",)),
        ("D-04.breach", "F-04.decision_breach", ("hazardous_chemicals_trade",)),
    }
    assert (obligation.rule, obligation.period) == ("F-02", "F-02.evaluation_interval")
    assert mapping.name == "sites"


_NUMERALS = "零一二三四五六七八九"


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (_NUMERALS[tens] if tens > 1 else "") + "十" * bool(tens) + (_NUMERALS[ones] if ones else "")


ASKED_FOR = {
    "licence": "取得危险化学品安全生产许可证",
    "pipelines": "危险化学品管道设置明显标志",
    "data_sheets": "粘贴或者拴挂",
    "distances": "距离应当符合国家有关规定",
    "safety_facilities": "设置相应的监测、监控、通风",
    "warning_signs": "设置明显的安全警示标志",
    "alarms": "设置通信、报警装置",
    "evaluation": "每3年进行一次安全评价",
    "toxic_records": "如实记录",
    "storage": "双人收发、双人保管",
    "store_register": "出入库核查、登记制度",
    "store_equipment": "定期进行检测、检验",
    "emergency_plan": "定期组织应急救援演练",
}


def _checklists(declared: Declarations) -> dict[str, Checklist]:
    return {one.name: one for _, data in declared.law for one in data.checklists}


def test_its_checklist_stands_on_the_regulation(declared: Declarations) -> None:
    """`regledger_checklists`, in sector.toml: every question cites one article of the regulation."""
    checklist = _checklists(declared)["hazardous_chemicals.producers_and_stores/1"]

    assert [item.code for item in checklist.items] == list(ASKED_FOR)
    assert {item.article.rpartition(" ")[0] for item in checklist.items} == {"危险化学品安全管理条例(2013) Art"}


def test_each_criterion_has_its_question(declared: Declarations) -> None:
    """`regledger_checklists`: the questions on major hazards are those of the twenty items, one each."""
    checklist = _checklists(declared)["hazardous_chemicals.major_hazards/1"]

    assert [item.criterion for item in checklist.items] == [f"hazchem-2017/{number}" for number in range(1, 21)]
    assert [item.code for item in checklist.items] == [str(number) for number in range(1, 21)]


@pytest.mark.skipif(not STATUTES.exists(), reason="data: the texts of the statutes are not there")
def test_its_checklist_agrees_with_the_text(declared: Declarations) -> None:
    """`regledger_checklists`: the article that a question cites says what the question asks."""
    [path] = STATUTES.glob("危险化学品安全管理条例*.md")
    text = path.read_text(encoding="utf-8")
    checklist = _checklists(declared)["hazardous_chemicals.producers_and_stores/1"]

    for item in checklist.items:
        number = int(item.article.rpartition(" ")[2])
        article = text[text.index(f"\n第{_chinese(number)}条 ") : text.index(f"\n第{_chinese(number + 1)}条 ")]
        assert ASKED_FOR[item.code] in article, item.code


def test_its_read_model(county: Scenario, tanks: dict[str, Any]) -> None:
    """`regledger_read_models`: one row a unit, as it was last identified."""
    [model] = sector.regledger_read_models()
    assert isinstance(model, MajorHazardSources)
    less = tanks | {"quantities": [{"substance": "氯", "tonnes": "4"}], "identified_on": "2026-06-01"}
    county.on("2026-06-01").when("major_hazard_source.identify", **tanks).is_recorded()
    county.when("major_hazard_source.identify", **less).is_recorded()
    facts = list(county.ledger.facts(types=model.types))

    rows = [model.row("M-1", known) for known in (facts[:1], facts)]

    assert {key for fact in facts for key in model.keys(fact)} == {"M-1"}
    assert [tuple(row) for row in rows if row is not None] == [tuple(model.columns)] * 2
    assert rows[0] is not None
    assert (rows[0]["s"], rows[0]["r"], rows[0]["is_major"], rows[0]["grade"]) == ("12", "72", 1, 2)
    assert rows[1] is not None
    assert (rows[1]["s"], rows[1]["r"], rows[1]["is_major"], rows[1]["grade"]) == ("0.8", None, 0, None)
    assert model.row("M-2", facts) is None


def test_its_read_model_looks_at_nothing_else(county: Scenario) -> None:
    """`regledger_read_models`: a fact of another kind has no key in it."""
    others = list(county.ledger.facts())

    assert others != []
    assert [key for fact in others for key in MajorHazardSources().keys(fact)] == []


@pytest.mark.parametrize("name", ["site.register", "hazard.clear", "case.open"])
def test_it_is_silent_on_what_does_not_concern_it(name: str, county: Scenario) -> None:
    """`regledger_reads`, `regledger_objections`: an act that no rule of the sector is about is left alone."""
    act = Act(name=name, command=None, dossier=None)
    judge = Judge(county.ledger.law(), on=date(2026, 3, 2), zone="Asia/Shanghai")

    assert list(sector.regledger_reads(act)) == []
    assert list(sector.regledger_objections(act, judge)) == []
