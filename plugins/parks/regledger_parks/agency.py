"""What a park's management agency may do, and what only departments do (H-04; who may punish over special equipment, H-12).

The core refuses where it knows a letter or a township (A-41, A-43); H-04 is named beside it there, and refuses by itself
where the agency stands at the level of the county and nothing was transferred to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Act, Authority, Case, Hazard, Inspection, Judge, Objection, Powers, hookimpl

from regledger_parks.presence import park_of, park_reads

__all__: list[str] = []

_SUPERVISORY = ("order.issue", "measure.order")
"""Acts of supervision, for which an authorisation is enough (安全生产法 Art 9)."""


def _acting(act: Act) -> tuple[str, str] | None:
    """The authority in whose name an act is done, and its site."""
    command, dossier = act.command, act.dossier
    if act.name in ("case.open", "summary.decide"):
        return command.authority, command.site
    of: Case | Inspection | Hazard | None = None
    if act.name in ("case.serve_notice", "case.decide"):
        of = dossier.loaded(Case, command.case)
    elif act.name == "order.issue":
        of = dossier.loaded(Inspection, command.inspection)
    elif act.name == "measure.order":
        of = next((dossier.loaded(Hazard, one) for one in command.hazards), None)
    return None if of is None else (of.authority, of.site)


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """The authority that acts, its powers, and the park of the site."""
    found = _acting(act)
    if found is not None:
        authority, site = found
        yield f"authority:{authority}"
        yield f"powers:{authority}"
        yield from park_reads(act, site)


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """H-04: an agency punishes in its own name by a transfer alone, and orders by that or a letter."""
    found = _acting(act)
    if found is None:
        return
    authority, site = found
    park = park_of(act, site)
    state, powers = act.dossier.get(Authority, authority), act.dossier.get(Powers, authority)
    agency = (park is not None and park.authority == authority) or (state is not None and state.form == "zone")
    transferred = powers is not None and powers.transferred_on(judge.day) is not None
    letter = powers is not None and powers.delegated_on(judge.day) is not None
    if act.name in _SUPERVISORY:
        allowed = not agency or transferred or letter
        yield from judge.note("H-04", "park.orders_in_own_name", allowed, authority=authority, site=site)
    else:
        allowed = not agency or transferred
        township = state is not None and state.level == "township"
        # The core refuses of itself what a delegate or a township does in its own name: one refusal is enough.
        says = judge.note if letter or township else judge.rule
        yield from says("H-04", "park.punishes_in_own_name", allowed, authority=authority, site=site)
    regulator = None if park is None else park.market_regulator
    if act.name in ("case.serve_notice", "case.decide"):
        offence = getattr(act.command, "offence", None) or ""
        declared = judge.law.offence(offence) if offence else None
        equipment = declared is not None and declared.rule == "H-12"
        yield from judge.rule(
            "H-12",
            "special_equipment.not_competent",
            not equipment or regulator is None or regulator == authority,
            authority=authority,
            regulator=regulator or "",
        )
