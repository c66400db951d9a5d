"""Who governs and by what it is measured: committee, matters, targets, government inspection, circulars (S1, S3, S7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import world as county
from lines import Line, happened, refused, said
from world import World

__all__ = ["CHAPTERS"]

GOV = "gov"
COMMITTEE = "AWH"
FORMULA = "KHBF"
TOPICS = (
    "国道沿线占道施工",
    "乡镇加油点管理",
    "农村自建房脚手架",
    "工业园消防通道",
    "渡口夜航",
    "出租厂房用电",
    "冬季烟花储存",
    "校车路线隐患",
    "尾矿库汛期值守",
    "液化气配送",
)
SUBJECTS = ("落实安全生产责任", "汛期安全值守", "重大隐患整改", "应急预案演练")
INDICATORS: tuple[dict[str, Any], ...] = (
    {
        "indicator": "matters_in_time",
        "title": "交办事项按期反馈",
        "points": 40,
        "by": "share",
        "fact": "matter.answered",
        "in_time": True,
        "of": "matter.assigned",
    },
    {
        "indicator": "meetings",
        "title": "参加安委会会议",
        "points": 20,
        "by": "reach",
        "fact": "meeting.held",
        "unit_field": "attendees",
        "target": 6,
    },
    {
        "indicator": "escalated",
        "title": "被督办事项",
        "points": 20,
        "by": "deduct",
        "fact": "matter.escalated",
        "unit_field": "owner",
        "each": "5",
    },
    {"indicator": "leadership", "title": "组织领导", "points": 20, "by": "judged"},
)
VETO = {
    "veto": "accountable",
    "title": "公职人员因失职被追责",
    "fact": "accountability.decided",
    "where": [{"field": "responsible", "value": "true"}],
}


def units(world: World) -> list[str]:
    """The members of the committee: the departments and the townships."""
    return [*county.AUTHORITIES, *county.TOWNSHIPS]


def government(world: World) -> Iterator[Line]:
    """The county's government, its leaders, and the safety committee with its liaison officers."""
    before, first = date(world.year - 1, 1, 2), world.day(1, 2)
    known = {id_ for name in dir(county) if isinstance(got := getattr(county, name), dict) for id_ in got}
    if GOV not in known:
        yield said(
            before,
            "authority.register",
            authority=GOV,
            name="青澜县人民政府",
            level="county",
            form="government",
            registered_on=before,
        )
    for number, name in enumerate(("县长", "分管副县长", "督查室主任", "复核员"), 1):
        yield said(before, "officer.appoint", officer=f"xz-{number}", authority=GOV, name=name, appointed_on=before)
    for post, officer in (("principal", "xz-1"), ("deputy_in_charge", "xz-2")):
        yield said(
            first, "leader.assign", authority=GOV, officer=officer, post=post, valid_from=first, assigned_on=first
        )
    for unit in units(world):
        for post, officer in zip(("principal", "deputy_in_charge"), world.officers(unit), strict=False):
            yield said(
                first, "leader.assign", authority=unit, officer=officer, post=post, valid_from=first, assigned_on=first
            )
    on = world.day(1, 3)
    yield said(
        on,
        "committee.compose",
        committee=COMMITTEE,
        authority=GOV,
        name="青澜县安全生产委员会",
        head="xz-1",
        members=units(world),
        composed_on=on,
    )
    for unit in units(world):
        term = {
            "committee": COMMITTEE,
            "authority": unit,
            "officer": world.officers(unit)[2],
            "valid_from": world.day(1, 6),
            "valid_to": world.day(12, 31),
            "appointed_on": world.day(1, 6),
        }
        yield said(world.day(1, 6), "liaison.appoint", liaison=world.id("LLY"), **term)
        if unit == "trb":
            again = {**term, "valid_from": world.day(12, 31), "valid_to": world.day(12, 31)}
            yield refused("I-20", world.day(1, 7), "liaison.appoint", liaison="LLY-X", **again)


