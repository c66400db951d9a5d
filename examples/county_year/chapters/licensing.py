"""Source management (源头管理): licences and permits, duties told and shown, projects and their safety facilities (S12, S5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from lines import Line, happened, refused, said

if TYPE_CHECKING:
    from world import Enterprise, World

__all__ = ["CHAPTERS"]

_REASON = "已经发生，补录并附说明"


def _apply(world: World, one: Enterprise, on: date, track: str, kind: str) -> tuple[str, Line]:
    licence = world.id("XK")
    body: dict[str, Any] = {
        "licence": licence,
        "enterprise": one.id,
        "site": one.site,
        "authority": one.authority,
        "kind": kind,
        "track": track,
    }
    return licence, said(on, "licence.apply", **body, applied_on=on)


def permits(world: World) -> Iterator[Line]:
    """A dozen permits from application to handing over; some lack papers, some are extended, one in a few is refused."""
    chance = world.random("licensing/permits")
    tracks = ("general", "trade", "joint", "general", "toxic_purchase", "construction_permit")
    for number, one in enumerate(world.enterprises):
        track = tracks[number % len(tracks)]
        on = world.day(1 + number % 9, 6 + chance.randrange(12))
        licence, line = _apply(world, one, on, track, f"permit-{track}")
        officers = world.officers(one.authority)
        yield line
        accepted = on
        if number % 3 == 0:
            yield refused("D-06", on, "licence.ask_completion", licence=licence, missing=[], asked_on=on)
            yield said(on, "licence.ask_completion", licence=licence, missing=["安全管理制度", "应急预案"], asked_on=on)
            accepted = on + timedelta(days=1)
            yield said(accepted, "licence.complete", licence=licence, completed_on=accepted)
        yield said(accepted, "licence.accept", licence=licence, receipt=f"SL-{licence}", accepted_on=accepted)
        checked = accepted + timedelta(days=1)
        body: dict[str, Any] = {"licence": licence, "on_site": True, "checked_on": checked}
        if number % 4 == 1:
            yield refused("D-07", checked, "licence.check", **body, checkers=officers[:1])
        findings = [
            {"number": 1, "met": True, "evidence": "制度汇编"},
            {"number": 4, "met": True, "evidence": "考核证"},
        ]
        yield said(checked, "licence.check", **body, checkers=officers[:2], findings=findings)
        decided = checked + timedelta(days=1)
        if track in {"general", "joint"} and number % 2 == 0:
            consent, other = ("organ", "government") if track == "general" else ("government", "organ")
            longer: dict[str, Any] = {"licence": licence, "reason": "需要补充检测", "extended_on": decided}
            yield refused("D-08", decided, "licence.extend_period", **longer, consent=other)
            yield said(decided, "licence.extend_period", **longer, consent=consent)
            yield said(
                decided,
                "licence.exclude_time",
                licence=licence,
                step="expert_review",
                needed=5,
                notified_on=decided,
                begun_on=decided,
            )
            decided += timedelta(days=7)
            yield said(decided, "licence.resume_time", licence=licence, ended_on=decided)
        if number % 5 == 4:
            yield from _refusal(licence, decided)
            continue
        yield said(
            decided,
            "licence.issue",
            licence=licence,
            number=f"青许〔{world.year}〕{licence}号",
            checkers=officers[:2],
            decided_on=decided,
            valid_from=decided,
        )
        handed = decided + timedelta(days=3)
        yield said(handed, "licence.deliver", licence=licence, delivered_on=handed)
        yield from _afterwards(number, licence, handed + timedelta(days=20))


def _refusal(licence: str, on: date) -> Iterator[Line]:
    body: dict[str, Any] = {"licence": licence, "ground": "conditions", "refused_on": on}
    yield refused("D-04", on, "licence.refuse", **body, reasons="", remedies_told=True)
    yield said(on, "licence.refuse", **body, reasons="安全设施不符合规定", remedies_told=True)


def _afterwards(number: int, licence: str, on: date) -> Iterator[Line]:
    """What may come of a permit: annulled for deceit, for the organ's own fault, or kept."""
    body: dict[str, Any] = {"licence": licence, "reasons": "核查属实", "annulled_on": on}
    if number == 3:
        yield said(on, "licence.find_deceit", licence=licence, finding="申请材料中的检测报告系伪造", found_on=on)
        yield refused("D-13", on, "licence.annul", **body, ground="abuse", harms_public=False, compensation="不予补偿")
        yield said(on, "licence.annul", **body, ground="deceit", harms_public=False)
        cancelled: dict[str, Any] = {"licence": licence, "reasons": "已撤销", "cancelled_on": on}
        yield refused("D-13", on, "licence.cancel", **cancelled, ground="revoked")
        yield said(on, "licence.cancel", **cancelled, ground="annulled")
    elif number == 7:
        loss = "退还费用"
        yield refused(
            "D-13", on, "licence.annul", **body, ground="wrong_procedure", harms_public=True, compensation=loss
        )
        yield said(on, "licence.annul", **body, ground="wrong_procedure", harms_public=False, compensation=loss)


