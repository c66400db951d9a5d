"""The hooks that decide: asked for each act on a site of the sector. Pure: no clock, no file, no network.

An error in one refuses the act; what takes longer than the budget counts as an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from regledger.deciding.judge import Judge
    from regledger.law.objections import Objection
    from regledger.law.offences import FineRange, Offence
    from regledger.records.enterprise import Site
    from regledger.sectors.declared import LicenceKind
    from regledger.sectors.questions import Act, Classification, Competence, Finding, RiskAssessment

__all__ = ["DecidingHooks"]

hookspec = pluggy.HookspecMarker("regledger")


class DecidingHooks:
    """Hooks asked about an act."""

    @hookspec
    def regledger_reads(self, act: Act) -> Iterable[str]:
        """Name the tags that the sector needs to see before it judges `act`.

        Called again as the dossier fills, until nothing new is named.

        Example:
            >>> from regledger.sectors import Act, hookimpl
            >>> @hookimpl
            ... def regledger_reads(act):
            ...     return [f"store:{act.command.site}"] if act.name == "licence.issue" else []
            >>> regledger_reads(Act(name="hazard.clear", command=None, dossier=None))
            []
        """
        raise NotImplementedError

    @hookspec
    def regledger_objections(self, act: Act, judge: Judge) -> Iterable[Objection]:
        """Object to `act` on a site of the sector. Ask the law through `judge`.

        Example:
            >>> from regledger.sectors import Act, hookimpl
            >>> @hookimpl
            ... def regledger_objections(act, judge):
            ...     if act.name == "store.count":
            ...         yield from judge.rule("K-01", "store.too_full", act.command.boxes <= 50, boxes=act.command.boxes)
            >>> list(regledger_objections(Act(name="hazard.clear", command=None, dossier=None), None))
            []
        """
        raise NotImplementedError

    @hookspec
    def regledger_classify(self, act: Act, finding: Finding, judge: Judge) -> Classification | None:
        """Say what a finding is by the sector's criteria; None where they do not say.

        Since contract 2. The lead sector of the site and all of its overlays are asked; the gravest answer counts, and of
        two that are alike grave the lead sector's. What is major names a criterion that is declared and of that level; one
        that does not apply on the day classifies nothing.
        A finding that was put otherwise is objected to (I-01).

        Example:
            >>> from decimal import Decimal
            >>> from regledger.sectors import Classification, Finding, Measured, hookimpl
            >>> @hookimpl
            ... def regledger_classify(act, finding, judge):
            ...     boxes = finding.figure("boxes")
            ...     if boxes is not None and boxes > 100:
            ...         return Classification(level="major", criterion="fireworks-2017/3", found=f"{boxes} boxes")
            >>> regledger_classify(None, Finding(hazard="H-1", level="general", criterion=None, description="Full",
            ...     basis="Art 20", measured=(Measured(name="boxes", value=Decimal(120), unit="box"),)), None).level
            'major'
        """
        raise NotImplementedError

    @hookspec
    def regledger_risk(self, act: Act, site: Site, judge: Judge) -> RiskAssessment | None:
        """Assess the risk of a site of which the sector is the lead; None where it has no formula.

        Since contract 2. `act` is a `site.assess`; its dossier has what `regledger_reads` named. The items are recorded with
        their sum, so they are not empty, and each score is a number.

        Example:
            >>> from decimal import Decimal
            >>> from regledger.sectors import RiskAssessment, RiskItem, hookimpl
            >>> @hookimpl
            ... def regledger_risk(act, site, judge):
            ...     item = RiskItem(code="retail", title="Retail", score=Decimal(3))
            ...     return RiskAssessment(grade=3, formula="fireworks-risk/1", items=(item,))
            >>> regledger_risk(None, None, None).grade
            3
        """
        raise NotImplementedError

    @hookspec
    def regledger_competence(self, act: Act, licence_kind: LicenceKind, site: Site, judge: Judge) -> Competence | None:
        """Say which authority may issue a licence of the sector for `site`; None where its kind says so itself.

        Since contract 2. The sector that declares the kind of licence is asked.

        Example:
            >>> from regledger.sectors import Competence, hookimpl
            >>> @hookimpl
            ... def regledger_competence(act, licence_kind, site, judge):
            ...     return Competence(levels=("county",), article="烟花爆竹经营许可实施办法(2013) Art 5")
            >>> regledger_competence(None, None, None, None).levels
            ('county',)
        """
        raise NotImplementedError

    @hookspec
    def regledger_fine_range(self, act: Act, offence: Offence, judge: Judge) -> FineRange | None:
        """Say between which fines an offence of the sector is punished; None where its parameters say so themselves.

        Since contract 2. The lead sector of the case's site is asked.

        Example:
            >>> from regledger.sectors import FineRange, hookimpl
            >>> @hookimpl
            ... def regledger_fine_range(act, offence, judge):
            ...     return FineRange(least_fen=1_000_00, most_fen=5_000_00)
            >>> regledger_fine_range(None, None, None).most_fen
            500000
        """
        raise NotImplementedError
