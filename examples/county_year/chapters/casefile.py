"""S9 and S8: cases investigated with evidence, interviews and preservation; sealing, stops, a cut-off, substitutes, obstruction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from lines import Chapter, Line, happened, refused, said
from world import Enterprise, World

__all__ = ["CHAPTERS"]

_LOCAL = timezone(timedelta(hours=8))


def _at(day: date, hour: int, minute: int = 0) -> str:
    return datetime.combine(day, time(hour, minute), _LOCAL).isoformat()


def _days(world: World, first: date, count: int, every: int) -> Iterator[tuple[date, Enterprise]]:
    chosen = world.random("casefile/enterprises")
    for day in world.days(first, count, every):
        yield day, chosen.choice(world.enterprises)


def _head(officer: str, day: date, post: str = "deputy") -> dict[str, Any]:
    return {"officer": officer, "post": post, "approved_at": _at(day, 8, 30)}


def investigations(world: World) -> Iterator[Line]:
    """Cases filed, investigated and reported; now and then a step without its ground."""
    for number, (day, one) in enumerate(_days(world, world.day(2, 10), 12, 14)):
        yield from _case(world, number, day, one)


def _case(world: World, number: int, day: date, one: Enterprise) -> Iterator[Line]:
    officers = world.officers(one.authority)
    pair, head = officers[:2], officers[3]
    case, evidence, second = world.id("CF"), world.id("CFE"), world.id("CFE")
    yield said(
        day,
        "case.open",
        case=case,
        enterprise=one.id,
        site=one.site,
        authority=one.authority,
        act="消防通道堵塞，安全出口上锁",
        act_on=day - timedelta(days=2),
        discovered_on=day - timedelta(days=1),
        harms_life=False,
        opened_on=day,
    )
    photo: dict[str, Any] = {
        "evidence": evidence,
        "case": case,
        "kind": "audio_visual",
        "description": "安全出口照片",
        "source": "现场",
        "officers": pair,
        "form": {
            "original": True,
            "method": "数码相机",
            "made_at": _at(day - timedelta(days=1), 10),
            "maker": pair[0],
            "purpose": "证明出口上锁",
        },
        "collected_on": day,
    }
    if number % 4 == 1:
        yield refused("A-01", day, "evidence.collect", **{**photo, "officers": pair[:1]})
    yield said(day, "evidence.collect", **photo)
    met = day + timedelta(days=1)
    talk = _talk(world, case, second, pair, met)
    if number % 4 == 2:
        yield refused("J-05", met, "interview.record", **{**talk, "pages_confirmed": 1})
    if number == 7:
        unsigned = {**talk, "pages_confirmed": 2}
        yield happened(
            "J-05", met, "interview.record", reason="末页漏签", approver=f"authority:{one.authority}", **unsigned
        )
    else:
        yield said(met, "interview.record", **talk)
    if number % 3 == 0:
        yield from _preserved(world, case, pair, head, met, late=number == 6)
    if number % 5 == 0:
        yield from _recused(case, officers, met)
    checked = day + timedelta(days=20)
    report: dict[str, Any] = {
        "case": case,
        "officers": pair,
        "evidence": [evidence, second],
        "findings": "事实清楚，证据确凿",
        "proposal": "建议处以罚款",
        "completed_on": checked,
    }
    if number % 3 == 1:
        yield refused("A-05", checked, "case.complete_investigation", **report)
    for piece in (evidence, second):
        yield said(
            checked, "evidence.verify", evidence=piece, findings="与原物核对一致", officers=pair, verified_on=checked
        )
    yield said(checked, "case.complete_investigation", **report)
    for stage in ("start", "investigation"):
        yield said(
            checked,
            "case.record_process",
            case=case,
            stage=stage,
            medium="text",
            content="文书齐全",
            officers=pair,
            recorded_on=checked,
        )
    if number % 6 == 3:
        yield from _secret(evidence, checked)


def _talk(world: World, case: str, evidence: str, pair: list[str], day: date) -> dict[str, Any]:
    return {
        "interview": world.id("CFI"),
        "case": case,
        "officers": pair,
        "person": world.id("CFP"),
        "name": {"value": "王某"},
        "identity": {"value": "居民身份证"},
        "standing": "party",
        "post": "负责人",
        "place": "询问室",
        "certificates_shown": True,
        "recusal_told": True,
        "truth_told": True,
        "statement": {"value": "问：出口为何上锁？答：防盗。"},
        "pages": 3,
        "pages_confirmed": 3,
        "person_signed": "signed",
        "officers_signed": True,
        "evidence": evidence,
        "started_at": _at(day, 9),
        "ended_at": _at(day, 9, 40),
    }


def _preserved(world: World, case: str, pair: list[str], head: str, day: date, *, late: bool) -> Iterator[Line]:
    kept = world.id("CFR")
    order: dict[str, Any] = {
        "preservation": kept,
        "case": case,
        "items": [{"name": "值班记录", "quantity": "2本"}],
        "place": "局证据室",
        "ground": "可能被销毁",
        "officers": pair,
        "approval": _head(head, day),
        "list_given": True,
        "ordered_on": day,
    }
    yield refused("A-07", day, "preservation.order", **{**order, "approval": None})
    yield said(day, "preservation.order", **order)
    on = day + timedelta(days=16 if late else 5)
    yield said(on, "preservation.dispose", preservation=kept, disposal="recorded", reasons="已复制", disposed_on=on)


def _recused(case: str, officers: list[str], day: date) -> Iterator[Line]:
    yield said(
        day, "case.ask_recusal", case=case, officer=officers[2], by="party", ground="与当事人有亲属关系", asked_on=day
    )
    decide: dict[str, Any] = {
        "case": case,
        "officer": officers[2],
        "granted": True,
        "approver": officers[3],
        "post": "deputy",
        "reason": "属实",
        "decided_on": day,
    }
    yield refused("A-02", day, "case.decide_recusal", **{**decide, "post": "other"})
    yield said(day, "case.decide_recusal", **decide)


def _secret(evidence: str, day: date) -> Iterator[Line]:
    yield said(
        day, "evidence.mark_secret", evidence=evidence, secrecy="trade_secret", ground="含工艺布局", marked_on=day
    )
    show: dict[str, Any] = {"evidence": evidence, "receiver": "party", "basis": "查阅申请", "disclosed_on": day}
    yield refused("A-40", day, "evidence.disclose", **show)
    yield said(day, "evidence.disclose", **show, redacted=True)


def sealings(world: World) -> Iterator[Line]:
    """Sealed and lifted in time; every other time after a refusal for want of approval."""
    for number, (day, one) in enumerate(_days(world, world.day(3, 4), 6, 40)):
        officers, sealed = world.officers(one.authority), world.id("CFQ")
        body: dict[str, Any] = {
            "constraint": sealed,
            "enterprise": one.id,
            "site": one.site,
            "authority": one.authority,
            "kind": ("seal", "seize")[number % 2],
            "items": [{"name": "压力容器", "quantity": "1台"}],
            "basis": "安全生产法第六十五条",
            "grounds": "未经检验",
            "officers": officers[:2],
            "on_site": {
                "certificates_shown": True,
                "party_present": True,
                "told": True,
                "heard": True,
                "record_signed": True,
            },
            "approval": _head(officers[3], day),
            "decision_handed_over": True,
            "list_copies": 2,
            "imposed_at": _at(day, 10),
        }
        if number % 2:
            yield refused("A-58", day, "constraint.impose", **{**body, "approval": None})
        yield said(day, "constraint.impose", **body)
        end = day + timedelta(days=28)
        yield said(end, "constraint.lift", constraint=sealed, ground="not_needed", lifted_on=end)


def stops(world: World) -> Iterator[Line]:
    """Major hazards, stops, an early lift refused, application, review and consent; one stop disobeyed and power cut off."""
    for number, (day, one) in enumerate(_days(world, world.day(4, 8), 4, 45)):
        officers = world.officers(one.authority)
        pair, hazard, measure = officers[:2], world.id("CFH"), world.id("CFM")
        yield said(
            day,
            "inspection.record",
            inspection=world.id("CFX"),
            enterprise=one.id,
            site=one.site,
            authority=one.authority,
            officers=pair,
            certificates_shown=True,
            place="车间",
            content="专项检查",
            unit_signature="signed",
            hazards=[
                {
                    "hazard": hazard,
                    "level": "major",
                    "criterion": "county/1",
                    "description": "联锁失效",
                    "basis": "安全生产法第三十六条",
                }
            ],
            inspected_on=day,
        )
        yield said(
            day,
            "measure.order",
            measure=measure,
            hazards=[hazard],
            what=["stop_production"],
            basis="安全生产法第六十五条",
            officers=pair,
            consent_to_resume=True,
            ordered_on=day,
        )
        yield refused("I-10", day, "measure.lift", measure=measure, consent_by=pair[0], lifted_on=day)
        if number == 1:
            yield from _cut(measure, officers, day + timedelta(days=2))
        asked, seen = day + timedelta(days=10), day + timedelta(days=15)
        yield said(asked, "measure.apply_resumption", measure=measure, evidence="联锁已修复", applied_on=asked)
        yield said(
            seen,
            "measure.review_resumption",
            measure=measure,
            officers=pair,
            result="passed",
            findings="试验正常",
            reviewed_on=seen,
        )
        if number == 1:
            yield said(seen, "supply.restore", measure=measure, supply="power", restored_on=seen)
        yield said(seen, "measure.lift", measure=measure, consent_by=pair[0], lifted_on=seen)


def _cut(measure: str, officers: list[str], day: date) -> Iterator[Line]:
    yield said(
        day,
        "measure.record_defiance",
        measure=measure,
        officers=officers[:2],
        description="夜间仍在生产",
        found_on=day,
    )
    body: dict[str, Any] = {
        "measure": measure,
        "supply": "power",
        "supplier": "青澜县供电公司",
        "officers": officers[:2],
        "danger": "随时可能泄漏",
        "safety": "先行降压停机",
        "residents": "spared",
        "approval": _head(officers[3], day, "principal"),
        "in_writing": True,
        "enterprise_told_at": _at(day, 9),
        "cut_from": _at(day + timedelta(days=1), 9),
        "ordered_at": _at(day, 9),
    }
    yield refused("B-24", day, "supply.order_cut", **{**body, "approval": _head(officers[3], day, "deputy")})
    yield said(day, "supply.order_cut", **body)


def obstructions(world: World) -> Iterator[Line]:
    """An inspection refused, a fine refused before the order, then ordered, disobeyed and proposed."""
    for day, one in _days(world, world.day(5, 12), 3, 60):
        barred, pair = world.id("CFO"), world.officers(one.authority)[:2]
        yield said(
            day,
            "obstruction.record",
            obstruction=barred,
            enterprise=one.id,
            site=one.site,
            authority=one.authority,
            officers=pair,
            description="拒绝开门",
            obstructed_on=day,
        )
        fine: dict[str, Any] = {"obstruction": barred, "target": "unit", "fine_fen": 3_000_000}
        yield refused("B-26", day, "obstruction.propose_fine", **fine, proposed_on=day)
        due, on = day + timedelta(days=2), day + timedelta(days=3)
        yield said(day, "obstruction.order_correction", obstruction=barred, due_on=due, ordered_on=day)
        yield said(on, "obstruction.record_continued", obstruction=barred, description="仍拒绝", continued_on=on)
        yield said(on, "obstruction.propose_fine", **fine, proposed_on=on)


CHAPTERS: tuple[Chapter, ...] = (investigations, sealings, stops, obstructions)