def forged(world: World) -> Iterator[Line]:
    """Forged papers: the application is not taken, and the next one within the year is refused."""
    one = world.enterprises[5]
    on = world.day(3, 3)
    licence, line = _apply(world, one, on, "trade", "chemicals-trade")
    yield line
    body: dict[str, Any] = {"licence": licence, "ground": "false_papers", "declined_on": on}
    yield refused("D-06", on, "licence.decline", **body, reasons="", receipt="BYSL-1")
    yield said(on, "licence.decline", **body, reasons="安全评价报告系伪造", receipt="BYSL-1")
    later = world.day(11, 4)
    again = _apply(world, one, later, "trade", "chemicals-trade")[1]
    yield refused("D-14", later, "licence.apply", **again.body)
    yield _apply(world, one, later, "trade", "warehouse")[1]


def neighbours(world: World) -> Iterator[Line]:
    """A permit that touches the neighbours: told, asked for, called, held, decided on the record."""
    one = world.enterprises[1]
    on = world.day(4, 1)
    licence, line = _apply(world, one, on, "joint", "storage")
    officers = world.officers(one.authority)
    yield line
    yield said(on, "licence.accept", licence=licence, receipt="SL-HEARING", accepted_on=on)
    checked = world.day(4, 3)
    yield said(
        checked,
        "licence.check",
        licence=licence,
        checkers=officers[:2],
        on_site=True,
        affects_others=True,
        checked_on=checked,
    )
    grant: dict[str, Any] = {"licence": licence, "number": "青许〔2025〕听1号", "checkers": officers[:2]}
    early = world.day(4, 7)
    yield refused("D-15", early, "licence.issue", **grant, decided_on=early, valid_from=early)
    yield said(early, "licence.tell_hearing", licence=licence, interests="厂区北侧居民", told_on=early)
    asked = world.day(4, 9)
    yield said(asked, "licence.request_hearing", licence=licence, by="affected", requested_on=asked)
    called = world.day(4, 10)
    call: dict[str, Any] = {"licence": licence, "place": "县政务中心", "notified_on": called}
    yield refused(
        "D-15", called, "licence.call_hearing", **call, chair=officers[2], hearing_on=called + timedelta(days=3)
    )
    yield refused("D-15", called, "licence.call_hearing", **call, chair=officers[0], hearing_on=world.day(4, 25))
    yield said(called, "licence.call_hearing", **call, chair=officers[2], hearing_on=world.day(4, 25))
    held = world.day(4, 25)
    yield said(held, "licence.hold_hearing", licence=licence, public=True, record_signed=True, held_on=held)
    decided = world.day(4, 28)
    yield refused("D-15", decided, "licence.issue", **grant, decided_on=decided, valid_from=decided)
    yield said(decided, "licence.issue", **grant, on_hearing_record=True, decided_on=decided, valid_from=decided)
    late = world.day(5, 20)
    yield said(late, "licence.deliver", licence=licence, delivered_on=late)
    lent = world.day(8, 12)
    yield said(lent, "licence.find_transfer", licence=licence, how="lent", finding="出借许可证", found_on=lent)