def meetings(world: World) -> Iterator[Line]:
    """Seven meetings; what they resolve becomes matters, some of which come late, are escalated, or come back."""
    chance = world.random("governance/meetings")
    topics = list(TOPICS)
    for number, on in enumerate(world.days(world.day(1, 15), 7, 52), 1):
        meeting = f"AWHY-{number}"
        body = {
            "committee": COMMITTEE,
            "number": f"{world.year}-{number}",
            "chair": "xz-1",
            "attendees": [one for one in units(world) if number < 4 or one != "mrb"],
            "held_on": on,
        }
        if number == 3:
            yield refused("I-20", on, "meeting.hold", meeting=meeting, agenda=" ", **body)
        yield said(on, "meeting.hold", meeting=meeting, agenda=f"第{number}次全体会议", **body)
        sealed = on + timedelta(days=2)
        matters = [world.id("JB") for _ in range(3)]
        owners = chance.sample(units(world), 3)
        resolutions = [
            {
                "matter": matter,
                "resolved": topics[(number * 3 + place) % len(topics)],
                "owner": owner,
                "due_on": sealed + timedelta(days=21),
            }
            for place, (matter, owner) in enumerate(zip(matters, owners, strict=True))
        ]
        if number in (2, 5):
            unowned = [{**resolutions[0], "owner": None}]
            yield refused(
                "I-20", sealed, "meeting.seal_minutes", meeting=meeting, resolutions=unowned, sealed_on=sealed
            )
        yield said(sealed, "meeting.seal_minutes", meeting=meeting, resolutions=resolutions, sealed_on=sealed)
        for place, (matter, owner) in enumerate(zip(matters, owners, strict=True)):
            late = place == 0 and number % 2 == 0
            yield from _matter_ends(world, matter, owner, sealed + timedelta(days=21), late=late, number=number)


def _matter_ends(world: World, matter: str, owner: str, due: date, *, late: bool, number: int) -> Iterator[Line]:
    last = world.day(12, 31)
    answered = due + timedelta(days=6) if late else due - timedelta(days=2)
    if answered + timedelta(days=8) > last:
        return  # what the last meeting resolved is still open at the end of the year
    if late:
        on = due + timedelta(days=3)
        body = {"matter": matter, "reason": "逾期未反馈", "due_on": on + timedelta(days=10), "escalated_on": on}
        yield refused("I-20", on, "matter.escalate", to=owner, **body)
        yield said(on, "matter.escalate", to=GOV, **body)
    yield said(answered, "matter.answer", matter=matter, answer="已整改到位", answered_on=answered)
    on = answered + timedelta(days=4)
    body = {"matter": matter, "finding": "现场核实", "settled_on": on}
    if number == 4 and not late:
        yield refused("I-20", on, "matter.settle", by=owner, **body)
    yield said(on, "matter.settle", by=GOV, **body)
    if number == 1:
        again = on + timedelta(days=20)
        yield said(
            again,
            "matter.reopen",
            matter=matter,
            reason="回头看发现反弹",
            due_on=again + timedelta(days=15),
            reopened_on=again,
        )
        back = again + timedelta(days=10)
        yield said(back, "matter.answer", matter=matter, answer="再次整改", answered_on=back)
        end = back + timedelta(days=3)
        yield said(end, "matter.settle", matter=matter, by=GOV, finding="复核通过", settled_on=end)


