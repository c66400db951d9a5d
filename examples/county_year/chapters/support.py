"""Special campaigns and what they may close, and what supports the enterprise's own responsibility (S5, S6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from lines import Line, refused, said
from stdnum.cn import uscc
from world import World

__all__ = ["CHAPTERS"]


def campaigns(world: World) -> Iterator[Line]:
    """A campaign over a workshop without approval: inspected, ordered, banned; what is not founded is refused."""
    first = world.day(5, 6)
    code = "91430922MAG0E0W0R"
    enterprise, site = "GE-1", "GS-1"
    yield said(
        first,
        "enterprise.register",
        enterprise=enterprise,
        name="无名烟花作坊",
        credit_code=code + uscc.calc_check_digit(code),
        registered_on=first,
    )
    yield said(
        first,
        "site.register",
        site=site,
        enterprise=enterprise,
        name="作坊",
        address="石滩乡后山",
        authority="emb",
        sector="general",
        registered_on=first,
    )
    yield said(
        first,
        "campaign.launch",
        campaign="ZX-1",
        authority="emb",
        partners=["mrb", "shitan"],
        title="非法烟花生产专项整治",
        scope="全县烟花作坊",
        basis="县安委会第三次会议",
        sites=[site],
        first_day=first,
        last_day=world.day(8, 31),
        launched_on=first,
    )
    on = world.day(5, 12)
    named = {"campaign": "ZX-1", "site": site}
    yield refused("I-15", on, "campaign.record_measure", **named, action="close", taken_on=on)
    matter = "ZXJB-1"
    yield said(
        on, "matter.raise", matter=matter, authority="emb", subject=f"site:{site}", ground="未经许可生产", raised_on=on
    )
    yield refused(
        "I-15",
        on,
        "campaign.record_measure",
        **named,
        action="ban",
        action_ref=f"matter:{matter}",
        taken_on=on,
    )
    yield refused(
        "I-15",
        world.day(5, 19),
        "campaign.close",
        campaign="ZX-1",
        results="关停一家",
        shut_down=[enterprise],
        closed_on=world.day(5, 19),
    )
    on = world.day(5, 20)
    shut = {
        "enterprise": enterprise,
        "site": site,
        "authority": "emb",
        "way": "ban",
        "decided_by": "emb",
        "decided_on": on,
        "basis": [f"matter:{matter}"],
        "campaign": "ZX-1",
        "shut_on": on,
    }
    yield refused("I-15", on, "enterprise.shut_down", ground="unapproved", **shut)
    yield refused("I-15", on, "enterprise.shut_down", ground="stop_refused", decision="青应急取缔〔1〕", **shut)
    yield said(on, "enterprise.shut_down", ground="unapproved", decision=f"青应急取〔{world.year}〕1号", **shut)
    on = world.day(5, 21)
    yield said(on, "campaign.record_measure", **named, action="ban", action_ref=f"enterprise:{enterprise}", taken_on=on)
    end = world.day(8, 29)
    yield said(end, "campaign.close", campaign="ZX-1", results="取缔一家", shut_down=[enterprise], closed_on=end)


def supported(world: World) -> Iterator[Line]:
    """What enterprises do themselves over the year, and what is done for them."""
    chance = world.random("governance/supported")
    for number, one in enumerate(world.enterprises, 1):
        on = world.day(1, 13) + timedelta(days=number % 5)
        yield said(
            on,
            "commitment.publish",
            commitment=world.id("CN"),
            enterprise=one.id,
            content="无证不上岗，隐患不过夜",
            place="厂门口公告栏",
            valid_to=world.day(12, 31),
            published_on=on,
        )
        for day in world.days(world.day(2, 3) + timedelta(days=number), 3, 110):
            yield from _self_inspected(world, one.id, one.site, day, chance.randint(0, 2))
        on = world.day(3, 4) + timedelta(days=number)
        yield said(
            on,
            "training.hold",
            training=world.id("PX"),
            enterprise=one.id,
            topic="新员工三级教育",
            persons=chance.randint(5, 60),
            hours=24,
            held_on=on,
        )
        if number % 3 == 0:
            on = world.day(4, 14) + timedelta(days=number)
            advisers = world.officers(one.authority)[:2]
            visit = {"authority": one.authority, "enterprise": one.id, "site": one.site, "advisers": advisers}
            yield said(on, "advice.give", **visit, topics="粉尘清扫", advice="分区制定清扫周期", given_on=on)
    yield from _models(world)


def _self_inspected(world: World, enterprise: str, site: str, day: date, found: int) -> Iterator[Line]:
    body = {
        "self_inspection": world.id("ZC"),
        "enterprise": enterprise,
        "site": site,
        "first_day": day - timedelta(days=3),
        "last_day": day,
        "led_by": "安全总监",
        "reported_on": day,
    }
    hazards = [{"description": "通道堆物", "level": "general", "rectified_on": day} for _ in range(found)]
    if found == 2:
        ahead = [{**hazards[0], "rectified_on": day + timedelta(days=5)}]
        yield refused("SEQ", day, "self_inspection.report", found=ahead, **body)
    yield said(day, "self_inspection.report", found=hazards, **body)


def _models(world: World) -> Iterator[Line]:
    on = world.day(6, 16)
    for number, one in enumerate(world.enterprises[:3], 1):
        body = {
            "enterprise": one.id,
            "authority": "emb",
            "kind": "model",
            "what": "安全文化示范企业",
            "document": f"青安办〔{world.year}〕{20 + number}号",
            "valid_from": on,
            "valid_to": date(world.year + 2, 6, 15),
        }
        yield said(on, "incentive.grant", incentive=f"JL-{number}", granted_on=on, **body)
        if number == 1:
            later = on + timedelta(days=30)
            yield refused("SEQ", later, "incentive.grant", incentive="JL-X", granted_on=later, **body)
    yield said(
        on,
        "outreach.hold",
        authority="emb",
        enterprises=[one.id for one in world.enterprises],
        topic="安全生产月",
        place="县文化广场",
        audience=600,
        held_on=on,
    )
    gone = world.day(11, 3)
    yield said(gone, "incentive.withdraw", incentive="JL-3", reason="自查报告失实", withdrawn_on=gone)


CHAPTERS = (campaigns, supported)
