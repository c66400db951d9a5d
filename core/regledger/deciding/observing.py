"""Observing: the sectors that were asked about an act are told what became of it, and nobody hears them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from regledger.deciding.answers import Recorded, Refused
from regledger.sectors.guard import SectorFault, lent

if TYPE_CHECKING:
    from regledger.deciding.draft import Draft
    from regledger.sectors.loading import Sectors

__all__ = ["told"]

HOOK = "regledger_observed"

_log = logging.getLogger(__name__)


def told(sectors: Sectors, drafts: Sequence[Draft], answers: list[Recorded | Refused]) -> list[Recorded | Refused]:
    """`answers` as they are, after the sectors asked about each of `drafts` were told.

    A repeat is told to nobody, nor is an act that a failing sector kept from being judged. What fails in an observer,
    or takes too long, is logged as a warning of this module's logger.
    """
    for draft, answer in zip(drafts, answers, strict=True):
        if draft.act is None or draft.earlier is not None or draft.twin is not None:
            continue
        for one in draft.asked:
            if not sectors.implements(one, HOOK):
                continue
            try:
                # A copy: the arguments of an objection are a mapping that could be changed.
                sectors.call(one, HOOK, act=lent(draft.act), answer=deepcopy(answer))
            except SectorFault as fault:
                details = fault.details
                _log.warning(
                    "Sector %s %s failed in hook %s: %s. The answer is the same without it; mend or remove that sector.",
                    details["sector"],
                    details["version"],
                    details["hook"],
                    details["found"],
                )
    return answers
