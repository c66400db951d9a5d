"""What is inspected, by plan, by lot and for an occasion, and what becomes of the hazards found; the enterprises' own ledgers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from lines import Line, happened, refused, said
from regledger.records.planning.lot import drawn
from world import Enterprise, World

__all__ = ["CHAPTERS"]

BUREAUS = ("emb", "hcb", "trb")
FOUND = (
    ("疏散通道堆放杂物", "安全生产法 Art 35"),
    ("配电箱未接地", "GB 50054-2011"),
    ("灭火器过期", "GB 50140-2005"),
    ("特种作业人员无证上岗", "安全生产法 Art 30"),
    ("有限空间未设警示标志", "安全生产法 Art 35"),
    ("安全培训记录缺失", "安全生产法 Art 28"),
    ("起重机械限位失灵", "GB 6067.1-2010"),
    ("粉尘清扫制度未落实", "GB 15577-2018"),
    ("应急预案未演练", "安全生产法 Art 81"),
)
POSTS = ("生产部经理", "安全科科长", "设备主管", "车间主任")
OCCASIONS = ("tipoff", "campaign", "referral", "other")
PLAN = {
    "goals": "消除隐患",
    "measures": "停用并更换",
    "funds": "12万元",
    "bodies": "设备部",
    "time_limit": "60日",
    "emergency": "停产撤人",
}
REMEDIES = {"review_to": "青澜县人民政府", "suit_to": "青澜县人民法院"}
DAY = timedelta(days=1)


def own_sites(world: World, authority: str) -> list[Enterprise]:
    """The enterprises that an authority leads."""
    return [one for one in world.enterprises if one.authority == authority]


def key_sites(world: World, authority: str) -> list[Enterprise]:
    """Its key units: two of three."""
    own = own_sites(world, authority)
    return own[: len(own) * 2 // 3]


def visit(world: World, one: Enterprise, on: date, **rest: Any) -> dict[str, Any]:
    """The body of an inspection record with the whole form."""
    return {
        "inspection": world.id("HI"),
        "enterprise": one.id,
        "site": one.site,
        "authority": one.authority,
        "officers": world.officers(one.authority)[:2],
        "certificates_shown": True,
        "place": "生产车间、仓库",
        "content": "安全管理资料与现场",
        "unit_signature": "signed",
        "address": "工业路",
        "representative": {"value": "法定代表人"},
        "post": "总经理",
        "phone": {"value": "0737-0000000"},
        "started_at": f"{on}T09:00:00+08:00",
        "ended_at": f"{on}T11:00:00+08:00",
        "inspected_on": on,
    } | rest


def scheme(body: dict[str, Any]) -> Line:
    """The scheme of that visit, approved two days before it."""
    taken = ("inspection", "enterprise", "site", "authority", "officers", "plan", "draw", "content")
    on = body["inspected_on"]
    return said(
        on - 2 * DAY,
        "scheme.approve",
        **{name: body[name] for name in taken if name in body},
        approver="分管副局长",
        visit_on=on,
        approved_on=on - 2 * DAY,
    )


def findings(world: World, chance: random.Random, count: int, *, major: bool = False) -> list[dict[str, Any]]:
    """As many hazards, the first of them major where that is asked."""
    found = [
        {"hazard": world.id("HZ"), "level": "general", "description": what, "basis": basis}
        for what, basis in chance.sample(FOUND, count)
    ]
    if major:
        found[0] |= {"level": "major", "criterion": "expert-opinion/2025", "description": "储罐区无切断阀"}
    return found


def loop(world: World, chance: random.Random, body: dict[str, Any]) -> Iterator[Line]:
    """From the order to the clearing of all that one inspection found; now and then against the law."""
    on, officers = body["inspected_on"], body["officers"]
    issued = on + DAY
    items = [
        {
            "hazard": one["hazard"],
            "measure": "限期整改并报告",
            "basis": one["basis"],
            "responsible": {"value": f"责任人{chance.randint(1, 40)}"},
            "duty": chance.choice(POSTS),
            "due_on": issued + chance.choice((15, 20, 30)) * DAY,
            "supervising_officer": officers[0],
        }
        | ({"plan": PLAN} if one["level"] == "major" else {})
        for one in body["hazards"]
    ]
    order = {
        "order": world.id("HO"),
        "inspection": body["inspection"],
        "officers": officers,
        "items": items,
        "remedies": REMEDIES,
        "review_days": 60,
        "suit_months": 6,
        "issued_on": issued,
    }
    wrong = chance.randint(0, 9)
    if wrong == 0:
        yield refused("I-03", issued, "order.issue", **order | {"items": [items[0] | {"duty": " "}, *items[1:]]})
    if wrong == 1:
        yield refused("I-03", issued, "order.issue", **order | {"items": [items[0] | {"due_on": on}, *items[1:]]})
    yield said(issued, "order.issue", **order)
    for item in items:
        yield from close(world, chance, body, item)


def close(world: World, chance: random.Random, body: dict[str, Any], item: dict[str, Any]) -> Iterator[Line]:
    """From the report of one hazard to its clearing."""
    hazard, officers, due = item["hazard"], body["officers"], item["due_on"]
    reported = due - chance.randint(1, 6) * DAY
    looked = reported + chance.randint(2, 8) * DAY
    if looked + 20 * DAY > date(world.year, 12, 31):
        return  # it stays open over the end of the year
    if chance.random() < 0.15:
        asked = due - 12 * DAY
        yield said(
            asked,
            "order.request_extension",
            hazard=hazard,
            reason="配件采购周期长",
            interim_measures="停用设备并专人看守",
            asked_due_on=due + 10 * DAY,
            requested_on=asked,
        )
        yield said(
            asked + 3 * DAY,
            "order.extend",
            hazard=hazard,
            due_on=due + 10 * DAY,
            approver=officers[0],
            decided_on=asked + 3 * DAY,
        )
    report = {"hazard": hazard, "rectifier": f"{body['enterprise']}-p{chance.randint(1, 9)}"}
    yield said(reported, "hazard.report_rectified", **report, evidence="整改照片", reported_on=reported)
    look = {"hazard": hazard, "officers": officers, "unit_signature": "signed"}
    wrong = chance.randint(0, 11)
    if wrong == 0:
        yield refused("I-11", looked, "hazard.clear", hazard=hazard, cleared_on=looked)
    if wrong == 1:
        yield refused(
            "A-01",
            looked,
            "hazard.reinspect",
            **look | {"officers": officers[:1]},
            result="passed",
            findings="已整改",
            reinspected_on=looked,
        )
    if chance.random() < 0.12:
        yield said(looked, "hazard.reinspect", **look, result="failed", findings="未整改到位", reinspected_on=looked)
        yield refused("I-08", looked, "hazard.escalate", hazard=hazard, escalation="none", escalated_on=looked)
        yield said(
            looked + DAY,
            "hazard.escalate",
            hazard=hazard,
            escalation="none",
            reason="已当场督促,次日复核",
            escalated_on=looked + DAY,
        )
        again = looked + 3 * DAY
        yield said(again, "hazard.report_rectified", **report, evidence="补充照片", reported_on=again)
        looked = again + 2 * DAY
    yield said(looked, "hazard.reinspect", **look, result="passed", findings="已整改", reinspected_on=looked)
    yield said(looked + DAY, "hazard.clear", hazard=hazard, cleared_on=looked + DAY)


def listing(world: World, body: dict[str, Any]) -> Iterator[Line]:
    """The listing of the major hazard of a visit, until its loop is closed or the year ends."""
    on = body["inspected_on"] + 5 * DAY
    open_ = {"listing": world.id("HL"), "hazard": body["hazards"][0]["hazard"], "authority": body["authority"]}
    wish = open_ | {"level": "county", "leader": "分管副县长", "due_on": on + 90 * DAY, "listed_on": on}
    if len(body["hazards"]) > 1:
        yield refused("I-09", on, "listing.open", **wish | {"hazard": body["hazards"][1]["hazard"]})
    yield said(on, "listing.open", **wish)
    yield said(on + 3 * DAY, "listing.publish", listing=open_["listing"], where="县政府网站", published_on=on + 3 * DAY)
    closing = {"listing": open_["listing"], "acceptance": "专家组验收合格"}
    yield refused("I-09", on + 4 * DAY, "listing.close", **closing, delisted_on=on + 4 * DAY)
    ended = on + 60 * DAY
    if ended + 20 * DAY < date(world.year, 12, 31):
        yield said(ended, "listing.close", **closing, delisted_on=ended)


def plans(world: World) -> Iterator[Line]:
    """Each bureau's annual plan, its visits to the key units, and their loops."""
    chance = world.random("hazards/plans")
    for authority in BUREAUS:
        own, key = own_sites(world, authority), key_sites(world, authority)
        units = [
            {"site": one.site, "weight": "key" if one in key else "general", "grade": chance.choice("红橙黄")}
            | {"visits": 2 if one in key else 1}
            for one in own
        ]
        plan, on = world.id("HP"), date(world.year - 1, 12, 9)
        draft = {"plan": plan, "authority": authority, "year": world.year, "drawn_up_on": on}
        yield refused("B-22", on, "plan.draw_up", **draft, units=[units[0] | {"grade": " "}, *units[1:]])
        yield said(on, "plan.draw_up", **draft, units=units)
        approval = {"approver": "局长", "document": f"青{authority}〔{world.year - 1}〕12号"}
        yield said(on + 7 * DAY, "plan.approve", plan=plan, **approval, approved_on=on + 7 * DAY)
        yield said(on + 9 * DAY, "plan.publish", plan=plan, where="政府网站", published_on=on + 9 * DAY)
        for turn in (1, 2):
            for place, one in enumerate(key):
                day = world.day(2 if turn == 1 else 8, 3) + (place * 9 + chance.randint(0, 5)) * DAY
                yield from planned(world, chance, one, plan, day, major=turn == 1 and place == 0)
        stranger = next(one for one in world.enterprises if one.authority != authority)
        body = visit(world, stranger, world.day(9, 10), plan=plan, authority=authority)
        body["officers"] = world.officers(authority)[:2]
        yield refused("B-22", body["inspected_on"], "inspection.record", **body)


