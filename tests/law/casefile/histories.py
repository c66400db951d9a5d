"""What the tests of the case file start from."""

from __future__ import annotations

from regledger.testing.scenario import step

HEAD = {"officer": "zhao", "post": "deputy", "approved_at": "2026-03-02T09:00:00+08:00"}
PHOTO = step(
    "evidence.collect",
    evidence="EV-1",
    case="C-1",
    kind="audio_visual",
    description="The alarm, switched off",
    source="Chlorine store",
    officers=["li", "wang"],
    form={
        "original": True,
        "method": "Camera",
        "made_at": "2026-02-26T10:00:00+08:00",
        "maker": "li",
        "purpose": "That the alarm was off",
    },
    collected_on="2026-03-03",
)
VERIFIED = step(
    "evidence.verify", evidence="EV-1", findings="Compared", officers=["li", "wang"], verified_on="2026-03-05"
)
REPORT = step(
    "case.complete_investigation",
    case="C-1",
    officers=["li", "wang"],
    evidence=["EV-1"],
    findings="The alarm was off for nine days",
    proposal="A fine of 50,000 yuan",
    completed_on="2026-03-06",
)
ASKED = step(
    "case.ask_recusal", case="C-1", officer="wang", by="party", ground="A cousin of the owner", asked_on="2026-03-02"
)
WITHDRAWN = step(
    "case.decide_recusal",
    case="C-1",
    officer="wang",
    granted=True,
    approver="zhao",
    post="deputy",
    reason="They are cousins",
    decided_on="2026-03-03",
)
PRESERVED = step(
    "preservation.order",
    preservation="PR-1",
    case="C-1",
    items=[{"name": "Log of the alarm", "quantity": "1 book"}],
    place="County store",
    ground="It may be destroyed",
    officers=["li", "wang"],
    approval=HEAD,
    list_given=True,
    ordered_on="2026-03-02",
)
DISPOSED = step(
    "preservation.dispose", preservation="PR-1", disposal="released", reasons="Copied", disposed_on="2026-03-11"
)
INTERVIEW = step(
    "interview.record",
    interview="IV-1",
    case="C-1",
    officers=["li", "wang"],
    person="p-1",
    name={"value": "张三"},
    identity={"value": "430922199001011234"},
    standing="party",
    place="Room 2",
    certificates_shown=True,
    recusal_told=True,
    truth_told=True,
    statement={"value": "问：… 答：…"},
    pages=2,
    pages_confirmed=2,
    person_signed="signed",
    officers_signed=True,
    started_at="2026-03-04T10:00:00+08:00",
    ended_at="2026-03-04T10:30:00+08:00",
)
ON_SITE = {"certificates_shown": True, "party_present": True, "told": True, "heard": True, "record_signed": True}
SEALED = step(
    "constraint.impose",
    constraint="Q-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    kind="seal",
    items=[{"name": "Chlorine vaporiser", "quantity": "1"}],
    basis="安全生产法 Art 65(4)",
    grounds="It leaks",
    officers=["li", "wang"],
    on_site=ON_SITE,
    approval=HEAD,
    decision_handed_over=True,
    list_copies=2,
    imposed_at="2026-03-02T10:00:00+08:00",
)
STOPPED = step(
    "measure.order",
    measure="M-1",
    hazards=["H-2"],
    what=["stop_production"],
    basis="安全生产法 Art 65",
    officers=["li", "wang"],
    consent_to_resume=True,
    ordered_on="2026-03-02",
)
DEFIED = step(
    "measure.record_defiance",
    measure="M-1",
    officers=["li", "wang"],
    description="It produces at night",
    found_on="2026-03-03",
)
CUT = step(
    "supply.order_cut",
    measure="M-1",
    supply="power",
    supplier="County Power Company",
    officers=["li", "wang"],
    danger="Chlorine may escape",
    safety="Pumps are emptied first",
    residents="none",
    approval={"officer": "li", "post": "principal", "approved_at": "2026-03-04T09:00:00+08:00"},
    in_writing=True,
    enterprise_told_at="2026-03-04T10:00:00+08:00",
    cut_from="2026-03-05T10:00:00+08:00",
    ordered_at="2026-03-04T10:00:00+08:00",
)
APPLIED = step("measure.apply_resumption", measure="M-1", evidence="A new valve", applied_on="2026-03-02")
REVIEWED = step(
    "measure.review_resumption",
    measure="M-1",
    officers=["li", "wang"],
    result="passed",
    findings="It closes",
    reviewed_on="2026-03-12",
)
LIFTED = step("measure.lift", measure="M-1", consent_by="li", lifted_on="2026-03-12")