def targets(world: World) -> Iterator[Line]:
    """A formula without a fen in it, targets for every unit, and their results in the following January."""
    chance = world.random("governance/targets")
    on = world.day(1, 8)
    stated: dict[str, Any] = {
        "formula": FORMULA,
        "version": 1,
        "authority": GOV,
        "title": "安全生产目标责任制考核办法",
        "document": f"青政办发〔{world.year}〕1号",
        "vetoes": [VETO],
        "stated_on": on,
    }
    paid = {**INDICATORS[1], "title": "罚没收入完成率"}
    counted = {**INDICATORS[1], "fact": "case.paid"}
    for bad in (paid, counted):
        yield refused("A-46", on, "formula.state", indicators=[INDICATORS[0], bad, *INDICATORS[2:]], **stated)
    yield said(on, "formula.state", indicators=list(INDICATORS), **stated)
    end = date(world.year + 1, 1, 12)
    for number, unit in enumerate(units(world), 1):
        target, assessment = f"ZRS-{number}", f"KH-{number}"
        on = world.day(1, 10)
        given = {"unit": unit, "authority": GOV, "year": world.year, "formula": FORMULA, "version": 1, "set_on": on}
        yield said(on, "target.set", target=target, **given)
        if number == 2:
            yield refused(
                "SEQ", world.day(2, 10), "target.set", target="ZRS-X", **{**given, "set_on": world.day(2, 10)}
            )
        judged = {
            "indicator": "leadership",
            "points": str(chance.randint(12, 20)),
            "assessor": "xz-3",
            "ground": "查阅会议记录和带班检查记录",
        }
        concluded = {"assessment": assessment, "target": target, "concluded_on": end}
        if number == 1:
            fined = {**judged, "ground": "全年罚款三十万元"}
            yield refused("A-46", end, "assessment.conclude", judged=[fined], **concluded)
        yield said(end, "assessment.conclude", judged=[judged], **concluded)
        if number == 3:
            yield from _objection(assessment, end)
        final = end + timedelta(days=30)
        yield said(final, "assessment.settle", assessment=assessment, settled_on=final)
        follow = {"assessment": assessment, "document": f"青政发〔{world.year + 1}〕{number}号", "followed_on": final}
        if number == 4:
            yield refused("A-46", final, "assessment.follow", kind="reward", what="按罚款额百分之三奖励", **follow)
        yield said(
            final, "assessment.follow", kind="sanction" if number in (3, 6) else "reward", what="通报全县", **follow
        )


def _objection(assessment: str, end: date) -> Iterator[Line]:
    on = end + timedelta(days=5)
    yield said(on, "assessment.object", assessment=assessment, grounds="会议请假已批准", objected_on=on)
    answered = on + timedelta(days=7)
    early = answered - timedelta(days=1)
    yield refused("SEQ", early, "assessment.settle", assessment=assessment, settled_on=early)
    yield said(
        answered,
        "assessment.answer_objection",
        assessment=assessment,
        result="rejected",
        reasons="办法按出席计分",
        answered_on=answered,
    )


def inspected(world: World) -> Iterator[Line]:
    """Four government inspections: one by a designated department, objections in and out of time, what was asked put right."""
    designated = world.day(3, 3)
    yield said(
        designated,
        "oversight.designate",
        designation="ZD-1",
        government=GOV,
        authority="emb",
        content=SUBJECTS[0],
        subjects=["hcb", "qinghe", "shitan"],
        document=f"青政函〔{world.year}〕3号",
        valid_from=world.day(3, 10),
        valid_to=world.day(6, 30),
        designated_on=designated,
    )
    for number, (content, unit) in enumerate(zip(SUBJECTS, ("hcb", "qinghe", "trb", "shitan"), strict=True), 1):
        on = world.day(3, 10) + timedelta(days=40 * (number - 1))
        own = number > 1
        opened: dict[str, Any] = {
            "government": GOV,
            "content": content,
            "subjects": [unit],
            "inspectors": ["xz-3"],
            "opened_on": on,
        }
        if number in (1, 3):
            yield refused("I-18", on, "oversight.open", oversight="DC-X", authority="mrb", plan="自行组织", **opened)
        by = {"authority": GOV} if own else {"authority": "emb", "designation": "ZD-1"}
        yield said(on, "oversight.open", oversight=f"DC-{number}", plan=f"督查方案{number}", **by, **opened)
        if number == 2:
            again = on + timedelta(days=2)
            repeat = {**opened, "opened_on": again}
            yield refused("I-18", again, "oversight.open", oversight="DC-Y", authority=GOV, plan="再查", **repeat)
        yield from _concluded(number, unit, on + timedelta(days=12))


