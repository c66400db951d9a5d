"""What a decision against a coal mine says beside its fine (煤矿安全生产条例 Arts 61, 63, 64, 65)."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Act, Case, Hazard, Judge, Objection

__all__ = ["sanction_objections"]

STOPS = {"CMSR-63.overdue": "E-21", "CMSR-64.producing": "E-17"}
"""Offence → the rule that asks for a stop for rectification (责令停产整顿) with the fine."""

CONFISCATES = frozenset({"CMSR-61.unlicensed", "CMSR-65.methods"})
"""Offences whose gains are taken away."""

_ENDING = ("case.serve_notice", "case.decide")


def sanction_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """E-17, E-21: a stop goes with the fine; E-16: what was gained is confiscated; E-17: a major hazard stands behind it."""
    if act.name not in _ENDING:
        return
    case = act.dossier.loaded(Case, act.command.case)
    if case is None:
        return
    offence = act.command.offence or (None if case.notice is None else case.notice.offence)
    told = {"case": case.case, "offence": offence}
    if offence in STOPS:
        stops = "stop" in act.command.sanctions
        yield from judge.rule(STOPS[offence], "coal_case.no_stop", stops, **told)
    if offence in CONFISCATES:
        taken = "confiscation" in act.command.sanctions
        yield from judge.rule("E-16", "coal_case.nothing_confiscated", taken, **told)
    if offence == "CMSR-64.producing" and act.name == "case.decide":
        held = (act.dossier.loaded(Hazard, one) for one in case.hazards)
        major = any(one is not None and one.level == "major" for one in held)
        yield from judge.rule("E-17", "coal_case.no_major_hazard", major, **told)
