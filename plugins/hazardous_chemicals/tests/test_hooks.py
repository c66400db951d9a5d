"""What the sector gives through each hook."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import regledger_hazardous_chemicals as sector
from regledger.sectors import CONTRACT_VERSION, Act, Judge, Lawbook
from regledger.testing.scenario import Scenario
from regledger_hazardous_chemicals.read_models import MajorHazardSources

STATUTES = Path(__file__).resolve().parents[4] / "shared" / "reference" / "statutes"


def test_who_it_is() -> None:
    """`regledger_sector`: its name is its entry point's, and it is written for contract 1."""
    me = sector.regledger_sector()

    assert (me.name, me.title_zh, me.contract, me.overlay) == ("hazardous_chemicals", "危险化学品", 1, False)
    assert me.contract <= CONTRACT_VERSION


def test_what_it_records() -> None:
    """`regledger_facts`, `regledger_tag_kinds`, `regledger_kinds`, `regledger_commands` belong together."""
    [body] = sector.regledger_facts()
    tag_kind, criterion = sector.regledger_tag_kinds()
    one, of_site = sector.regledger_kinds()
    [command] = sector.regledger_commands()

    assert (body.__fact__.name, body.__fact__.version) == ("major_hazard_source.identified", 1)
    assert (tag_kind.name, tag_kind.role) == (one.tagged, "consistency")
    assert (criterion.name, criterion.role) == ("hazard_criterion", "side")
    assert (of_site.tag_of("S-1"), of_site.types) == ("site:S-1", one.types)
    assert (command.name, command.world) == ("major_hazard_source.identify", True)


def test_its_law_has_a_sentence_for_every_objection() -> None:
    """`regledger_law` and `regledger_texts`: four rules; every code has found, asks and remedy."""
    rules = Lawbook.load(*sector.regledger_law()).rules

    assert set(rules) == {"F-01", "F-02", "F-07", "F-08"}
    assert {tuple(sentences) for sentences in sector.regledger_texts().values()} == {("found", "asks", "remedy")}


def test_its_licence() -> None:
    """`regledger_licence_kinds`: one kind, with the term and the lead of D-05."""
    [kind] = sector.regledger_licence_kinds()

    assert kind.title_zh == "危险化学品安全生产许可证"
    assert (kind.term_years, kind.renewal_months) == ("D-05.term", "D-05.lead")


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


def test_its_checklist_stands_on_the_regulation() -> None:
    """`regledger_checklists`: every question cites one article of the regulation."""
    [checklist] = sector.regledger_checklists()

    assert [item.code for item in checklist.items] == list(ASKED_FOR)
    assert {item.article.rpartition(" ")[0] for item in checklist.items} == {"危险化学品安全管理条例(2013) Art"}


@pytest.mark.skipif(not STATUTES.exists(), reason="data: the texts of the statutes are not there")
def test_its_checklist_agrees_with_the_text() -> None:
    """`regledger_checklists`: the article that a question cites says what the question asks."""
    [path] = STATUTES.glob("危险化学品安全管理条例*.md")
    text = path.read_text(encoding="utf-8")
    [checklist] = sector.regledger_checklists()

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


@pytest.mark.parametrize("name", ["site.register", "hazard.clear", "licence.apply"])
def test_it_is_silent_on_what_does_not_concern_it(name: str, county: Scenario) -> None:
    """`regledger_reads`, `regledger_objections`: an act that no rule of the sector is about is left alone."""
    act = Act(name=name, command=None, dossier=None)
    judge = Judge(county.ledger.law(), on=date(2026, 3, 2), zone="Asia/Shanghai")

    assert list(sector.regledger_reads(act)) == []
    assert list(sector.regledger_objections(act, judge)) == []