def _concluded(number: int, unit: str, on: date) -> Iterator[Line]:
    named = {"oversight": f"DC-{number}"}
    due = on + timedelta(days=40)
    yield said(
        on,
        "oversight.conclude",
        **named,
        conclusion="责任清单更新不及时",
        corrections=[{"subject": unit, "asked": "更新并公开清单", "due_on": due}],
        officials=["xz-3"],
        concluded_on=on,
    )
    received = on + timedelta(days=3)
    named |= {"subject": unit}
    yield said(received, "oversight.feed_back", **named, received_on=received)
    if number == 2:
        objected = received + timedelta(days=30)
        yield said(objected, "oversight.object", **named, grounds="已经公开", objected_on=objected)
        reviewed = objected + timedelta(days=20)
        body = {**named, "result": "upheld", "reasons": "公开时间在督查之后", "reviewed_on": reviewed}
        yield refused("I-18", reviewed, "oversight.review", reviewers=["xz-3"], **body)
        yield said(reviewed, "oversight.review", reviewers=["xz-4"], **body)
    if number == 3:
        late = received + timedelta(days=31)
        body = {**named, "grounds": "事实不清", "objected_on": late}
        yield refused("I-18", late, "oversight.object", **body)
        yield happened(
            "I-18", late, "oversight.object", reason="来文逾期，照实登记", approver=f"authority:{GOV}", **body
        )
    if number == 4:
        clue = {"oversight": "DC-4", "clue": "duty", "recipient": "青澜县监察委员会", "handed_on": received}
        yield refused("I-18", received, "oversight.hand_over_clue", organ="judicial", **clue)
        yield said(received, "oversight.hand_over_clue", organ="supervisory", **clue)
    reported = due - timedelta(days=number)
    yield said(reported, "oversight.report_rectified", **named, report="清单已公开", rectified_on=reported)
    yield said(due, "oversight.verify", **named, result="passed", findings="网站可查", verified_on=due)


def told(world: World) -> Iterator[Line]:
    """Circulars on what is closed, one that is no penalty in disguise, one withdrawn; an official who answers; statistics."""
    chance = world.random("governance/told")
    for number, on in enumerate((world.day(6, 2), world.day(7, 21), world.day(9, 29)), 1):
        basis = [f"oversight:DC-{number}"]
        body = {
            "circular": f"TB-{number}",
            "authority": GOV,
            "number": f"青安办〔{world.year}〕{number}号",
            "basis": basis,
            "text": "督查情况通报",
            "issued_on": on,
        }
        firm = f"enterprise:{chance.choice(world.enterprises).id}"
        yield refused("I-17", on, "circular.issue", tone="criticism", about=[firm], **body)
        yield said(on, "circular.issue", tone="criticism", about=["authority:hcb"], **body)
    on = world.day(10, 13)
    named = {"circular": "TB-3"}
    yield said(on, "circular.annul_basis", **named, basis="oversight:DC-3", by="县政府决定撤销", annulled_on=on)
    gone = on + timedelta(days=2)
    yield said(gone, "circular.withdraw", **named, reason="依据已撤销", withdrawn_on=gone)
    on = world.day(9, 15)
    decided = {
        "official": "trb-4",
        "authority": "trb",
        "ground": "unapproved_not_banned",
        "basis": ["oversight:DC-3"],
        "decided_by": "青澜县监察委员会",
        "document": f"青监〔{world.year}〕11号",
        "decided_on": on,
    }
    yield refused("B-41", on, "accountability.decide", accountability="ZR-X", sanction="warning", **decided)
    yield said(on, "accountability.decide", accountability="ZR-1", sanction="demotion", **decided)
    for quarter in (1, 2, 3):
        first, last = world.day(quarter * 3 - 2, 1), world.day(quarter * 3 + 1, 1) - timedelta(days=1)
        period = {"authority": "mrb", "first_day": first, "last_day": last, "place": "县政府网站"}
        yield refused("B-46", last, "statistics.publish", published_on=last, **period)
        on = last + timedelta(days=9)
        yield said(on, "statistics.publish", published_on=on, **period)


CHAPTERS = (government, meetings, targets, inspected, told)
