"""S9 after service: decisions published, reconsidered, sued against, withdrawn, made again; the list, disclosure, archives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from lines import Chapter, Line, happened, refused, said
from world import Enterprise, World

__all__ = ["CHAPTERS"]

DAY = timedelta(days=1)
_ACTS = ("未按规定设置安全总监", "有限空间作业未经审批", "应急预案未组织演练", "动火作业无人监护", "设备检修未断电挂牌")
_BASIS = "安全生产法(2021) 第99条"
_REMEDIES = "六十日内申请行政复议，或者六个月内提起行政诉讼"
_RECEIVERS = ("sector", "investment", "natural_resources", "ecology", "securities", "finance")


class _Case:
    """A case of this chapter, with the days of its first steps."""

    def __init__(self, world: World, number: int, day: date, one: Enterprise, fine: int) -> None:
        self.world, self.number, self.one, self.fine = world, number, one, fine
        self.id = world.id("RC")
        self.opened = day
        self.decided = day + 18 * DAY
        self.served = day + 19 * DAY
        self.approver = f"authority:{one.authority}"

    def document(self) -> str:
        """The next number of a decision."""
        return f"（青）罚复〔{self.world.year}〕{self.world.id('RN')[3:]}号"

    def until_served(self, **more: Any) -> Iterator[Line]:
        """Filed, told, decided, served and published."""
        yield said(
            self.opened,
            "case.open",
            case=self.id,
            enterprise=self.one.id,
            site=self.one.site,
            authority=self.one.authority,
            act=f"{_ACTS[self.number % len(_ACTS)]}（第{self.number + 1}起）",
            act_on=self.opened - 4 * DAY,
            discovered_on=self.opened - 3 * DAY,
            harms_life=False,
            investigators=self.world.officers(self.one.authority)[:2],
            opened_on=self.opened,
        )
        yield said(
            self.opened + 3 * DAY,
            "case.serve_notice",
            case=self.id,
            fine_fen=self.fine,
            facts="检查记录、照片和询问笔录证明违法事实",
            basis=_BASIS,
            hearing_right_told=True,
            evidence_summary="现场检查记录一份、照片三张",
            defence_told=True,
            contact="执法大队，县政府路1号",
            sealed=True,
            served_on=self.opened + 3 * DAY,
        )
        decision: dict[str, Any] = {
            "case": self.id,
            "number": self.document(),
            "fine_fen": self.fine,
            "reasons": "违法事实清楚，证据确凿",
            "basis": _BASIS,
            "bank": "青澜县农商行营业部，解放路2号",
            "surcharge_told": True,
            "correction": "限十五日内改正",
            "performance": "收到本决定书之日起十五日内缴至指定银行",
            "remedies": _REMEDIES,
            "review_body": "青澜县人民政府",
            "court": "青澜县人民法院",
            "publicity": "七个工作日内在政府网站公开",
            "sealed": True,
            "decided_on": self.decided,
        }
        if self.number % 6 == 2:
            yield refused("A-54", self.decided, "case.decide", **decision | {"basis": "矿山安全法(2009) 第40条"})
        yield said(self.decided, "case.decide", **decision | more)
        yield said(self.served, "case.serve", case=self.id, mode="direct", served_on=self.served)
        shown = {"case": self.id, "place": "县监督管理部门公示系统", "published_on": self.served + 2 * DAY}
        if self.number % 5 == 1:
            yield refused(
                "B-28",
                self.served + DAY,
                "exposure.publish",
                **shown | {"place": "", "published_on": self.served + DAY},
            )
        yield said(self.served + 2 * DAY, "exposure.publish", **shown)

    def asked(self, on: date, procedure: str = "ordinary") -> Iterator[Line]:
        """Reconsideration asked for, taken, passed on and answered; ends nine days later."""
        yield said(on, "reconsideration.apply", case=self.id, organ="青澜县人民政府", applied_on=on)
        taken = {"case": self.id, "accepted_on": on + 2 * DAY}
        if procedure == "ordinary" and self.number % 4 == 1:
            yield refused("A-50", on + 2 * DAY, "reconsideration.accept", **taken, procedure="simple")
        yield said(on + 2 * DAY, "reconsideration.accept", **taken, procedure=procedure)
        yield said(on + 4 * DAY, "reconsideration.forward", case=self.id, received_on=on + 4 * DAY)
        answer = {"case": self.id, "evidence": "全部案卷", "basis": _BASIS, "answered_on": on + 8 * DAY}
        if self.number % 3 == 0:
            yield refused("A-50", on + 8 * DAY, "reconsideration.answer", **answer | {"evidence": ""})
        yield said(on + 8 * DAY, "reconsideration.answer", **answer)

    def ruled(self, on: date, result: str, **more: Any) -> Iterator[Line]:
        """The ruling, and its receipt two days later."""
        ruling: dict[str, Any] = {
            "case": self.id,
            "number": f"青政复决〔{self.world.year}〕{self.world.id('RD')[3:]}号",
            "result": result,
            "decided_on": on,
        }
        if result == "changed":
            yield refused("A-51", on, "reconsideration.decide", **ruling | more | {"fine_fen": self.fine + 100})
        yield said(on, "reconsideration.decide", **ruling, **more)
        yield said(on + 2 * DAY, "reconsideration.serve", case=self.id, served_on=on + 2 * DAY)

    def withdrawn(self, on: date) -> Iterator[Line]:
        """What is public is withdrawn, with the reason."""
        body = {"case": self.id, "withdrawn_on": on}
        if self.number % 2:
            yield refused("A-39", on, "exposure.withdraw", **body, reason="")
        yield said(on, "exposure.withdraw", **body, reason="原处罚决定已被变更或者撤销")

    def paid(self, on: date, amount: int) -> Iterator[Line]:
        """Paid in full, and concluded three days later."""
        yield said(on, "case.pay", case=self.id, amount_fen=amount, receipt=self.world.id("RR"), paid_on=on)
        yield said(on + 3 * DAY, "case.conclude", case=self.id, concluded_on=on + 3 * DAY)


def cases(world: World) -> Iterator[Line]:
    """Twenty-one cases; each is reviewed in one of seven ways."""
    chance = world.random("review/cases")
    ways: tuple[Callable[[_Case], Iterator[Line]], ...] = (
        _upheld,
        _lowered,
        _made_again,
        _simply,
        _sued,
        _too_late,
        _corrected,
    )
    for number, day in enumerate(world.days(world.day(1, 8), 21, 7)):
        fine = 300_000 if number % 7 == 3 else chance.randrange(4_000, 30_000) * 100
        case = _Case(world, number, day, chance.choice(world.enterprises), fine)
        yield from ways[number % 7](case)


def _upheld(case: _Case) -> Iterator[Line]:
    yield from case.until_served()
    asked = case.served + 6 * DAY
    yield from case.asked(asked)
    ruling = asked + 40 * DAY
    if case.number % 2:
        extended = {"case": case.id, "approver": "复议机构负责人", "extended_on": ruling}
        yield refused("A-50", ruling, "reconsideration.extend", **extended, until=ruling + 90 * DAY)
        yield said(ruling, "reconsideration.extend", **extended, until=ruling + 30 * DAY)
        ruling += 30 * DAY
    yield from case.ruled(ruling, "upheld")
    on = ruling + 5 * DAY
    kept = {"case": case.id, "reason": "当事人要求", "withdrawn_on": on}
    yield refused("A-39", on, "exposure.withdraw", **kept)
    # What is paid on the day on which the review ends has no surcharge.
    yield from case.paid(ruling + 2 * DAY, case.fine)


def _lowered(case: _Case) -> Iterator[Line]:
    yield from case.until_served()
    asked = case.served + 5 * DAY
    yield from case.asked(asked)
    lower = case.fine - 100_000
    yield from case.ruled(asked + 30 * DAY, "changed", flaw="inappropriate", fine_fen=lower)
    on = asked + 33 * DAY
    yield from case.withdrawn(on)
    place = {"case": case.id, "place": "县监督管理部门公示系统（变更后）"}
    yield said(on + DAY, "exposure.publish", **place, published_on=on + DAY)
    yield from case.paid(on - DAY, lower)


def _made_again(case: _Case) -> Iterator[Line]:
    yield from case.until_served()
    asked = case.served + 7 * DAY
    yield from case.asked(asked)
    flaw = "procedure" if case.number == 9 else "facts"
    yield from case.ruled(asked + 35 * DAY, "revoked", flaw=flaw, remake=True)
    on = asked + 38 * DAY
    yield from case.withdrawn(on)
    anew: dict[str, Any] = {
        "case": case.id,
        "number": case.document(),
        "fine_fen": case.fine,
        "reasons": "补充调查后事实清楚",
        "basis": _BASIS,
        "remedies": _REMEDIES,
        "remade_on": on + 10 * DAY,
    }
    if flaw == "facts":
        yield refused("A-51", on + 10 * DAY, "case.remake", **anew)
        anew["new_ground"] = "新取得的监控录像"
    yield said(on + 10 * DAY, "case.remake", **anew)
    yield said(on + 11 * DAY, "case.serve", case=case.id, mode="direct", served_on=on + 11 * DAY)
    shown = {"case": case.id, "place": "县监督管理部门公示系统", "published_on": on + 12 * DAY}
    yield said(on + 12 * DAY, "exposure.publish", **shown)


def _simply(case: _Case) -> Iterator[Line]:
    yield from case.until_served()
    asked = case.served + 4 * DAY
    yield from case.asked(asked, "simple")
    longer = {"case": case.id, "approver": "复议机构负责人", "until": asked + 40 * DAY, "extended_on": asked + 9 * DAY}
    yield refused("A-50", asked + 9 * DAY, "reconsideration.extend", **longer)
    yield from case.ruled(asked + 20 * DAY, "upheld")


def _sued(case: _Case) -> Iterator[Line]:
    yield from case.until_served()
    on = case.served + 20 * DAY
    yield said(on, "suit.file", case=case.id, court="青澜县人民法院", filed_on=on)
    yield said(on + 4 * DAY, "suit.accept", case=case.id, accepted_on=on + 4 * DAY)
    yield said(on + 7 * DAY, "suit.notify", case=case.id, received_on=on + 7 * DAY)
    answer = {"case": case.id, "evidence": "全部案卷", "norms": "安全生产法(2021)"}
    late = on + 40 * DAY
    if case.number == 4:
        yield refused("A-53", late, "suit.answer", **answer, submitted_on=late)
        yield happened(
            "A-53",
            late,
            "suit.answer",
            reason="承办人住院，材料迟交",
            approver=case.approver,
            **answer,
            submitted_on=late,
        )
    else:
        yield refused("A-53", on + 15 * DAY, "suit.answer", **answer | {"norms": ""}, submitted_on=on + 15 * DAY)
        yield said(on + 20 * DAY, "suit.answer", **answer, submitted_on=on + 20 * DAY)
    end = on + 90 * DAY
    judged = {"case": case.id, "number": f"（{case.world.year}）青行初{case.world.id('RJ')[3:]}号", "ended_on": end}
    if case.number == 4:
        yield said(end, "suit.end", **judged, result="revoked", flaw="facts")
        yield from case.withdrawn(end + DAY)
    else:
        yield said(end, "suit.end", **judged, result="upheld")


def _too_late(case: _Case) -> Iterator[Line]:
    yield from case.until_served()
    on = case.served + 75 * DAY
    yield said(on, "reconsideration.apply", case=case.id, organ="青澜县人民政府", applied_on=on)
    taken = {"case": case.id, "procedure": "ordinary", "accepted_on": on + 2 * DAY}
    yield refused("A-48", on + 2 * DAY, "reconsideration.accept", **taken)
    yield refused("A-50", on + 2 * DAY, "reconsideration.reject", case=case.id, reasons="", rejected_on=on + 2 * DAY)
    why = {"case": case.id, "reasons": "超过法定申请期限"}
    yield said(on + 3 * DAY, "reconsideration.reject", **why, rejected_on=on + 3 * DAY)


def _corrected(case: _Case) -> Iterator[Line]:
    yield from case.until_served()
    on = case.served + 3 * DAY
    document = case.world.id("RB")
    mended: dict[str, Any] = {
        "case": case.id,
        "document": document,
        "what": "银行地址由解放路2号更正为解放路3号",
        "reason": "笔误",
        "approver": case.world.officers(case.one.authority)[3],
        "corrected_on": on,
    }
    yield refused("X-05", on, "case.correct_decision", **mended | {"reason": ""})
    yield said(on, "case.correct_decision", **mended)
    yield said(on + DAY, "case.serve_correction", case=case.id, document=document, served_on=on + DAY)
    yield from case.paid(case.served + 10 * DAY, case.fine)
    handed: dict[str, Any] = {
        "case": case.id,
        "archive": "青澜县档案馆",
        "medium": "加密光盘",
        "files": [{"file": f"{case.id}.pdf", "sent": "9f86d081884c7d65", "received": "9f86d081884c7d65"}],
        "authentic": True,
        "intact": True,
        "usable": True,
        "safe": True,
        "transferred_on": case.served + 30 * DAY,
    }
    yield refused("J-10", case.served + 30 * DAY, "archive.transfer", **handed | {"intact": False})
    yield said(case.served + 30 * DAY, "archive.transfer", **handed)
    if case.number == 6:
        yield from _listed(case)


def _listed(case: _Case) -> Iterator[Line]:
    told, on = case.served + 40 * DAY, case.served + 50 * DAY
    listing = case.world.id("RL")
    body = {"dishonesty": listing, "case": case.id}
    yield said(told, "exposure.tell", case=case.id, receivers=_RECEIVERS, told_on=told)
    yield said(told, "dishonesty.notify", **body, reasons="隐瞒重大隐患，情节严重", notified_on=told)
    paper = {"authority": case.one.authority, "document": f"青应急失信〔{case.world.year}〕1号"}
    yield said(on, "dishonesty.list", **body, **paper, listed_on=on)


def disclosure(world: World) -> Iterator[Line]:
    """Bases, results of rounds and requests for information, month by month."""
    for number, day in enumerate(world.days(world.day(1, 13), 11, 30)):
        authority = ("emb", "hcb", "trb")[number % 3]
        if number < 3:
            basis = {"authority": authority, "place": "部门网站", "published_on": day}
            parts = ["organ", "basis", "procedure", "remedies"]
            yield refused("A-39", day, "basis.publish", **basis, parts=parts[: number + 1])
            yield said(day, "basis.publish", **basis, parts=parts)
        formed: dict[str, Any] = {
            "publication": world.id("RP"),
            "authority": authority,
            "subject": ("inspection", "licence", "emergency_plan")[number % 3],
            "title": f"第{number + 1}批检查结果",
            "formed_on": day,
        }
        yield said(day, "publication.form", **formed)
        shown = {"publication": formed["publication"], "place": "县政府网站", "published_on": day + 14 * DAY}
        yield said(day + 14 * DAY, "publication.publish", **shown)
        yield from _requested(world, authority, day, number)


def _requested(world: World, authority: str, day: date, number: int) -> Iterator[Line]:
    request = world.id("RQ")
    asked = {"request": request, "authority": authority, "subject": "上年度行政处罚情况", "received_on": day}
    yield said(day, "information_request.receive", **asked)
    on = day + 10 * DAY
    if number % 3 == 1:
        longer = {"request": request, "approver": "公开机构负责人", "extended_on": on}
        yield refused("X-07", on, "information_request.extend", **longer, until=day + 120 * DAY)
        yield said(on, "information_request.extend", **longer, until=day + 35 * DAY)
        on = day + 30 * DAY
    if on <= world.day(12, 31):
        yield said(on, "information_request.answer", request=request, answer="disclosed", answered_on=on)


CHAPTERS: tuple[Chapter, ...] = (cases, disclosure)