def old_licences(world: World) -> Iterator[Line]:
    """Licences of three years ago: one extended in time, one by silence, one too late, and production without any."""
    for number, one in enumerate(world.enterprises[8:12]):
        licence = world.id("XK")
        begun = date(world.year - 1, 1, 9)
        officers = world.officers(one.authority)
        body: dict[str, Any] = {"enterprise": one.id, "site": one.site, "authority": one.authority}
        yield said(begun, "licence.apply", licence=licence, **body, kind="producer", applied_on=begun)
        yield said(begun, "licence.accept", licence=licence, receipt=f"SL-{licence}", accepted_on=begun)
        yield said(
            begun + timedelta(days=30),
            "licence.issue",
            licence=licence,
            number=f"湘安许〔{begun.year}〕{number + 1}号",
            checkers=officers[:2],
            decided_on=begun + timedelta(days=30),
            valid_from=begun + timedelta(days=30),
        )
        moved: dict[str, Any] = {"licence": licence, "to": world.enterprises[0].id, "basis": "双方协议"}
        on = world.day(6, 10 + number)
        yield refused("D-12", on, "licence.transfer", **moved, transferred_on=on)
        found: dict[str, Any] = {**body, "observed": "现场正在生产", "found_on": on}
        yield refused("D-10", on, "production.find", **found, activity="fireworks", conclusion="licensed")
        yield refused("D-01", on, "production.find", **found, activity="fireworks", conclusion="not_needed")
        if number % 2:
            yield said(on, "production.find", **found, activity="fireworks", conclusion="unlicensed")
        else:
            yield said(on, "production.find", **found, conclusion="not_needed")


_KEPT: dict[str, dict[str, Any]] = {
    "B-06": {"duty": "principal", "fulfilled": [1, 2, 3, 4, 5, 6, 7]},
    "B-07": {"duty": "staff", "trade": "other", "employees": 130, "has_body": True, "full_time": 2, "part_time": 0},
    "B-08": {
        "duty": "managers",
        "trade": "construction",
        "managers": 3,
        "assessed": 3,
        "engineers": 0,
        "first_expiry": "2026-06-30",
    },
    "B-09": {
        "duty": "training",
        "persons": 60,
        "untrained_at_work": 0,
        "times_recorded": True,
        "contents_recorded": True,
        "participants_recorded": True,
        "results_recorded": True,
    },
    "B-10": {
        "duty": "special_operators",
        "operators": [{"category": "焊接与热切割作业", "certified": True, "valid_to": "2027-05-31"}],
    },
    "B-12": {
        "duty": "equipment",
        "signs": True,
        "to_standard": True,
        "maintained": True,
        "monitors_on": True,
        "data_true": True,
        "protective_gear": True,
    },
    "B-13": {
        "duty": "processes",
        "listed": [{"catalogue": "淘汰目录2024版", "line": "第7项", "phased_out_from": "2024-07-01", "in_use": False}],
    },
    "B-14": {
        "duty": "major_source",
        "grade": 3,
        "registered": True,
        "tested": True,
        "assessed": True,
        "monitored": True,
        "planned": True,
        "told": True,
        "filed_on": "2024-09-02",
    },
    "B-17": {"duty": "dangerous_operation", "kind": "hot_work", "supervisors": 1},
    "B-18": {"duty": "shared_area", "units": 3, "endangering": True, "agreement": True, "coordinators": 1},
    "B-19": {
        "duty": "contracting",
        "contracts": [
            {
                "party": "T-1",
                "kind": "lease",
                "qualified": True,
                "agreement": True,
                "clause": False,
                "coordinated": True,
                "inspected": True,
            }
        ],
    },
    "B-20": {
        "duty": "building",
        "dangerous_goods": False,
        "dormitory_apart": True,
        "exits_marked": True,
        "exits_clear": True,
        "exits_unlocked": True,
    },
    "B-21": {"duty": "insurance", "injury_insured": True, "high_risk": True, "liability_until": "2026-03-31"},
    "B-38": {"duty": "employment", "contracts": 60, "waivers": 0},
    "B-39": {"duty": "funds", "needed_fen": 80_000_000, "spent_fen": 80_000_000, "conditions_unmet": False},
    "B-40": {"duty": "agency_report", "report": "PJ-2025-11", "deviations": 0, "fabricated": False, "lent": False},
}
_SHORT: dict[str, dict[str, Any]] = {
    "B-06": {"fulfilled": [1, 2, 3, 4]},
    "B-07": {"has_body": False, "full_time": 0, "part_time": 1},
    "B-08": {"assessed": 1},
    "B-09": {"untrained_at_work": 4},
    "B-10": {"operators": [{"category": "低压电工作业", "certified": False}]},
    "B-12": {"monitors_on": False},
    "B-13": {
        "listed": [{"catalogue": "淘汰目录2024版", "line": "第9项", "phased_out_from": "2024-07-01", "in_use": True}]
    },
    "B-14": {"tested": False},
    "B-17": {"supervisors": 0},
    "B-18": {"agreement": False},
    "B-20": {"exits_unlocked": False},
    "B-21": {"liability_until": "2024-12-31"},
    "B-38": {"waivers": 2},
    "B-39": {"spent_fen": 20_000_000, "conditions_unmet": True},
    "B-40": {"deviations": 3},
}


