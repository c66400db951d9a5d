"""S9 from filing to decision: notices, hearings, reviews, the four outcomes, decisions on the spot, suspected crimes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from lines import Chapter, Line, happened, refused, said
from world import Enterprise, World

__all__ = ["CHAPTERS"]

_LOCAL = timezone(timedelta(hours=8))
_ACTS = (
    "未如实记录安全生产教育培训情况",
    "未在有较大危险因素的设备上设置警示标志",
    "安全设备未定期检测",
    "未建立事故隐患排查治理制度",
    "特种作业人员无证上岗",
    "未对承包单位统一协调管理",
    "生产场所与员工宿舍未保持安全距离",
)
_SPOTS = ("未佩戴安全帽", "灭火器过期", "消防通道临时堆物", "配电箱未上锁", "警示标志缺失")
_BASIS = "安全生产法(2021) 第99条"


def _at(day: date, hour: int) -> str:
    return datetime.combine(day, time(hour), _LOCAL).isoformat()


def _notice(case: str, fine: int, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "case": case,
        "fine_fen": fine,
        "facts": "检查记录、照片和询问笔录证明违法事实",
        "basis": _BASIS,
        "hearing_right_told": True,
        "evidence_summary": "现场检查记录一份、照片四张、询问笔录两份",
        "defence_told": True,
        "contact": "执法大队，县政府路1号",
        "sealed": True,
    }
    return told | more


def _decision(world: World, case: str, fine: int, **more: Any) -> dict[str, Any]:
    paper: dict[str, Any] = {
        "case": case,
        "number": f"（青）罚〔{world.year}〕{world.id('DN')[3:]}号",
        "fine_fen": fine,
        "reasons": "违法事实清楚，证据确凿",
        "review": "当事人陈述申辩已复核，理由不成立",
        "basis": _BASIS,
        "bank": "青澜县农商行营业部，解放路2号",
        "surcharge_told": True,
        "correction": "限十五日内改正",
        "performance": "收到本决定书之日起十五日内缴至指定银行",
        "remedies": "六十日内申请行政复议，或者六个月内提起行政诉讼",
        "review_body": "青澜县人民政府",
        "court": "青澜县人民法院",
        "publicity": "七个工作日内在政府网站公开",
        "sealed": True,
    }
    return paper | more


def cases(world: World) -> Iterator[Line]:
    """Forty-four cases over the year; each goes one of eight ways."""
    chance = world.random("decision/cases")
    for number, day in enumerate(world.days(world.day(1, 6), 44, 6)):
        one = chance.choice(world.enterprises)
        fine = chance.randrange(5_000, 45_000) * 100
        case = world.id("DC")
        yield from _filed(world, case, one, day, _ACTS[number % len(_ACTS)], number)
        told, end = day + timedelta(days=4), day + timedelta(days=26)
        match number % 8:
            case 0 | 1 | 2:
                yield from _fined(world, case, fine, told, end, number)
            case 3:
                yield from _heard(world, case, one, fine, told, number)
            case 4:
                yield from _spared(case, end, number)
            case 5:
                yield from _not_established(world, case, fine, told, end)
            case 6:
                yield from _handed_over(world, case, one, fine, told, number)
            case _:
                yield from _gains(world, case, fine, told, end)


def _filed(world: World, case: str, one: Enterprise, day: date, act: str, number: int) -> Iterator[Line]:
    body: dict[str, Any] = {
        "case": case,
        "enterprise": one.id,
        "site": one.site,
        "authority": one.authority,
        "act": act,
        "harms_life": False,
        "investigators": world.officers(one.authority)[:2],
    }
    if number % 11 == 3:
        old = day - timedelta(days=800)
        yield refused("A-29", day, "case.open", **body, act_on=old, discovered_on=day, opened_on=day)
    yield said(
        day,
        "case.open",
        **body,
        act_on=day - timedelta(days=3),
        discovered_on=day - timedelta(days=2),
        opened_on=day,
    )


def _fined(world: World, case: str, fine: int, told: date, end: date, number: int) -> Iterator[Line]:
    if number % 9 == 1:
        yield refused("J-06", told, "case.serve_notice", **_notice(case, fine, contact=""), served_on=told)
    yield said(told, "case.serve_notice", **_notice(case, fine), served_on=told)
    if number % 2:
        on = told + timedelta(days=2)
        text = {"value": "我单位已经整改，请求从轻处理"}
        yield said(on, "case.make_statement", case=case, kind="statement", text=text, made_on=on)
    paper = _decision(world, case, fine)
    wrong: tuple[tuple[str, dict[str, Any], date], ...] = (
        ("A-16", {}, told + timedelta(days=3)),
        ("A-14", {"fine_fen": fine + 100}, end),
        ("J-07", {"court": ""}, end),
        ("A-18", {"remedies": ""}, end),
        ("A-33", {"circumstances": ["corrected_in_time", "no_harm"]}, end),
        ("B-42", {"sanctions": ["fine", "detention"]}, end),
    )
    if number % 4 == 0:
        rule, changed, on = wrong[number // 4 % len(wrong)]
        yield refused(rule, on, "case.decide", **(paper | changed), decided_on=on)
    yield said(end, "case.decide", **paper, decided_on=end)
    if number % 7 == 2:
        yield refused(
            "A-11",
            end,
            "case.close_without_penalty",
            case=case,
            ground="minor",
            reasons="补充认定轻微",
            education="谈话",
            closed_on=end,
        )
    if number % 4 == 0:
        on = end + timedelta(days=6)
        yield said(on, "case.report", case=case, superior="市应急管理局", reported_on=on)


def _heard(world: World, case: str, one: Enterprise, fine: int, told: date, number: int) -> Iterator[Line]:
    officers = world.officers(one.authority)
    sanctions = ["fine", "stop"]
    if number % 16 == 3:
        untold = _notice(case, fine, sanctions=sanctions, hearing_right_told=False)
        yield refused("A-15", told, "case.serve_notice", **untold, served_on=told)
    yield said(told, "case.serve_notice", **_notice(case, fine, sanctions=sanctions), served_on=told)
    asked, notified = told + timedelta(days=2), told + timedelta(days=5)
    yield said(asked, "hearing.request", case=case, requested_on=asked)
    held = notified + timedelta(days=22)
    call: dict[str, Any] = {"case": case, "place": "县政府二楼会议室", "notified_on": notified}
    if number % 16 == 11:
        yield refused("A-17", notified, "hearing.notify", **call, hearing_on=held, chair=officers[0])
    if number == 19:
        held = notified + timedelta(days=4)
        why = {"reason": "场地只在该日可用，当事人未提异议", "approver": f"authority:{one.authority}"}
        yield happened("A-16", notified, "hearing.notify", **why, **call, hearing_on=held, chair=officers[2])
    else:
        yield said(notified, "hearing.notify", **call, hearing_on=held, chair=officers[2])
    sitting: dict[str, Any] = {
        "case": case,
        "chair": officers[2],
        "turnout": "present",
        "record": "听证笔录六页",
        "signature": "signed",
        "held_on": held,
    }
    if number % 16 == 3:
        yield refused("A-17", held, "hearing.hold", **sitting, agents=3)
    yield said(held, "hearing.hold", **sitting, agents=2)
    end = held + timedelta(days=4)
    paper = _decision(world, case, fine, sanctions=sanctions, hearing_findings="听证笔录证实违法事实")
    if number % 16 == 11:
        yield refused("A-13", held, "case.decide", **paper, decided_on=held)
    yield said(
        held + timedelta(days=1),
        "case.review_legally",
        case=case,
        reviewer=officers[3],
        result="passed",
        opinion="事实清楚，程序合法",
        reviewed_on=held + timedelta(days=1),
    )
    if number % 16 == 3:
        yield refused("A-12", end, "case.decide", **paper, decided_on=end)
    yield said(
        end,
        "case.discuss",
        case=case,
        leaders=officers[2:4],
        record=f"集体讨论记录 {case}",
        conclusion="同意罚款并责令停产停业",
        discussed_on=end,
    )
    yield said(end, "case.decide", **paper, decided_on=end)


def _spared(case: str, end: date, number: int) -> Iterator[Line]:
    ground = "minor" if number % 16 == 4 else "no_fault"
    body: dict[str, Any] = {"case": case, "ground": ground, "reasons": "当场改正，没有造成危害后果"}
    if number % 16 == 4:
        yield refused("A-33", end, "case.close_without_penalty", **body, closed_on=end)
    yield said(end, "case.close_without_penalty", **body, education="约谈并发放宣传资料", closed_on=end)


def _not_established(world: World, case: str, fine: int, told: date, end: date) -> Iterator[Line]:
    yield said(told, "case.serve_notice", **_notice(case, fine), served_on=told)
    on = told + timedelta(days=3)
    text = {"value": "培训档案存于总部，现补充提交"}
    yield said(on, "case.make_statement", case=case, kind="statement", text=text, made_on=on)
    yield said(
        end,
        "case.close_without_penalty",
        case=case,
        ground="not_established",
        reasons="补充证据证明违法事实不能成立",
        closed_on=end,
    )
    if end.month % 3 == 0:
        yield refused("A-11", end, "case.decide", **_decision(world, case, fine), decided_on=end)


def _handed_over(world: World, case: str, one: Enterprise, fine: int, told: date, number: int) -> Iterator[Line]:
    officers, transfer = world.officers(one.authority), world.id("DT")
    yield said(told, "case.serve_notice", **_notice(case, fine), served_on=told)
    proposal: dict[str, Any] = {
        "transfer": transfer,
        "case": case,
        "team": officers[:2],
        "crime": "危险作业罪",
        "article": "134-1",
        "report": f"涉嫌犯罪案件情况报告 {case}",
        "order_basis": "安全生产法(2021) 第70条",
        "order_content": "立即停止使用二号仓库",
        "order_due_on": told - timedelta(days=1),
        "proposed_on": told,
    }
    if number % 16 == 6:
        vague = proposal | {"order_content": ""}
        yield refused("B-43", told, "transfer.propose", **vague)
    yield said(told, "transfer.propose", **proposal)
    decided = told + timedelta(days=2)
    approved = number % 24 != 14
    yield said(
        decided,
        "transfer.decide",
        transfer=transfer,
        approved=approved,
        reasons="涉嫌犯罪" if approved else "尚不构成犯罪",
        decided_at=_at(decided, 10),
    )
    later = told + timedelta(days=25)
    if not approved:
        yield said(later, "case.decide", **_decision(world, case, fine), decided_on=later)
        return
    sent = decided + timedelta(days=1)
    papers = ["letter", "report", "items", "appraisal"]
    sending: dict[str, Any] = {"transfer": transfer, "police": "青澜县公安局", "sent_at": _at(sent, 9)}
    if number % 16 == 14:
        yield refused("A-44", sent, "transfer.send", **sending, papers=papers[:1])
        paper = _decision(world, case, fine)
        yield refused("A-44", sent, "case.decide", **paper, decided_on=sent)
    yield said(sent, "transfer.send", **sending, papers=papers)
    answered = sent + timedelta(days=2)
    answer = "filed" if number % 16 == 6 else "not_filed"
    yield said(
        answered,
        "transfer.answer",
        transfer=transfer,
        answer=answer,
        document=f"公安〔{world.year}〕{number}号",
        answered_on=answered,
    )
    yield from _after_the_answer(world, case, transfer, answer, fine, answered)


def _after_the_answer(world: World, case: str, transfer: str, answer: str, fine: int, answered: date) -> Iterator[Line]:
    if answer == "not_filed":
        contest: dict[str, Any] = {"transfer": transfer, "reasons": "证据足以立案"}
        late = answered + timedelta(days=5)
        body = contest | {"kind": "reconsideration", "contested_on": late}
        yield refused("A-44", late, "transfer.contest", **body)
        yield said(late, "transfer.contest", **contest, kind="supervision", contested_on=late)
        end = answered + timedelta(days=30)
        yield said(end, "case.decide", **_decision(world, case, fine), decided_on=end)
        return
    on = answered + timedelta(days=1)
    yield said(on, "transfer.hand_over", transfer=transfer, items="报警器日志、台账原件", handed_over_on=on)
    judged = answered + timedelta(days=40)
    yield said(
        judged,
        "transfer.judge",
        transfer=transfer,
        convicted=True,
        criminal_fine_fen=2_000_000,
        document=f"({world.year})刑初字 {transfer}",
        judged_on=judged,
    )
    paper = _decision(world, case, fine)
    yield refused("A-45", judged, "case.decide", **paper, decided_on=judged)


def _gains(world: World, case: str, fine: int, told: date, end: date) -> Iterator[Line]:
    sanctions = ["fine", "confiscation"]
    yield said(told, "case.serve_notice", **_notice(case, fine, sanctions=sanctions), served_on=told)
    on = told + timedelta(days=1)
    yield said(on, "case.make_statement", case=case, kind="waiver", hearing_waived=True, made_on=on)
    paper = _decision(world, case, fine, sanctions=sanctions, gains_fen=120_000, refunded_fen=20_000)
    if end.month % 3 == 0:
        yield refused("A-31", end, "case.decide", **(paper | {"confiscated_fen": 90_000}), decided_on=end)
    yield said(end, "case.decide", **paper, confiscated_fen=100_000, decided_on=end)


def on_the_spot(world: World) -> Iterator[Line]:
    """Two dozen decisions on the spot, filed a day later; a few too high, without a paper, or without the word on remedies."""
    chance = world.random("decision/spots")
    wrong: tuple[tuple[str, dict[str, Any]], ...] = (
        ("A-09", {"fine_fen": 300_001}),
        ("A-49", {"review_first_told": False}),
        ("A-10", {"handing": "none"}),
        ("A-09", {"party": "citizen", "fine_fen": 20_001}),
    )
    for number, day in enumerate(world.days(world.day(1, 14), 26, 13)):
        one = chance.choice(world.enterprises)
        summary = world.id("DS")
        warned = number % 4 == 3
        body: dict[str, Any] = {
            "summary": summary,
            "enterprise": one.id,
            "site": one.site,
            "authority": one.authority,
            "officers": world.officers(one.authority)[1:3],
            "certificates_shown": True,
            "party": "unit",
            "act": f"{_SPOTS[number % len(_SPOTS)]}（{summary}）",
            "basis": _BASIS,
            "facts_certain": True,
            "sanction": "warning" if warned else "fine",
            "fine_fen": 0 if warned else chance.randrange(200, 3_001) * 100,
            "place": "厂区门口",
            "number": f"当场〔{world.year}〕{number + 1:04}",
            "correction": "立即改正",
            "remedies": "六十日内先申请行政复议，对复议决定不服再提起诉讼",
            "review_first_told": True,
            "handing": "refusal_noted" if number % 6 == 5 else "signed",
            "decided_on": day,
        }
        if number % 5 == 1:
            rule, changed = wrong[number // 5 % len(wrong)]
            yield refused(rule, day, "summary.decide", **(body | changed))
        yield said(day, "summary.decide", **body)
        filed = day + timedelta(days=1)
        yield said(filed, "summary.file", summary=summary, filed_on=filed)
        if number % 9 == 4:
            on = day + timedelta(days=20)
            yield refused("A-49", on, "summary.accept_review", summary=summary, kind="suit", accepted_on=on)
            yield said(on, "summary.accept_review", summary=summary, kind="reconsideration", accepted_on=on)
            ended = on + timedelta(days=30)
            if ended.year == world.year:
                yield said(ended, "summary.close_review", summary=summary, kind="reconsideration", closed_on=ended)


CHAPTERS: tuple[Chapter, ...] = (cases, on_the_spot)