def planned(
    world: World, chance: random.Random, one: Enterprise, plan: str, day: date, *, major: bool
) -> Iterator[Line]:
    """One visit by the plan, with its scheme."""
    body = visit(world, one, day, plan=plan, hazards=findings(world, chance, 2, major=major))
    yield scheme(body)
    if chance.random() < 0.3:
        yield refused("J-04", day, "inspection.record", **body | {"address": ""})
    yield said(day, "inspection.record", **body)
    yield from loop(world, chance, body)
    if major:
        yield from listing(world, body)


def lots(world: World) -> Iterator[Line]:
    """Random draws of every bureau, twice in the year: announced, made, inspected, published."""
    chance = world.random("hazards/lots")
    for authority in BUREAUS:
        pool = [one for one in own_sites(world, authority) if one not in key_sites(world, authority)]
        for month in (4, 10):
            on, officers = world.day(month, 8), world.officers(authority)
            draw, seed = world.id("HD"), f"{on:%Y%m%d}-{chance.randint(0, 999999):06}"
            sites = [one.site for one in pool]
            yield said(
                on,
                "draw.announce",
                draw=draw,
                authority=authority,
                objects=sites,
                officers=officers,
                seed=seed,
                take=len(sites),
                announced_on=on,
            )
            made = on + 2 * DAY
            chosen = drawn(seed, sites, officers, (), take=len(sites), team=2)
            other = [{"site": one.site, "officers": list(one.officers[::-1])} for one in chosen]
            yield refused("REF", made, "draw.make", draw=draw, assigned=other, drawn_on=made)
            yield said(made, "draw.make", draw=draw, drawn_on=made)
            for place, each in enumerate(chosen):
                one = next(each_one for each_one in pool if each_one.site == each.site)
                day = made + (5 + 4 * place) * DAY
                found = findings(world, chance, chance.randint(0, 2))
                body = visit(world, one, day, draw=draw, officers=list(each.officers), hazards=found)
                yield scheme(body)
                yield said(day, "inspection.record", **body)
                told = {"inspection": body["inspection"], "where": "信用信息公示系统"}
                yield said(day + 7 * DAY, "inspection.publish", **told, published_on=day + 7 * DAY)
                if found:
                    yield from loop(world, chance, body)


