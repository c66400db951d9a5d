"""S9, the money of decisions on the spot: taken at once, in remote places, at the bank; and a unit whose closure is proposed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from lines import Chapter, Line, happened, refused, said
from world import Enterprise, World

__all__ = ["CHAPTERS"]

DAY = timedelta(days=1)
_BASIS = "安全生产法(2021) 第97条"


def _spot(world: World, one: Enterprise, day: date, fine: int, act: str) -> dict[str, Any]:
    """A decision on the spot."""
    summary = world.id("KD")
    return {
        "summary": summary,
        "enterprise": one.id,
        "site": one.site,
        "authority": one.authority,
        "officers": world.officers(one.authority)[:2],
        "certificates_shown": True,
        "party": "unit",
        "act": f"{act}（{summary}）",
        "basis": _BASIS,
        "facts_certain": True,
        "sanction": "fine",
        "fine_fen": fine,
        "place": "厂区门口",
        "number": f"收〔{world.year}〕{summary[3:]}",
        "correction": "立即改正",
        "remedies": "六十日内先申请行政复议，对复议决定不服再提起诉讼",
        "review_first_told": True,
        "handing": "signed",
        "decided_on": day,
    }


def money(world: World) -> Iterator[Line]:
    """Twenty decisions on the spot: small fines taken at once, larger ones at the bank, a few where they would be lost or far away."""
    chance = world.random("collection/money")
    for number, day in enumerate(world.days(world.day(1, 7), 20, 17)):
        one = chance.choice(world.enterprises)
        small = number % 4 == 0
        fine = 10_000 if small else chance.randrange(5, 31) * 10_000
        spot = _spot(world, one, day, fine, "配电箱未上锁")
        yield said(day, "summary.decide", **spot)
        take: dict[str, Any] = {
            "collection": world.id("KC"),
            "summary": spot["summary"],
            "officers": spot["officers"],
            "amount_fen": fine,
            "receipt": f"财票{number + 1:05}",
            "unified_receipt": True,
            "taken_on": day,
        }
        match number % 4:
            case 0:
                if number % 8:
                    yield refused(
                        "A-23", day, "collection.take", **take | {"ground": "small", "unified_receipt": False}
                    )
                yield said(day, "collection.take", **take, ground="small")
                yield from _handed_in(take["collection"], day, late=number == 8)
            case 1:
                yield refused("A-23", day, "collection.take", **take, ground="small")
                yield from _at_the_bank(world, spot, day, number)
            case 2:
                hard = "流动施工队次日离县"
                yield refused("A-23", day, "collection.take", **take, ground="hard_later")
                yield said(day, "collection.take", **take, ground="hard_later", hard_ground=hard)
                yield from _handed_in(take["collection"], day, late=False)
            case _:
                far = {"ground": "remote", "difficulty": "山区无银行网点且无网络信号"}
                yield refused("A-24", day, "collection.take", **take, **far)
                if number == 7:
                    why = {"reason": "当事人口头提出，未留书面", "approver": f"authority:{one.authority}"}
                    yield happened("A-24", day, "collection.take", **why, **take, **far)
                else:
                    water = number == 11
                    yield said(day, "collection.take", **take, **far, requested=True, on_water=water)
                    yield from _handed_in(take["collection"], day, late=False, ashore=day + 3 * DAY if water else None)


def _handed_in(collection: str, day: date, *, late: bool, ashore: date | None = None) -> Iterator[Line]:
    """To the authority on the next day, later where it is told so; and on the day after that to the bank."""
    on = (ashore or day) + (8 if late else 1) * DAY
    if late:
        yield refused("SEQ", day, "collection.pay_in", collection=collection, bank="县农商行", paid_in_on=day)
    shore = {} if ashore is None else {"ashore_on": ashore}
    yield said(on, "collection.hand_in", collection=collection, **shore, handed_in_on=on)
    yield said(on + DAY, "collection.pay_in", collection=collection, bank="县农商行", paid_in_on=on + DAY)


def _at_the_bank(world: World, spot: dict[str, Any], day: date, number: int) -> Iterator[Line]:
    on = day + (18 if number % 8 == 5 else 10) * DAY
    paid: dict[str, Any] = {"summary": spot["summary"], "receipt": f"行票{number + 1:05}", "paid_on": on}
    if on.year == world.year:
        yield refused("A-22", on, "summary.pay", **paid, amount_fen=spot["fine_fen"] + 1)
        yield said(on, "summary.pay", **paid, amount_fen=spot["fine_fen"])


def closing(world: World) -> Iterator[Line]:
    """One unit with an open major hazard is punished three times in 180 days; the department asks the government to close it."""
    one, day = world.enterprises[-1], world.day(5, 12)
    yield said(
        day,
        "inspection.record",
        inspection=world.id("KI"),
        enterprise=one.id,
        site=one.site,
        authority=one.authority,
        officers=world.officers(one.authority)[:2],
        certificates_shown=True,
        place="储罐区",
        content="重大危险源",
        unit_signature="signed",
        address="工业路",
        representative={"value": "法定代表人"},
        post="总经理",
        phone={"value": "0737-0000000"},
        started_at=f"{day}T09:00:00+08:00",
        ended_at=f"{day}T11:00:00+08:00",
        hazards=[
            {
                "hazard": world.id("KH"),
                "level": "major",
                "criterion": "expert-opinion/2025",
                "description": "储罐区无切断阀",
                "basis": "安全生产法 第36条",
            }
        ],
        inspected_on=day,
    )
    for number, on in enumerate(world.days(day + 10 * DAY, 3, 50)):
        yield said(on, "summary.decide", **_spot(world, one, on, 200_000 + number, "储罐区未设警示标志"))
    asked = day + 130 * DAY
    closure = world.id("KX")
    proposal: dict[str, Any] = {
        "closure": closure,
        "enterprise": one.id,
        "site": one.site,
        "authority": one.authority,
        "ground": "repeated_penalties",
        "findings": "重大隐患未消除，一百八十日内三次受罚",
        "document": f"青应急〔{world.year}〕40号",
        "proposed_on": asked,
    }
    yield refused("B-33", asked, "closure.propose", **proposal, government="mrb")
    yield refused("B-33", asked, "closure.propose", **proposal | {"ground": "stop_refused"}, government="gov")
    yield said(asked, "closure.propose", **proposal, government="gov")
    answered = asked + 20 * DAY
    yield said(
        answered,
        "closure.answer",
        closure=closure,
        closed=False,
        document=f"青政函〔{world.year}〕9号",
        reasons="限期三十日装设切断阀，逾期关闭",
        answered_on=answered,
    )


CHAPTERS: tuple[Chapter, ...] = (money, closing)
