"""The fields that documents of the core carry, as far as facts hold them (安全生产法 Arts 65–68; 行政处罚法 Arts 44, 59; J-04, J-06, J-07, I-04)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import msgspec

from regledger.deciding.kinds import State
from regledger.history.sources import EMPTY, Read, Sources, plain
from regledger.records.authority import Officer

__all__ = ["PARTS", "Part"]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a document of the core."""

    name: str
    title: str
    title_zh: str
    read: Callable[[Sources], Read]


def _fact(type_: str, path: str, title: str, title_zh: str, *, name: str = "", about: str = "") -> Part:
    def read(sources: Sources) -> Read:
        return sources.last(type_, path, about=about)

    return Part(name=name or path.replace(".", "_"), title=title, title_zh=title_zh, read=read)


def _state(record: str, field: str, title: str, title_zh: str, *, name: str = "") -> Part:
    def read(sources: Sources) -> Read:
        return sources.state(record, field)

    return Part(name=name or field, title=title, title_zh=title_zh, read=read)


def _numbers(sources: Sources) -> Read:
    """Every number that a document of the record was given."""
    found = [
        fact
        for fact in sources.facts(sources.own.subject, "number.issued")
        if getattr(fact.body, "subject", "") == sources.own.subject
    ]
    given = [
        {"kind": plain(getattr(one.body, "kind", "")), "text": plain(getattr(one.body, "text", ""))} for one in found
    ]
    return (given, tuple(one.number for one in found)) if found else EMPTY


def _officers(type_: str, field: str, day: str) -> Callable[[Sources], Read]:
    """Each officer that a fact names, with name and the certificate that was valid on its day."""

    def read(sources: Sources) -> Read:
        found = sources.facts(sources.own.subject, type_)
        if not found:
            return EMPTY
        fact, listed = found[-1], []
        numbers = [fact.number]
        for officer in getattr(fact.body, field, ()):
            held = sources.held(f"officer:{officer}")
            numbers += () if held is None else held.numbers
            listed.append(_officer(officer, None if held is None else held.state, getattr(fact.body, day)))
        return listed, tuple(dict.fromkeys(numbers))

    return read


def _officer(officer: str, state: State | None, day: date) -> dict[str, str]:
    known = state if isinstance(state, Officer) else None
    certificate = None if known is None else known.certificate_on(day)
    return {
        "officer": officer,
        "name": "" if known is None else known.name,
        "certificate": "" if certificate is None else certificate.number,
    }


def _each(sources: Sources, *, type_: str, fields: tuple[str, ...]) -> Read:
    """Those fields of every fact of a type about the record."""
    found = sources.facts(sources.own.subject, type_)
    rows = [{name: plain(getattr(fact.body, name, None)) for name in fields} for fact in found]
    return (rows, tuple(fact.number for fact in found)) if found else EMPTY


def _items(sources: Sources) -> Read:
    """The items of an order as they were ordered, each with what was found; more time is given by a document of its own."""
    found = sources.facts(sources.own.subject, "order.issued")
    if not found:
        return EMPTY
    numbers, rows = [found[-1].number], []
    for item in getattr(found[-1].body, "items", ()):
        held = sources.held(f"hazard:{item.hazard}")
        numbers += () if held is None else held.numbers
        hazard = None if held is None else held.state
        told = {name: plain(getattr(hazard, name, None)) for name in ("level", "description")}
        rows.append({**plain(item), **told})
    return rows, tuple(dict.fromkeys(numbers))


_PARTY = (
    Part(name="numbers", title="Document numbers", title_zh="文书文号", read=_numbers),
    _state("authority", "name", "Authority", "机关", name="authority_name"),
    _state("enterprise", "name", "Unit", "单位名称", name="unit"),
    _state("enterprise", "credit_code", "Credit code", "统一社会信用代码"),
    _state("site", "name", "Site", "场所", name="site_name"),
    _fact("site.registered", "address", "Address", "地址", about="site"),
)

_INSPECTION = "inspection.recorded"
_FOUND = ("hazard", "level", "criterion", "description", "basis")
_NOTICE = "case.notice_served"
_DECIDED = "case.decided"