def occasions(world: World) -> Iterator[Line]:
    """Visits outside the plan, each with what gave rise to it."""
    chance = world.random("hazards/occasions")
    for place, one in enumerate(world.enterprises):
        for turn in range(4):
            day = world.day(1 + 3 * turn, 6) + (place + chance.randint(0, 9)) * DAY
            found = findings(world, chance, chance.randint(1, 2))
            body = visit(world, one, day, occasion=OCCASIONS[(place + turn) % 4], hazards=found)
            wrong = chance.randint(0, 9)
            if wrong == 0:
                yield refused("B-25", day, "inspection.record", **body | {"unit_signature": "refused"})
            if wrong == 1:
                yield refused("A-01", day, "inspection.record", **body | {"officers": body["officers"][:1]})
            if wrong == 2:
                told = body | {"certificates_shown": False}
                why = {"reason": "紧急检查,证件事后补示", "approver": f"authority:{one.authority}"}
                yield happened("A-01", day, "inspection.record", **why, **told)
            elif wrong == 3:
                seen = {"rectifier": f"{one.id}-p1", "evidence": "当场清理,照片3张"}
                proofless = body | {"hazards": [found[0] | {"on_spot": seen | {"evidence": ""}}]}
                yield refused("I-03", day, "inspection.record", **proofless)
                yield said(day, "inspection.record", **body | {"hazards": [found[0] | {"on_spot": seen}]})
                yield said(day, "hazard.clear", hazard=found[0]["hazard"], cleared_on=day)
                continue
            else:
                yield said(day, "inspection.record", **body)
            yield from loop(world, chance, body)


