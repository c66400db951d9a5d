"""Who supervises what, who acts in whose name, and what authorities do together (S2, S4, S7, S9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from lines import Line, happened, refused, said
from world import AUTHORITIES, TOWNSHIPS, World

__all__ = ["CHAPTERS"]

_DUTIES = {"emb": "综合监管", "hcb": "建筑施工", "trb": "道路运输", "mrb": "特种设备"}


def lists(world: World) -> Iterator[Line]:
    """Departments publish their lists, townships name their bodies, and the county says who supervises a new business."""
    on = world.day(1, 3)
    for authority in AUTHORITIES:
        item = {"code": f"{authority}-1", "text": f"{_DUTIES[authority]}安全监管", "safety": True}
        body = {
            "authority": authority,
            "version": "2025",
            "place": "县政府网站",
            "valid_from": on,
            "published_on": on,
        }
        unsafe = [{**item, "safety": False}]
        yield refused("B-01", on, "duty_list.publish", duty_list=world.id("DLX"), items=unsafe, **body)
        yield said(on, "duty_list.publish", duty_list=world.id("DL"), items=[item], **body)
    for township in TOWNSHIPS:
        named = {"authority": township, "body": "应急管理办公室", "plan": f"{township}-2025", "named_on": on}
        yield refused("B-04", on, "safety_body.name", staff=0, **named)
        yield said(on, "safety_body.name", staff=4, **named)
    designated = {
        "department": "mrb",
        "business": "密室剧本娱乐",
        "similar_to": "公共娱乐场所",
        "document": "青政发〔2025〕3号",
        "valid_from": world.day(2, 1),
        "designated_on": world.day(1, 20),
    }
    yield refused("B-03", world.day(1, 20), "sector.designate", designation="SDX-1", government="qinghe", **designated)
    yield said(world.day(1, 20), "sector.designate", designation="SD-1", government="gov", **designated)


def roles(world: World) -> Iterator[Line]:
    """Every enterprise gets its regulators and its grid; the grid of some ends in autumn and is taken up again later."""
    on, chance = world.day(1, 6), world.random("supervision")
    for one in world.enterprises:
        subject = f"enterprise:{one.id}"
        grid = world.officers(one.township)[0]
        pause = chance.randrange(3, 30)
        for role, authority in (("lead", one.authority), ("comprehensive", "emb"), ("township", one.township)):
            yield said(
                on,
                "supervision.assign",
                assignment=world.id("SA"),
                subject=subject,
                role=role,
                authority=authority,
                duty=f"{authority}-1" if authority in AUTHORITIES else None,
                document="青安委〔2025〕1号",
                valid_from=on,
                assigned_on=on,
            )
        yield refused(
            "B-02",
            on,
            "supervision.assign",
            assignment=world.id("SAX"),
            subject=subject,
            role="comprehensive",
            authority="mrb",
            document="青安委〔2025〕1号",
            valid_from=on,
            assigned_on=on,
        )
        ends = world.day(8, 31)
        for first, last in ((on, ends), (ends + timedelta(days=1 + pause), None)):
            yield said(
                first,
                "supervision.assign",
                assignment=world.id("SA"),
                subject=subject,
                role="grid",
                authority=one.township,
                officer=grid,
                document="网格化监管名册",
                valid_from=first,
                valid_to=last,
                assigned_on=first,
            )
        yield from _patrols(world, subject, one.township, grid)


def _patrols(world: World, subject: str, township: str, grid: str) -> Iterator[Line]:
    for number, day in enumerate(world.days(world.day(2, 10), 6, 35)):
        rounds = {"subject": subject, "authority": township, "patrolled_on": day}
        if number == 3:
            other = world.officers(township)[2]
            reason = "网格员请假, 由他人代巡"
            yield happened(
                "B-04",
                day,
                "patrol.record",
                reason,
                f"authority:{township}",
                patrol=world.id("PT"),
                officer=other,
                **rounds,
            )
            continue
        yield said(day, "patrol.record", patrol=world.id("PT"), officer=grid, **rounds)


def projects(world: World) -> Iterator[Line]:
    """Key projects come under supervision, some weeks later than they begin, and end."""
    for number, name in enumerate(("城南大桥", "县医院新院", "云台水库"), 1):
        on = world.day(2, number)
        project = world.id("KP")
        yield said(on, "key_project.register", key_project=project, name=name, registered_on=on)
        yield refused("REF", on, "key_project.register", key_project=project, name=name, registered_on=on)
        for role, authority in (("lead", "hcb"), ("comprehensive", "emb"), ("township", "qinghe")):
            first = on + timedelta(days=7 * number)
            assignment = world.id("SA")
            yield said(
                first,
                "supervision.assign",
                assignment=assignment,
                subject=f"key_project:{project}",
                role=role,
                authority=authority,
                document="重点工程监管分工",
                valid_from=first,
                assigned_on=first,
            )
            if project == "KP-1" and role == "township":
                ends = {"assignment": assignment, "reason": "职责调整", "valid_to": world.day(9, 30)}
                yield said(world.day(9, 20), "supervision.end", **ends, ended_on=world.day(9, 20))
    yield said(world.day(11, 20), "key_project.end", key_project="KP-1", reason="竣工", ended_on=world.day(11, 20))


def delegation(world: World) -> Iterator[Line]:
    """The bureau delegates small fines to one township; the province transfers powers to the other."""
    letter = {
        "delegator": "emb",
        "delegate": "qinghe",
        "basis": "省安全生产条例第六十条",
        "matters": ["emb-1"],
        "fine_limit_fen": 2_000_000,
        "lawful_public_body": True,
        "can_inspect": True,
        "staff": world.officers("qinghe"),
        "valid_from": world.day(1, 20),
        "valid_to": world.day(9, 30),
        "signed_on": world.day(1, 8),
    }
    signed = world.day(1, 8)
    yield refused("A-42", signed, "delegation.sign", delegation="DGX-1", powers=["warn", "seal"], **letter)
    yield said(signed, "delegation.sign", delegation="DG-1", powers=["inspect", "warn", "fine"], **letter)
    for by in ("emb", "qinghe"):
        on = world.day(1, 10)
        yield said(on, "delegation.publish", delegation="DG-1", by=by, place="县政府网站", published_on=on)
    act = {"delegation": "DG-1", "matter": "emb-1", "in_name_of": "emb", "officers": world.officers("qinghe")[:2]}
    for number, day in enumerate(world.days(world.day(2, 5), 12, 20)):
        fine = 100_000 * (number + 1)
        yield said(day, "delegation.record_act", power="fine", fine_fen=fine, done_on=day, **act)
    late = world.day(10, 8)
    yield refused("A-41", late, "delegation.record_act", power="warn", done_on=late, **act)
    yield happened(
        "A-41", late, "delegation.record_act", "委托期满后作出", "authority:emb", power="warn", done_on=late, **act
    )
    own = {"township": "shitan", "matter": "emb-1", "power": "warn", "officers": world.officers("shitan")[:2]}
    yield refused("A-43", world.day(2, 20), "township_act.record", done_on=world.day(2, 20), **own)
    yield said(
        world.day(2, 25),
        "empowerment.decide",
        empowerment="EP-1",
        province="prov",
        department="emb",
        township="shitan",
        number="省政发〔2025〕2号",
        matters=["emb-1"],
        published_on=world.day(2, 25),
        evaluate_by=world.day(12, 10),
        valid_from=world.day(3, 1),
        decided_on=world.day(2, 25),
    )
    for day in world.days(world.day(3, 5), 10, 28):
        yield said(day, "township_act.record", done_on=day, **own)
    yield said(
        world.day(12, 5),
        "empowerment.evaluate",
        empowerment="EP-1",
        capable=True,
        result="人员和办案能力符合要求",
        evaluate_by=date(world.year + 1, 12, 10),
        evaluated_on=world.day(12, 5),
    )


def together(world: World) -> Iterator[Line]:
    """Referrals, help, joint operations and activity without approval."""
    for number, day in enumerate(world.days(world.day(2, 12), 9, 33)):
        one = world.enterprises[number]
        id_, to = world.id("RF"), ("mrb", "hcb")[number % 2]
        noted = {"finder": "emb", "subject": f"site:{one.site}", "issue": "特种设备未检验", "noted_on": day}
        yield said(day, "referral.note", referral=id_, **noted)
        asked = {"accept_by": day + timedelta(days=5), "answer_by": day + timedelta(days=20), "sent_on": day}
        if number % 4 == 0:
            yield refused("A-47", day, "referral.send", referral=id_, addressee="emb", record="移送函", **asked)
        yield said(day, "referral.send", referral=id_, addressee=to, record=f"移送函{number + 1}号", **asked)
        took, told = day + timedelta(days=4), day + timedelta(days=18)
        yield said(took, "referral.accept", referral=id_, by=to, accepted_on=took)
        if number < 8:
            yield said(told, "referral.answer", referral=id_, by=to, handling="已责令整改", answered_on=told)
    for number, day in enumerate(world.days(world.day(3, 10), 4, 70)):
        yield from _operation(world, number, day)
    for number, day in enumerate(world.days(world.day(4, 2), 4, 50)):
        id_ = world.id("UA")
        found = {"authority": "emb", "subject": f"site:{world.enterprises[number].site}", "found_on": day}
        yield said(day, "unapproved.find", unapproved=id_, ground="no_approval", activity="无证储存烟花", **found)
        wrong = {"licence": "LX-1", "decision": "撤1号", "withdrawn_on": day}
        yield refused("B-27", day, "unapproved.withdraw_approval", unapproved=id_, **wrong)
        yield said(day, "unapproved.ban", unapproved=id_, handling="当场取缔", banned_on=day)


def _operation(world: World, number: int, first: date) -> Iterator[Line]:
    last = first + timedelta(days=10)
    id_ = world.id("JO")
    yield said(
        first,
        "operation.plan",
        operation=id_,
        lead="emb",
        participants=["emb", "mrb", "trb"],
        plan=f"联合执法方案{number + 1}",
        scope="辖区工贸企业",
        first_day=first,
        last_day=last,
        planned_on=first,
    )
    for place, owner in enumerate(("mrb", "trb", None)):
        site = world.enterprises[(3 * number + place) % 12].site
        item = {"operation": id_, "item": f"{id_}-{place}", "subject": f"site:{site}", "problem": "通道堵塞"}
        yield said(first, "operation.record_item", owner=owner, found_on=first, **item)
    yield refused("I-16", last, "operation.close", operation=id_, summary="完成", closed_on=last)
    yield said(last, "operation.assign_item", operation=id_, item=f"{id_}-2", owner="emb", assigned_on=last)
    yield said(last, "operation.close", operation=id_, summary="完成", closed_on=last)


CHAPTERS = (lists, roles, projects, delegation, together)
