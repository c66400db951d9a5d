"""Routing: which sectors have a say in an act, what they read and what they object to (DESIGN §5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import TYPE_CHECKING, Any

from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.enterprise import Site
from regledger.sectors.guard import LoadedSector, lent, objections_of, reads_of
from regledger.sectors.judge import SectorJudge
from regledger.sectors.questions import Act

if TYPE_CHECKING:
    from regledger.sectors.loading import Sectors

__all__ = ["NO_SECTOR", "Routing"]

NO_SECTOR = "general"
"""The sector of a site for which no sector has rules."""

LICENCE_APPLIED = "licence.apply"
"""The command that names a kind of licence."""

PLACES = frozenset({"site.register", "site.lay_over"})
"""The commands that name lead sector or overlays of a site."""


class Routing:
    """Asks the sectors about acts; raises `SectorFault` where one fails."""

    def __init__(self, sectors: Sectors, licence_kinds: Mapping[str, Set[str]]) -> None:
        """`licence_kinds`: by sector, the codes of the licences that it issues."""
        self._sectors = sectors
        self._licence_kinds = licence_kinds

    def asked(self, act: Act) -> list[LoadedSector]:
        """The sectors that have a say and are in use, by name."""
        names = self._concerned(act)
        return [one for name, one in sorted(self._sectors.loaded.items()) if name in names]

    def _concerned(self, act: Act) -> set[str]:
        """The sectors of every site in the dossier, lead and overlays, and of a site that is being registered."""
        names = {name for site in act.dossier.all(Site) for name in (site.sector, *site.overlays)}
        named = [getattr(act.command, field) for field in ("sector", "overlays") if field in _fields(act.command)]
        for one in named:  # a sector's command may have fields of these names that are something else
            names.update(each for each in (one if isinstance(one, tuple) else (one,)) if isinstance(each, str))
        return names - {"", NO_SECTOR}

    def reads(self, act: Act) -> Iterator[str]:
        """The tags that they need to see."""
        for one in self.asked(act):
            tags = self._sectors.ask(one, "regledger_reads", act=lent(act))
            yield from reads_of(one, "regledger_reads", tags, act.dossier)

    def objections(self, one: LoadedSector, act: Act, judge: Judge) -> list[Objection]:
        """What one of them objects to."""
        theirs = SectorJudge(judge, self._sectors.sentences[one.sector.name])
        answers = self._sectors.ask(one, "regledger_objections", act=lent(act), judge=theirs)
        return list(objections_of(one, "regledger_objections", answers, theirs))

    def warnings(self, act: Act, judge: Judge) -> Iterator[Objection]:
        """What sectors could not be asked, for their rules were not applied; a sector in the place of another kind of
        sector; and a licence that none of them issues."""
        concerned = self._concerned(act)
        broken: dict[str, str] = {}
        for one in self._sectors.broken:
            broken.setdefault(one.name, one.found)
        missing = sorted(concerned - self._sectors.loaded.keys())
        for name in missing:
            if name in broken:
                yield from judge.note("SECTOR", "sector.broken", False, sector=name, found=broken[name])
            else:
                yield from judge.note("SECTOR", "sector.not_in_use", False, sector=name)
        if act.name in PLACES:
            yield from self._places(act, judge)
        if act.name == LICENCE_APPLIED and not missing:
            kinds = sorted(code for name in concerned for code in self._licence_kinds.get(name, ()))
            if kinds:
                yield from judge.note(
                    "REF",
                    "licence.kind_unknown",
                    act.command.kind in kinds,
                    kind=act.command.kind,
                    kinds=", ".join(kinds),
                    sectors=", ".join(sorted(concerned)),
                )

    def _places(self, act: Act, judge: Judge) -> Iterator[Objection]:
        """SECTOR: the lead sector is none that is laid over others, and an overlay is one."""
        leading = getattr(act.command, "sector", "")
        lead = self._sectors.loaded.get(leading)
        leads = lead is None or not lead.sector.overlay
        yield from judge.note("SECTOR", "sector.is_overlay", leads, site=act.command.site, sector=leading)
        for name in dict.fromkeys(act.command.overlays):
            laid = self._sectors.loaded.get(name)
            over = laid is None or laid.sector.overlay or laid.sector.may_lay_over
            yield from judge.note("SECTOR", "sector.is_no_overlay", over, site=act.command.site, sector=name)


def _fields(command: Any) -> tuple[str, ...]:
    fields: tuple[str, ...] = getattr(command, "__struct_fields__", ())
    return fields