PARTS: Mapping[str, tuple[Part, ...]] = {
    "inspection": (
        *_PARTY,
        _fact(_INSPECTION, "place", "Place", "检查场所"),
        _fact(_INSPECTION, "inspected_on", "Day", "检查日期"),
        Part(
            name="officers",
            title="Officers",
            title_zh="检查人员",
            read=_officers(_INSPECTION, "officers", "inspected_on"),
        ),
        _fact(_INSPECTION, "certificates_shown", "Certificates shown", "出示证件"),
        _fact(_INSPECTION, "checklist", "Checklist", "检查表"),
        _fact(_INSPECTION, "content", "Content", "检查内容"),
        _fact(_INSPECTION, "problems", "Problems", "发现的问题"),
        Part(
            name="hazards",
            title="Hazards",
            title_zh="隐患",
            read=partial(_each, type_="hazard.found", fields=_FOUND),
        ),
        _fact(_INSPECTION, "handling", "Handling", "处理情况"),
        _fact(_INSPECTION, "unit_signature", "Signature of the unit", "被检查单位签字"),
        _fact(_INSPECTION, "refusal_noted", "Refusal noted and reported", "拒签记录"),
    ),
    "order": (
        *_PARTY,
        _fact("order.issued", "inspection", "Inspection", "检查"),
        _fact("order.issued", "issued_on", "Day", "日期"),
        Part(
            name="officers",
            title="Officers",
            title_zh="执法人员",
            read=_officers("order.issued", "officers", "issued_on"),
        ),
        Part(name="items", title="Items to rectify", title_zh="整改项目", read=_items),
        _fact("order.issued", "remedies.review_to", "Reconsideration at", "行政复议机关", name="review_to"),
        _fact("order.issued", "remedies.suit_to", "Suit at", "行政诉讼法院", name="suit_to"),
    ),
    "case": (
        *_PARTY,
        _state("case", "act", "Act", "违法行为"),
        _state("case", "act_on", "Day of the act", "行为发生日"),
        _state("case", "discovered_on", "Discovered", "发现日期"),
        _state("case", "opened_on", "Filed", "立案日期"),
        _state("case", "inspections", "Inspections", "检查"),
        _state("case", "hazards", "Hazards", "隐患"),
        *(
            _fact(_NOTICE, path, title, title_zh, name=f"notice_{path}")
            for path, title, title_zh in (
                ("facts", "Notice: facts", "告知：违法事实"),
                ("basis", "Notice: basis", "告知：依据"),
                ("offence", "Notice: offence", "告知：违法行为种类"),
                ("tier", "Notice: tier", "告知：裁量档次"),
                ("fine_fen", "Notice: intended fine", "告知：拟处罚款"),
                ("hearing_right_told", "Notice: right to a hearing told", "告知：听证权利"),
                ("new_facts", "Notice: new facts", "告知：新查明事实"),
                ("served_on", "Notice: served", "告知：送达日期"),
            )
        ),
        Part(
            name="statements",
            title="Statements",
            title_zh="陈述申辩",
            read=partial(_each, type_="case.statement_made", fields=("kind", "hearing_waived", "text", "made_on")),
        ),
        *(
            _fact(_DECIDED, path, title, title_zh, name=f"decision_{path}")
            for path, title, title_zh in (
                ("number", "Decision: number", "决定：文号"),
                ("reasons", "Decision: reasons", "决定：事实和理由"),
                ("basis", "Decision: basis", "决定：依据"),
                ("offence", "Decision: offence", "决定：违法行为种类"),
                ("tier", "Decision: tier", "决定：裁量档次"),
                ("mitigation", "Decision: mitigation", "决定：减轻理由"),
                ("deviation", "Decision: deviation", "决定：偏离理由"),
                ("fine_fen", "Decision: fine", "决定：罚款"),
                ("review", "Decision: review of the statement", "决定：申辩复核"),
                ("bank", "Decision: bank", "决定：代收银行"),
                ("surcharge_told", "Decision: surcharge told", "决定：告知加处罚款"),
                ("late_ground", "Decision: ground for being late", "决定：超期理由"),
                ("decided_on", "Decision: day", "决定：日期"),
            )
        ),
        _fact("case.served", "mode", "Mode of service", "送达方式", name="service_mode"),
        _fact("case.served", "served_on", "Served", "送达日期"),
    ),
    "licence": (
        *_PARTY,
        _state("licence", "kind", "Kind", "许可证种类"),
        _state("licence", "number", "Number", "许可证编号"),
        _state("licence", "applied_on", "Applied for", "申请日期"),
        _state("licence", "accepted_on", "Accepted", "受理日期"),
        _state("licence", "decided_on", "Granted", "发证日期"),
        _state("licence", "valid_from", "Valid from", "有效期自"),
        _state("licence", "valid_to", "Valid to", "有效期至"),
        Part(
            name="checkers",
            title="Checked by",
            title_zh="审查人员",
            read=_officers("licence.issued", "checkers", "decided_on"),
        ),
    ),
}
"""By kind of record, in the order in which a document has them."""