def ledgers(world: World) -> Iterator[Line]:
    """The enterprises' own hazards and their statistics."""
    chance = world.random("hazards/ledgers")
    for place, one in enumerate(world.enterprises[:8]):
        opened = world.day(1, 4) + place * DAY
        ledger = {"enterprise": one.id, "grading": "风险分级管控制度", "investigation": "隐患排查治理制度"}
        if place % 3 == 0:
            yield refused("B-15", opened, "hazard_ledger.open", **ledger | {"grading": ""}, opened_on=opened)
        yield said(opened, "hazard_ledger.open", **ledger, opened_on=opened)
        for quarter, month in ((1, 4), (2, 7), (3, 10)):
            on = world.day(month, 9) + (place % 5) * DAY
            count = chance.randint(1, 9)
            figures = {"general_found": count, "general_cleared": count - 1, "major_found": 0, "major_cleared": 0}
            report = {"enterprise": one.id, "year": world.year, "quarter": quarter, **figures, "signed": True}
            yield said(on, "hazard_statistics.report", **report, reported_on=on)
        for month in (3, 9):
            yield from own_hazard(world, chance, one, world.day(month, 2) + (place * 2) * DAY)


def own_hazard(world: World, chance: random.Random, one: Enterprise, on: date) -> Iterator[Line]:
    """A hazard that an enterprise finds, tells, reports where it is major, and removes."""
    major = chance.random() < 0.3
    named = {"own_hazard": world.id("HW")}
    body = {"enterprise": one.id, "site": one.site, "level": "major" if major else "general"}
    body |= {"description": chance.choice(FOUND)[0], "measure": "更换", "duty": chance.choice(POSTS)}
    yield said(on, "own_hazard.record", **named, **body, due_on=on + 20 * DAY, found_on=on)
    gone = on + 15 * DAY
    if chance.random() < 0.4:
        yield refused("B-15", on, "own_hazard.eliminate", **named, evidence="照片", eliminated_on=on)
    yield said(on + DAY, "own_hazard.tell", **named, means="公示栏", told_on=on + DAY)
    if major:
        report = {"authority": one.authority, "congress_told": True, "plan": PLAN}
        yield said(on + DAY, "own_hazard.report", **named, **report, reported_on=on + DAY)
        yield said(on + 3 * DAY, "own_hazard.enter", **named, entered_on=on + 3 * DAY)
    if chance.random() < 0.4:
        yield refused("B-16", gone, "own_hazard.eliminate", **named, evidence=" ", eliminated_on=gone)
    yield said(gone, "own_hazard.eliminate", **named, evidence="更换完成照片", eliminated_on=gone)


CHAPTERS = (plans, lots, occasions, ledgers)
