"""Accidents, near misses, tip-offs and petitions of the year (S10, S11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from lines import Line, happened, refused, said
from world import Enterprise, World

__all__ = ["CHAPTERS"]

_ORGANS = ("government", "emergency", "sector", "supervision", "police", "union")
_GOVERNMENT = "acc-gov"
_SUBJECTS = ("夜间关闭报警装置", "安全出口被锁", "无证动火作业", "超量储存危险物品", "未佩戴防护用品", "吊装区无警戒")
_NAMES = ("甲某", "乙某", "丙某", "丁某", "戊某")


def _at(on: date, clock: str) -> str:
    return f"{on.isoformat()}T{clock}:00+08:00"


def ready(world: World) -> Iterator[Line]:
    """The government that investigates, the duty desk of the bureau with its rosters, emergency plans and drills."""
    before, first = date(world.year - 1, 12, 2), world.day(1, 1)
    yield said(
        before, "authority.register", authority=_GOVERNMENT, name="青澜县人民政府（事故调查）", registered_on=before
    )
    desk: dict[str, Any] = {"duty_desk": "DD-emb", "authority": "emb", "telephone": "0737-12350", "opened_on": before}
    yield refused("B-30", before, "duty_desk.open", **desk)
    yield said(before, "duty_desk.open", **desk, mailbox="aq@example.invalid", platform="12350")
    start = before
    for month in range(1, 13):
        following = world.day(month + 1, 1) if month < 12 else date(world.year + 1, 1, 1)
        last = following - timedelta(days=1)
        on = max(before, start - timedelta(days=1))
        yield said(on, "duty_desk.roster", duty_desk="DD-emb", first=start, last=last, rostered_on=on)
        start = following
    for number, one in enumerate(world.enterprises[:5]):
        plan = world.id("EP")
        body = {"emergency_plan": plan, "authority": one.authority, "enterprise": one.id, "holder": "high_risk_unit"}
        filed = first + timedelta(days=5 + number)
        if number == 0:
            yield refused("B-45", filed, "emergency_plan.file", **body, published=False, filed_on=filed)
        yield said(filed, "emergency_plan.file", **body, published=True, filed_on=filed)
        for days in (150, 320):
            on = filed + timedelta(days=days)
            drilled = {"emergency_plan": plan, "reported": True, "result": "按计划完成", "drilled_on": on}
            yield said(on, "emergency_plan.drill", **drilled)


def accidents(world: World) -> Iterator[Line]:
    """Two general accidents that the county investigates, and a larger one that goes to the city."""
    yield from _general(world, world.enterprises[0], world.day(2, 10), deaths=1)
    yield from _general(world, world.enterprises[4], world.day(4, 14), deaths=0)
    yield from _larger(world, world.enterprises[7], world.day(6, 20))


def _report(accident: str, one: Enterprise, day: date, **figures: Any) -> dict[str, Any]:
    return {
        "accident": accident,
        "enterprise": one.id,
        "site": one.site,
        "authority": "emb",
        "happened_at": _at(day, "08:00"),
        "head_told_at": _at(day, "08:10"),
        "profile": f"{one.name}，从业人员80人",
        "scene": "二号车间，上午8时",
        "course": "阀门破裂，物料喷出",
        "measures": "停产、疏散、送医",
        "missing": 0,
        "received_at": _at(day, "08:50"),
        **figures,
    }


def _told(accident: str, day: date) -> Iterator[Line]:
    others = ["government", "police", "human_resources", "union", "procuratorate"]
    yield said(day, "accident.notify", accident=accident, recipients=others, notified_at=_at(day, "09:30"))
    yield said(day, "accident.report_up", accident=accident, level="city", reached_at=_at(day, "10:20"))


def _team(accident: str, day: date) -> dict[str, Any]:
    members = [{"member": f"{accident}-{organ}", "organ": organ} for organ in _ORGANS]
    return {
        "accident": accident,
        "government": _GOVERNMENT,
        "level": "county",
        "members": members,
        "procuratorate_invited": True,
        "leader": f"{accident}-government",
        "formed_on": day,
    }


def _general(world: World, one: Enterprise, day: date, *, deaths: int) -> Iterator[Line]:
    accident, loss = world.id("ACC"), 300_000_000
    report = _report(accident, one, day, deaths=deaths, injuries=2, loss_fen=loss)
    yield refused("C-04", day, "accident.receive_report", **{**report, "course": ""})
    yield said(day, "accident.receive_report", **report, injured=[{"value": "伤者"}])
    yield from _told(accident, day)
    scene = {"accident": accident, "moved": True, "ground": "抢救人员", "marked": True, "sketched": True}
    yield said(day, "accident.record_scene", **scene, written=True, recorded_on=day)
    next_day = day + timedelta(days=1)
    yield refused("C-01", next_day, "accident.grade", accident=accident, grade="larger", graded_on=next_day)
    yield said(next_day, "accident.grade", accident=accident, grade="general", graded_on=next_day)
    formed = day + timedelta(days=3)
    team = _team(accident, formed)
    yield refused("C-09", formed, "accident.form_team", **{**team, "members": team["members"][:-1]})
    yield said(formed, "accident.form_team", **team)
    begun, ended = day + timedelta(days=10), day + timedelta(days=24)
    appraisal = {"accident": accident, "appraisal": f"{accident}-T"}
    yield said(begun, "accident.begin_appraisal", **appraisal, institution="省检测院", qualified=True, begun_on=begun)
    yield said(ended, "accident.end_appraisal", **appraisal, ended_on=ended)
    yield from _settled(world, accident, one, day, deaths=deaths, loss=loss)


def _settled(world: World, accident: str, one: Enterprise, day: date, *, deaths: int, loss: int) -> Iterator[Line]:
    found = day + timedelta(days=40)
    person = f"{accident}-principal"
    income = {"accident": accident, "person": person, "target": "principal", "income_fen": 20_000_000}
    yield refused("B-35", found, "accident.determine_income", **income, year=world.year, determined_on=found)
    yield said(found, "accident.determine_income", **income, year=world.year - 1, determined_on=found)
    unit = {"accident": accident, "penalty": f"{accident}-P1", "target": "unit", "conduct": "accident"}
    fine: dict[str, Any] = {"fine_fen": 40_000_000, "proposed_on": found}
    yield refused(
        "C-17", found, "accident.propose_penalty", **{**unit, **fine, "fine_fen": 15_000_000}, basis="decree_37"
    )
    yield refused(
        "B-34", found, "accident.propose_penalty", **{**unit, **fine, "fine_fen": 10_000_000}, basis="work_safety_law"
    )
    yield said(found, "accident.propose_penalty", **unit, **fine, basis="work_safety_law")
    own = {**unit, "penalty": f"{accident}-P2", "target": "principal", "person": person, "basis": "work_safety_law"}
    yield said(found, "accident.propose_penalty", **own, fine_fen=8_000_000, disposal="撤职", proposed_on=found)
    submitted = day + timedelta(days=60)
    report = {
        "accident": accident,
        "unit": one.name,
        "course": "阀门腐蚀破裂",
        "casualties": "见附表",
        "cause": "未按规定检测，属责任事故",
        "responsibility": "单位及主要负责人",
        "prevention": "更换阀门，完善检测制度",
        "evidence_attached": True,
        "grade": "general",
        "deaths": deaths,
        "injuries": 2,
        "loss_fen": loss,
        "responsible": True,
        "submitted_on": submitted,
    }
    signed = [f"{accident}-{organ}" for organ in _ORGANS]
    yield refused("C-11", submitted, "accident.submit_report", **report, signed=signed[1:])
    yield said(submitted, "accident.submit_report", **report, signed=signed)
    replied = submitted + timedelta(days=12)
    reply = {"accident": accident, "document": f"青政函〔{world.year}〕{accident}号", "replied_on": replied}
    early = submitted + timedelta(days=2)
    handled = {"accident": accident, "document": "处理决定"}
    first = {**handled, "penalty": f"{accident}-P1"}
    yield refused("C-12", early, "accident.handle", **first, handled_on=early)
    yield refused("C-12", replied, "accident.reply", **reply, government="emb")
    yield said(replied, "accident.reply", **reply, government=_GOVERNMENT)
    if deaths:
        crime = {"accident": accident, "crime": "重大责任事故罪", "main_responsibility": True}
        yield refused(
            "B-44", replied, "accident.refer_crime", **crime, consequence="especially_grave", referred_on=replied
        )
        yield said(replied, "accident.refer_crime", **crime, consequence="grave", referred_on=replied)
    after = replied + timedelta(days=20)
    yield said(after, "accident.handle", **first, handled_on=after)
    yield said(after, "accident.handle", **handled, penalty=f"{accident}-P2", handled_on=after)
    licences = {"accident": accident, "ground": "条例第四十条", "settled_on": after}
    yield refused("C-18", after, "accident.settle_licences", **licences, outcome="kept")
    yield said(after, "accident.settle_licences", **licences, outcome="suspended")
    barred = {"barred": person, "industry": "manufacturing"}
    yield said(after, "principal.bar", **barred, accident=accident, ground="dismissal", since=after, barred_on=after)
    again = after + timedelta(days=40)
    yield refused("C-18", again, "principal.register", **barred, enterprise=one.id, since=again)
    yield said(
        again,
        "principal.register",
        barred=f"{accident}-successor",
        industry="manufacturing",
        enterprise=one.id,
        since=again,
    )
    measures = {"accident": accident, "measures": "更换全部阀门", "evidence": "照片及检测报告", "reported_on": again}
    yield happened(
        "C-13",
        again,
        "accident.report_measures",
        **measures,
        union_supervised=False,
        reason="企业尚未建立工会，由职工代表监督",
        approver="authority:emb",
    )
    yield said(again, "accident.educate", accident=accident, audience="全体职工及同行业企业", educated_on=again)
    for what in ("report", "handling"):
        yield said(again, "accident.publish", accident=accident, what=what, place="县政府网站", published_on=again)
    looked = again + timedelta(days=4)
    findings = "整改和防范措施已落实"
    evaluation = {"accident": accident, "government": _GOVERNMENT, "implemented": True, "findings": findings}
    yield said(looked, "accident.evaluate", **evaluation, evaluated_on=looked)
    closed = again + timedelta(days=5)
    yield said(closed, "accident.close", accident=accident, closed_on=closed)


def _larger(world: World, one: Enterprise, day: date) -> Iterator[Line]:
    accident = world.id("ACC")
    report = _report(accident, one, day, deaths=2, injuries=1, loss_fen=500_000_000)
    yield said(day, "accident.receive_report", **{**report, "missing": 1})
    yield from _told(accident, day)
    died = day + timedelta(days=4)
    figures = {"deaths": 3, "injuries": 1, "missing": 0, "loss_fen": 500_000_000, "ground": "失踪人员已找到，遇难"}
    yield said(died, "accident.supplement", accident=accident, **figures, changed_on=died, supplemented_on=died)
    yield said(died, "accident.report_up", accident=accident, level="province", reached_at=_at(died, "12:00"))
    yield refused("C-01", died, "accident.grade", accident=accident, grade="general", graded_on=died)
    yield said(died, "accident.grade", accident=accident, grade="larger", graded_on=died)
    formed = died + timedelta(days=1)
    yield refused("C-08", formed, "accident.form_team", **_team(accident, formed))
    yield said(formed, "accident.form_team", **{**_team(accident, formed), "level": "city"})


def near_misses(world: World) -> Iterator[Line]:
    """Incidents in which nobody was hurt."""
    chance = world.random("near misses")
    for number, one in enumerate(world.enterprises[1:7]):
        day = world.day(3 + number, chance.randrange(2, 27))
        incident = world.id("NM")
        report = {
            "near_miss": incident,
            "enterprise": one.id,
            "site": one.site,
            "authority": one.authority,
            "trapped": chance.randrange(3, 6),
            "course": "设备卡阻，人员被困后获救",
            "happened_at": _at(day, "10:00"),
            "received_at": _at(day, "10:30"),
        }
        yield said(day, "near_miss.report", **report)
        yield said(day, "near_miss.report_up", near_miss=incident, reached_at=_at(day, "11:30"))


def tip_offs(world: World) -> Iterator[Line]:
    """Forty tip-offs: some forwarded, some untrue, most verified, the true ones rewarded."""
    chance = world.random("tip-offs")
    for number, day in enumerate(world.days(world.day(1, 6), 40, 8)):
        tip, one = world.id("TIP"), chance.choice(world.enterprises)
        received: dict[str, Any] = {
            "tipoff": tip,
            "authority": "emb",
            "enterprise": one.id,
            "channel": chance.choice(("telephone", "mailbox", "platform", "visit", "committee")),
            "subject": chance.choice(_SUBJECTS),
            "received_on": day,
        }
        if chance.random() < 0.7:
            received["informant"] = {"value": chance.choice(_NAMES)}
        yield said(day, "tipoff.receive", **received)
        taken = day + timedelta(days=1)
        if number % 6 == 5:
            yield refused("B-30", taken, "tipoff.accept", tipoff=tip, own_matter=False, accepted_on=taken)
            yield said(taken, "tipoff.forward", tipoff=tip, to="hcb", ground="属建设领域", forwarded_on=taken)
            continue
        yield said(taken, "tipoff.accept", tipoff=tip, own_matter=True, accepted_on=taken)
        yield from _looked_into(world, tip, taken, number, named="informant" in received)


def _looked_into(world: World, tip: str, taken: date, number: int, *, named: bool) -> Iterator[Line]:
    looked, true = taken + timedelta(days=4), number % 3 != 0
    verified = {
        "tipoff": tip,
        "officers": world.officers("emb")[:2],
        "result": "true" if true else "untrue",
        "material": "现场核查记录",
        "rectification": true,
        "verified_on": looked,
    }
    if number % 10 == 1:
        yield refused("B-30", looked, "tipoff.verify", **{**verified, "rectification": True})
    yield said(looked, "tipoff.verify", **verified, signed_by="分管负责人" if true else "")
    if named:
        yield said(looked, "tipoff.reply", tipoff=tip, replied_on=looked)
    granted = looked + timedelta(days=10)
    body = {"tipoff": tip, "fine_fen": 3_000_000, "reward_fen": 450_000, "rewarded_on": granted}
    if not true and number % 9 == 0:
        yield refused("B-31", granted, "tipoff.reward", **body)
    if true and number % 2:
        yield said(granted, "tipoff.reward", **body)
        paid: dict[str, Any] = {
            "tipoff": tip,
            "voucher": f"V-{tip}",
            "recipient": {"value": "领取人"},
            "paid_on": granted,
        }
        if number % 14 == 1:
            yield refused("B-31", granted, "tipoff.pay_reward", **paid, reward_fen=1)
        yield said(granted, "tipoff.pay_reward", **paid, reward_fen=450_000)


def petitions(world: World) -> Iterator[Line]:
    """A dozen petitions: handled, extended, reviewed, or routed to a tip-off."""
    for number, day in enumerate(world.days(world.day(1, 14), 12, 21)):
        petition = world.id("PET")
        asks = number % 3 == 2
        received = {"petition": petition, "authority": "emb", "petitioner": {"value": "信访人"}, "received_on": day}
        yield said(day, "petition.receive", **received, subject="反映厂区噪声和隐患", asks_investigation=asks)
        told = day + timedelta(days=9)
        yield said(told, "petition.answer", petition=petition, how="已登记，正在核查", answered_on=told)
        opinion = {"petition": petition, "opinion": "经核查，已督促整改", "handled_on": told + timedelta(days=20)}
        if asks:
            tip = world.id("TIPP")
            tipped = {"tipoff": tip, "authority": "emb", "channel": "petition", "subject": "反映违法爆破"}
            yield said(told, "tipoff.receive", **tipped, received_on=told)
            yield said(told, "petition.route", petition=petition, tipoff=tip, routed_on=told)
            continue
        extension = {"petition": petition, "ground": "需专家检测", "extended_on": told}
        if number % 4 == 1:
            yield refused("I-19", told, "petition.extend", **extension, days=45)
            yield said(told, "petition.extend", **extension, days=30)
        yield said(opinion["handled_on"], "petition.handle", **opinion)
        if number % 4 == 0:
            asked = opinion["handled_on"] + timedelta(days=12)
            yield said(asked, "petition.ask_review", petition=petition, asked_on=asked)
            decided = asked + timedelta(days=14)
            yield said(decided, "petition.review", petition=petition, opinion="维持", reviewed_on=decided)


CHAPTERS = (ready, accidents, near_misses, tip_offs, petitions)