def duties(world: World) -> Iterator[Line]:
    """What twelve enterprises told and showed of their duties: mostly kept, now and then not, and called kept all the same."""
    chance = world.random("licensing/duties")
    for number, (rule, kept) in enumerate(_KEPT.items()):
        for place in range(5):
            one = world.enterprises[(number * 5 + place) % len(world.enterprises)]
            on = world.day(2 + (number + place) % 10, 3 + chance.randrange(24))
            body: dict[str, Any] = {
                "site": one.site,
                "enterprise": one.id,
                "authority": one.authority,
                "how": chance.choice(["inspected", "told", "shown"]),
                "recorded_on": on,
            }
            if place == 4 and rule in _SHORT:
                short = {**kept, **_SHORT[rule]}
                if number % 2:
                    yield refused(rule, on, "duty.record", **body, figures=short, conclusion="kept")
                if number % 8 == 2:
                    yield happened(
                        rule,
                        on,
                        "duty.record",
                        _REASON,
                        f"authority:{one.authority}",
                        **body,
                        figures=short,
                        conclusion="kept",
                    )
                yield said(on, "duty.record", **body, figures=short, conclusion="breached")
            else:
                yield said(on, "duty.record", **body, figures=kept, conclusion="kept")


def projects(world: World) -> Iterator[Line]:
    """Four projects: two of high risk in their order, one begun too early, one of no high risk."""
    for number, one in enumerate(world.enterprises[2:6]):
        project = world.id("XM")
        on = world.day(2, 10 + number)
        kind = ("hazardous_goods", "mine", "smelting", "other")[number]
        officers = world.officers(one.authority)
        body: dict[str, Any] = {"enterprise": one.id, "site": one.site, "authority": one.authority}
        yield said(on, "project.register", project=project, **body, kind=kind, work="new", registered_on=on)
        begun = on + timedelta(days=40)
        if kind != "other":
            design: dict[str, Any] = {"project": project, "design": f"SJ-{project}"}
            yield refused("B-11", on, "project.submit_design", **design, submitted_on=on)
            step = on + timedelta(days=10)
            yield said(step, "project.evaluate", project=project, report=f"PJ-{project}", evaluated_on=step)
            step += timedelta(days=7)
            yield said(step, "project.submit_design", **design, submitted_on=step)
            yield refused("B-11", step, "project.begin", project=project, begun_on=step)
            if number == 2:
                early: dict[str, Any] = {"project": project, "begun_on": step}
                yield happened("B-11", step, "project.begin", _REASON, f"authority:{one.authority}", **early)
            step += timedelta(days=15)
            yield said(step, "project.review_design", project=project, approved=True, reviewed_on=step)
        if number != 2:
            yield said(begun, "project.begin", project=project, begun_on=begun)
        done = begun + timedelta(days=120)
        yield said(done, "project.complete", project=project, by_design=True, completed_on=done)
        if kind != "other":
            yield refused("B-11", done, "project.put_into_use", project=project, used_on=done)
            step = done + timedelta(days=10)
            yield said(step, "project.accept", project=project, passed=True, accepted_on=step)
            verify: dict[str, Any] = {"project": project, "officers": officers[:2], "in_order": True}
            yield said(step, "project.verify_acceptance", **verify, verified_on=step)
        used = done + timedelta(days=15)
        yield said(used, "project.put_into_use", project=project, used_on=used)


CHAPTERS = (permits, forged, neighbours, old_licences, duties, projects)
