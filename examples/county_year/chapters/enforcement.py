"""S9 after the decision: service, payment, deferral, urging, agreements, the court, fines by the day, money taken on the spot, a closure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from case import Case
from lines import Chapter, Line, happened, refused, said
from world import World

__all__ = ["CHAPTERS"]

DAY = timedelta(days=1)
_ACTS = ("安全设备未定期检测", "未如实记录培训情况", "未设置安全警示标志", "未建立隐患排查制度", "特种作业无证上岗")
_BASIS = "安全生产法(2021) 第97条"
_BANK = "青澜县农商行营业部，账号8100"


def cases(world: World) -> Iterator[Line]:
    """Twenty-eight cases from inspection to conclusion; each goes one of seven ways after its decision."""
    chance = world.random("enforcement/cases")
    ways: tuple[Callable[[Case], Iterator[Line]], ...] = (
        _paid,
        _late,
        _deferred,
        _to_court,
        _agreed,
        _left_and_posted,
        _suspended,
    )
    for number, day in enumerate(world.days(world.day(1, 3), 28, 8)):
        case = Case(world, chance.choice(world.enterprises), number, day, chance.randrange(60, 450) * 10_000)
        # One round and a half try the unlawful as well: over the year it is about one line in ten.
        lines = (*_to_decision(case), *ways[number % 7](case))
        yield from (line for line in lines if number < 10 or not line.refused)


def _to_decision(case: Case) -> Iterator[Line]:
    one, day, inspection, hazard = case.one, case.day, case.world.id("ENI"), case.world.id("ENH")
    act = _ACTS[case.number % len(_ACTS)]
    yield said(
        day,
        "inspection.record",
        inspection=inspection,
        enterprise=one.id,
        site=one.site,
        authority=one.authority,
        officers=case.officers,
        certificates_shown=True,
        place="生产车间",
        content="安全管理资料与现场",
        unit_signature="signed",
        address="工业路",
        representative={"value": "法定代表人"},
        post="总经理",
        phone={"value": "0737-0000000"},
        started_at=f"{day}T09:00:00+08:00",
        ended_at=f"{day}T11:00:00+08:00",
        hazards=[{"hazard": hazard, "level": "general", "description": act, "basis": _BASIS}],
        inspected_on=day,
    )
    yield said(
        day + DAY,
        "case.open",
        case=case.id,
        enterprise=one.id,
        site=one.site,
        authority=one.authority,
        act=f"{act}（{case.id}）",
        act_on=day,
        discovered_on=day,
        harms_life=False,
        inspections=[inspection],
        hazards=[hazard],
        investigators=case.officers,
        opened_on=day + DAY,
    )
    told = day + 6 * DAY
    yield said(
        told,
        "case.serve_notice",
        case=case.id,
        fine_fen=case.fine,
        facts="检查记录和照片证明违法事实",
        basis=_BASIS,
        hearing_right_told=True,
        evidence_summary="检查记录一份、照片四张",
        defence_told=True,
        contact="执法大队，县政府路1号",
        sealed=True,
        served_on=told,
    )
    yield said(
        case.decided,
        "case.decide",
        case=case.id,
        number=case.document,
        fine_fen=case.fine,
        reasons="违法事实清楚，证据确凿",
        basis=_BASIS,
        bank=_BANK,
        surcharge_told=True,
        correction="限十五日内改正",
        performance="收到本决定书之日起十五日内缴至指定银行",
        remedies="六十日内申请行政复议，或者六个月内提起行政诉讼",
        review_body="青澜县人民政府",
        court="青澜县人民法院",
        publicity="七个工作日内在政府网站公开",
        sealed=True,
        decided_on=case.decided,
    )


def _served(case: Case) -> Iterator[Line]:
    on = case.served
    yield said(on, "case.serve", case=case.id, mode="direct", served_on=on)
    proof = case.proof("decision", case.document, on)
    if case.number % 9 == 1:
        yield refused("J-08", on, "service.prove", **(proof | {"receiver": None}))
    yield said(on, "service.prove", **proof)


def _paid(case: Case) -> Iterator[Line]:
    yield from _served(case)
    on = case.served + 9 * DAY
    if case.number % 2:
        yield refused("A-22", on, "case.pay", **case.pay(on, case.fine, collector="authority"))
        yield refused("J-09", on, "case.conclude", case=case.id, concluded_on=on)
    else:
        yield refused("A-22", on, "case.pay", **case.pay(on, case.fine + 1))
    yield said(on, "case.pay", **case.pay(on, case.fine, collector="electronic"))
    yield case.conclude(on + 5 * DAY)
    yield from _licence(case, on + 6 * DAY)


def _licence(case: Case, on: date) -> Iterator[Line]:
    """What a decided case means for the licence that its party has held since the year before."""
    licence, first = case.world.id("ENL"), date(case.world.year - 1, 3, 4)
    body = {"licence": licence, "enterprise": case.one.id, "site": case.one.site, "authority": case.one.authority}
    yield said(first, "licence.apply", **body, kind="workshop", track="general", applied_on=first)
    yield said(first, "licence.accept", licence=licence, receipt=f"SL-{licence}", accepted_on=first)
    looked = {
        "on_site": True,
        "checkers": case.officers,
        "findings": [{"number": 1, "met": True, "evidence": "制度汇编"}],
    }
    yield said(first + DAY, "licence.check", licence=licence, **looked, checked_on=first + DAY)
    given = first + 2 * DAY
    issued = {"number": f"青作〔{case.world.year - 1}〕{licence}号", "checkers": case.officers}
    yield said(given, "licence.issue", licence=licence, **issued, decided_on=given, valid_from=given)
    yield said(given + DAY, "licence.deliver", licence=licence, delivered_on=given + DAY)
    if case.number == 0:
        taken = {"licence": licence, "case": case.id, "decided_on": on, "until": on + 60 * DAY}
        yield refused("D-03", on, "licence.suspend", **taken, conditions=[])
        yield said(on, "licence.suspend", **taken, conditions=[1])
        back = on + 30 * DAY
        yield refused("D-03", back, "licence.reinstate", licence=licence, conditions_met=[], reinstated_on=back)
        yield said(back, "licence.reinstate", licence=licence, conditions_met=[1], reinstated_on=back)
    elif case.number == 7:
        yield refused("D-12", on, "licence.revoke", licence=licence, case=case.id, ground="transfer", revoked_on=on)
        yield said(on, "licence.revoke", licence=licence, case=case.id, ground="conditions_lost", revoked_on=on)
    else:
        answer = {"licence": licence, "law_abiding": False, "fatal_accident": True, "decided_on": on + 5 * DAY}
        yield said(on, "licence.request_renewal", licence=licence, requested_on=on)
        yield refused("D-05", on + 5 * DAY, "licence.renew", **answer)
        yield said(on + 5 * DAY, "licence.renew", **answer, reexamined=True)


def _late(case: Case) -> Iterator[Line]:
    yield from _served(case)
    on = case.last + (4 + case.number % 40) * DAY
    if case.number % 2:
        yield from _by_the_day(case, case.served + 6 * DAY)
    yield said(on, "case.pay", **case.pay(on, case.fine))
    then = on + 3 * DAY
    yield refused("A-25", then, "case.conclude", case=case.id, concluded_on=then)
    yield said(then, "case.pay", **case.pay(then, case.owed(on) - case.fine))
    yield case.conclude(then + DAY)


def _by_the_day(case: Case, found: date) -> Iterator[Line]:
    days, on = (found - case.decided).days, found + 5 * DAY
    daily: dict[str, Any] = {
        "case": case.id,
        "ordered_on": case.decided,
        "refused_on": found,
        "number": f"（青）日罚〔{case.world.year}〕{case.id[3:]}号",
        "reasons": "责令改正后复查仍未改正",
        "told_on": found + DAY,
        "decided_on": on,
    }
    yield refused("B-32", on, "daily.impose", **daily, fine_fen=case.fine * (days + 1))
    yield said(on, "daily.impose", **daily, fine_fen=case.fine * days)
    which: dict[str, Any] = {"case": case.id, "number": daily["number"]}
    yield said(on + DAY, "daily.serve", **which, served_on=on + DAY)
    paid, receipt = on + 4 * DAY, f"{case.id}-DAY"
    over = case.fine * days + 1
    yield refused("A-22", paid, "daily.pay", **which, amount_fen=over, receipt=receipt, paid_on=paid)
    yield said(paid, "daily.pay", **which, amount_fen=over - 1, receipt=receipt, paid_on=paid)


def _deferred(case: Case) -> Iterator[Line]:
    yield from _served(case)
    asked, granted = case.served + 5 * DAY, case.served + 9 * DAY
    half = case.fine // 2
    parts = [
        {"due_on": granted + 30 * DAY, "amount_fen": half},
        {"due_on": granted + 60 * DAY, "amount_fen": case.fine - half},
    ]
    grant: dict[str, Any] = {"case": case.id, "until": granted + 60 * DAY, "ground": "连续亏损，确有经济困难"}
    if case.number % 3 == 0:
        yield refused("A-27", asked, "deferral.grant", **grant, granted_on=asked)
    yield said(asked, "deferral.ask", case=case.id, hardship="附两年财务报表", asked_on=asked)
    if case.number % 2:
        short = [parts[0], parts[1] | {"amount_fen": 1}]
        yield refused("A-27", granted, "deferral.grant", **grant, instalments=short, granted_on=granted)
    yield said(granted, "deferral.grant", **grant, instalments=parts, granted_on=granted)
    for part in parts:
        yield said(part["due_on"], "case.pay", **case.pay(part["due_on"], part["amount_fen"]))
    yield case.conclude(granted + 62 * DAY)


def _urged(case: Case, on: date) -> Iterator[Line]:
    number = f"（青）催〔{case.world.year}〕{case.id[3:]}号"
    urging: dict[str, Any] = {
        "case": case.id,
        "number": number,
        "perform_by": on + 10 * DAY,
        "manner": "缴至指定银行",
        "amount_fen": case.owed(on),
        "payment": _BANK,
        "rights_told": True,
        "served_on": on,
    }
    if case.number % 2:
        yield refused("A-55", on, "urging.serve", **(urging | {"rights_told": False}))
    else:
        yield refused("A-55", on, "urging.serve", **(urging | {"amount_fen": case.fine}))
    yield said(on, "urging.serve", **urging)
    yield said(on, "service.prove", **case.proof("urging", number, on))
    then = on + 4 * DAY
    heard = {"text": {"value": "资金紧张，请求宽限"}, "findings": "理由不成立，决定继续执行"}
    yield said(then, "urging.answer", case=case.id, **heard, answered_on=then)


def _to_court(case: Case) -> Iterator[Line]:
    yield from _served(case)
    urged = case.last + 40 * DAY
    yield from _urged(case, urged)
    if case.number > 10:
        # The period to sue outlasts the year: the party pays before the court can be asked.
        on = urged + 12 * DAY
        yield said(on, "case.pay", **case.pay(on, case.owed(on)))
        yield case.conclude(on + DAY)
        return
    applied = case.served + 200 * DAY
    asking: dict[str, Any] = {
        "case": case.id,
        "court": "青澜县人民法院",
        "head": "局长",
        "sealed": True,
        "amount_fen": case.owed(applied),
        "materials": ["application", "decision", "opinion_and_urging", "subject"],
    }
    early = urged + 20 * DAY
    yield refused("A-56", early, "enforcement.apply", **(asking | {"amount_fen": case.owed(early)}), applied_on=early)
    yield refused("A-56", applied, "enforcement.apply", **(asking | {"materials": ["application"]}), applied_on=applied)
    yield said(applied, "enforcement.apply", **asking, applied_on=applied)
    paper = f"({case.world.year})青行审{case.id[3:]}"
    taken = applied + 2 * DAY
    if case.number % 2:
        yield said(taken, "court.refuse", case=case.id, document=f"{paper}-1", ground="材料不全", refused_on=taken)
        late = taken + 20 * DAY
        objection = {"case": case.id, "court": "市中级人民法院", "reasons": "材料齐全"}
        yield said(taken + 10 * DAY, "court.object", **objection, objected_on=taken + 10 * DAY)
        yield refused("A-57", late, "court.object", **objection, objected_on=late)
        taken = late + DAY
    yield said(taken, "court.accept", case=case.id, document=paper, accepted_on=taken)
    ruled = taken + 6 * DAY
    yield said(ruled, "court.rule", case=case.id, document=f"{paper}裁", permitted=True, ruled_on=ruled)
    done = ruled + 15 * DAY
    yield refused("J-09", done, "case.conclude", case=case.id, concluded_on=done)
    yield said(
        done,
        "enforcement.finish",
        case=case.id,
        recovered_fen=case.owed(applied),
        document=f"{paper}执",
        finished_on=done,
    )
    yield case.conclude(done + 2 * DAY)


def _agreed(case: Case) -> Iterator[Line]:
    yield from _served(case)
    urged = case.last + 20 * DAY
    yield from _urged(case, urged)
    on = urged + 5 * DAY
    waived, end = case.owed(on) - case.fine, on + 30 * DAY
    terms: dict[str, Any] = {
        "case": case.id,
        "stages": [{"due_on": end, "amount_fen": case.fine}],
        "remedied": "已更换检测设备并全员培训",
        "waived_fen": waived,
        "made_on": on,
    }
    less = terms | {"stages": [{"due_on": end, "amount_fen": case.fine - 100}], "waived_fine_fen": 100}
    yield refused("A-28", on, "agreement.make", **less)
    if case.number % 2:
        yield refused("A-28", on, "agreement.make", **(terms | {"remedied": ""}))
    yield said(on, "agreement.make", **terms)
    if case.number == 11:
        yield said(end + DAY, "agreement.break", case=case.id, found="到期未缴", broken_on=end + DAY)
        paid = end + 20 * DAY
        yield said(paid, "case.pay", **case.pay(paid, case.owed(paid)))
        yield case.conclude(paid + DAY)
        return
    yield said(on, "case.pay", **case.pay(on, case.fine))
    yield case.conclude(on + DAY)


def _left_and_posted(case: Case) -> Iterator[Line]:
    on, bare = case.served, {"receiver": None, "relation": ""}
    if case.number % 2:
        left = {"refusal": "负责人拒收", "media": "执法记录仪录像", **bare}
        yield refused("A-21", on, "case.serve", case=case.id, mode="left", served_on=on)
        yield said(on, "case.serve", case=case.id, mode="left", witnessed=True, served_on=on)
        yield refused(
            "J-08", on, "service.prove", **case.proof("decision", case.document, on, "left", **(left | {"media": ""}))
        )
        yield said(on, "service.prove", **case.proof("decision", case.document, on, "left", **left))
    elif case.number == 12:
        late = case.decided + 20 * DAY
        why = {"reason": "单位停业无人签收，邮件退回后再送", "approver": f"authority:{case.one.authority}"}
        yield happened("A-20", late, "case.serve", **why, case=case.id, mode="post", served_on=late)
        on = late
        posted = case.proof("decision", case.document, on, "post", media="邮政回执", **bare)
        yield said(on, "service.prove", **posted)
    else:
        yield said(on, "case.serve", case=case.id, mode="post", served_on=on)
        yield said(on, "service.prove", **case.proof("decision", case.document, on, "post", media="邮政回执", **bare))
    paid = on + 12 * DAY
    yield said(paid, "case.pay", **case.pay(paid, case.fine))
    yield case.conclude(paid + 2 * DAY)


def _suspended(case: Case) -> Iterator[Line]:
    yield from _served(case)
    urged = case.last + 18 * DAY
    yield from _urged(case, urged)
    on = urged + 15 * DAY
    halt: dict[str, Any] = {"case": case.id, "ground": "irreparable_loss", "reasons": "设备停用将损毁在产批次"}
    yield refused("A-62", on, "enforcement.suspend", **halt, harms_public=True, suspended_on=on)
    yield said(on, "enforcement.suspend", **halt, suspended_on=on)
    then = on + 20 * DAY
    if case.number % 2:
        yield refused(
            "A-62",
            then,
            "enforcement.give_up",
            case=case.id,
            social_harm=False,
            unable=True,
            reasons="无力履行",
            ended_on=then,
        )
    yield said(then, "enforcement.resume", case=case.id, reasons="批次已完工", resumed_on=then)
    if case.number == 13:
        end: dict[str, Any] = {"case": case.id, "reasons": "公司注销，无财产可供执行，无义务承受人", "ended_on": then}
        yield refused("A-62", then, "enforcement.end", **end, ground="annulled")
        yield said(then, "enforcement.end", **end, ground="organisation_ended")
    else:
        yield said(then, "case.pay", **case.pay(then, case.owed(then)))
    yield case.conclude(then + DAY)


CHAPTERS: tuple[Chapter, ...] = (cases,)
