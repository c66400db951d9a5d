"""In whose name an authority may punish, and who may take coercive measures (A-41, A-42, A-43; TRAP-04).

A delegate acts in the name of the organ that delegates, and never coerces; a township to which the province transferred
powers acts in its own. Where neither level nor form of an authority is on record and no letter names it, nothing is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.authority import Authority, Officer, officer_reads
from regledger.records.delegation.state import Powers

__all__ = ["acts_under_letter", "may_coerce", "may_penalise", "powers_reads"]


def powers_reads(authority: str, officers: Sequence[str], dossier: Dossier) -> Iterator[str]:
    """What the questions of this module read: the authority, its powers, the officers, and the powers of those they serve."""
    yield from _powers_of(authority)
    yield from officer_reads(officers)
    for one in officers:
        officer = dossier.loaded(Officer, one)
        if officer is not None:
            yield from _powers_of(officer.authority)


def _powers_of(authority: str) -> Iterator[str]:
    yield f"authority:{authority}"
    yield f"powers:{authority}"


def may_penalise(authority: str, day: date, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """A-43: a township punishes in its own name only with powers transferred to it; A-41: a delegate never does.

    Args:
        authority: in whose name the case is opened, told or decided.
        day: the legal day of that.
    """
    state, powers = dossier.get(Authority, authority), dossier.get(Powers, authority)
    transferred = powers is not None and powers.transferred_on(day) is not None
    letter = None if powers is None else powers.delegated_on(day)
    organisation = state is not None and state.form == "organisation"
    yield from judge.rule(
        "A-41",
        "powers.in_own_name",
        transferred or (letter is None and not organisation),
        authority=authority,
        day=day,
        delegator="" if letter is None else letter.delegator,
    )
    township = state is not None and state.level == "township" and not organisation
    yield from judge.rule(
        "A-43",
        "powers.not_transferred",
        transferred or letter is not None or not township,
        authority=authority,
        day=day,
    )


def may_coerce(
    authority: str, officers: Sequence[str], day: date, dossier: Dossier, judge: Judge
) -> Iterator[Objection]:
    """A-42: coercive measures are taken by the organ itself: by no delegate, and by no officer of one.

    Args:
        authority: in whose name the measure is taken.
        officers: who take it.
        day: the legal day of it.
    """
    serve = {one: officer.authority for one in officers if (officer := dossier.get(Officer, one)) is not None}
    for one in dict.fromkeys((authority, *serve.values())):
        bound = _delegate(one, day, dossier)
        who = [officer for officer, of in serve.items() if of == one]
        yield from judge.rule(
            "A-42",
            "powers.coercion_delegated",
            not bound,
            authority=one,
            officers=", ".join(who) or "nobody by name",
            day=day,
        )


def _delegate(authority: str, day: date, dossier: Dossier) -> bool:
    state, powers = dossier.get(Authority, authority), dossier.get(Powers, authority)
    if state is not None and state.form == "organisation":
        return True
    if powers is None or powers.transferred_on(day) is not None:
        return False
    return powers.delegated_on(day) is not None


def acts_under_letter(
    authority: str, officers: Sequence[str], day: date, dossier: Dossier, judge: Judge, *, fine_fen: int = 0
) -> Iterator[Objection]:
    """A-41: officers of another body act for `authority` under its own published letter that covers the day and the fine.

    Asked only of officers of a township or of an organisation, or of a body that some letter names as delegate.
    """
    serve = {officer.authority for one in officers if (officer := dossier.get(Officer, one)) is not None}
    for one in sorted(serve - {authority}):
        state, powers = dossier.get(Authority, one), dossier.get(Powers, one)
        lent = state is not None and (state.level == "township" or state.form == "organisation")
        if not lent and (powers is None or not powers.letters):
            continue
        letter = None if powers is None else powers.letter_of(authority, day)
        yield from judge.rule(
            "A-41", "powers.no_letter", letter is not None, authority=one, delegator=authority, day=day
        )
        yield from judge.rule(
            "A-41",
            "delegation.not_public",
            letter is None or letter.public_on(day),
            delegation="" if letter is None else letter.delegation,
            day=day,
        )
        limit = 0 if letter is None else letter.fine_limit_fen
        yield from judge.rule(
            "A-41",
            "delegation.fine_over_limit",
            letter is None or fine_fen <= limit,
            delegation="" if letter is None else letter.delegation,
            found=fine_fen,
            limit=limit,
        )
