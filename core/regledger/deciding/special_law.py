"""Special law (特别规定优先): which sector's own law goes before the common law in an act, and what may go before it.

The law of an act is that of the lead sector of one site:

1. the site that the command names;
2. else the site of the record that the command goes on with: of its case, licence, inspection, hazard, order or measure,
   or of the fact that it amends;
3. where there is none, the common law alone.

So a sector cannot except for the sites of others, whatever else is read, nor where it is only laid over another. An
exception for kinds of licence counts where the act applies for such a licence, or goes on with one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from regledger.errors import RegledgerError
from regledger.law.source import LegalData
from regledger.law.view import COMMON, PERIODS
from regledger.records.enterprise import Site
from regledger.records.licence import LICENCE, Licence

if TYPE_CHECKING:
    from regledger.deciding.dossier import Dossier
    from regledger.deciding.handlers import Command, Handler
    from regledger.deciding.judge import Judge
    from regledger.law.objections import Objection
    from regledger.law.parameters import Parameter
    from regledger.sectors.declared import LawException, LicenceKind

__all__ = ["BadException", "SpecialLaw", "check_exceptions", "site_of", "waiting"]

PLATFORM = frozenset({"REF", "SEQ", "TIME", "ROLE", "SECTOR", "X"})
"""The platform's rules, up to the first "-": they are the same for every sector (docs/platform-rules.md)."""


class BadException(RegledgerError):
    """The exception {of!r} by {by!r} cannot be made: {found}. {remedy}"""


class SpecialLaw:
    """The exceptions of the sectors in use."""

    def __init__(self, declared: Mapping[str, Iterable[LawException]] = {}) -> None:
        """`declared`: by sector."""
        self._by_sector: dict[str, dict[str, Mapping[str, LawException]]] = {}
        for name, given in declared.items():
            every = tuple(given)
            always = {one.of: one for one in every if not one.licence_kinds}
            kinds = {kind for one in every for kind in one.licence_kinds}
            special = {kind: {one.of: one for one in every if kind in one.licence_kinds} for kind in kinds}
            self._by_sector[name] = {
                "": MappingProxyType(always),
                **{kind: MappingProxyType(always | own) for kind, own in special.items()},
            }

    def of(self, site: Site | None, licence_kind: str = "") -> Mapping[str, LawException]:
        """What goes before the common law on `site`, by the id whose place is taken.

        Args:
            site: that whose lead sector's law counts.
            licence_kind: the code of the kind of the licence that is judged; empty where none is.
        """
        by_kind = None if site is None else self._by_sector.get(site.sector)
        return COMMON if by_kind is None else by_kind.get(licence_kind, by_kind[""])

    def of_act(self, handler: Handler, command: Command, dossier: Dossier) -> Mapping[str, LawException]:
        """What goes before the common law in an act, by the rule of this module."""
        return self.of(site_of(handler, command, dossier), _licence_kind(handler, command, dossier))


def waiting(judge: Judge) -> Iterator[Objection]:
    """SECTOR: what would have gone before the common law in an act, and waits until an authority confirms it."""
    for one in judge.law.waiting:
        yield from judge.note("SECTOR", "exception.unconfirmed", False, of=one.of, by=one.by, article=one.article)


def site_of(handler: Handler, command: Command, dossier: Dossier) -> Site | None:
    """The site whose lead sector's law counts in an act, by the rule of this module."""
    for site in _sites(handler, command, dossier):
        found = dossier.loaded(Site, site)
        if found is not None:
            return found
    return None


def _licence_kind(handler: Handler, command: Command, dossier: Dossier) -> str:
    """The kind of the licence that an act applies for, or goes on with; empty where it does neither."""
    for tag in handler.subjects(command, dossier):
        kind, _, licence = tag.partition(":")
        if kind == LICENCE.name:
            found = dossier.loaded(Licence, licence)
            named = getattr(command, "kind", "") if found is None else found.kind
            return named if isinstance(named, str) else ""
    return ""


def _sites(handler: Handler, command: Command, dossier: Dossier) -> Iterator[str]:
    named = getattr(command, "site", None)
    if isinstance(named, str):
        yield named
    for tag in handler.subjects(command, dossier):
        kind, _, id_ = tag.partition(":")
        held = dossier.last(tag)
        of_record = id_ if kind == "site" else None if held is None else getattr(held.state, "site", None)
        if isinstance(of_record, str):
            yield of_record
    number = getattr(command, "number", None)
    amended = dossier.fact(number) if isinstance(number, int) else None
    for tag in () if amended is None else amended.tags:
        kind, _, id_ = tag.partition(":")
        if kind == "site":
            yield id_


def check_exceptions(
    declared: Iterable[LawException],
    own: Iterable[LegalData],
    core: Iterable[LegalData],
    licence_kinds: Iterable[LicenceKind] = (),
) -> None:
    """That a sector can make the exceptions that it declares.

    Args:
        declared: what it declares.
        own: its own legal data.
        core: the common law.
        licence_kinds: those that it declares.

    Raises:
        BadException: it excepts from a rule of the platform, from what is not common law, by what is not its own, or by
            what is no like thing; for a kind of licence that is not its own; or from one id twice.
    """
    own, core = tuple(own), tuple(core)
    kinds = {kind.code for kind in licence_kinds}
    seen: dict[str, list[set[str]]] = {}
    for one in declared:
        found, remedy = _unfit(one, own, core)
        mine, before = {*one.licence_kinds}, seen.setdefault(one.of, [])
        if stranger := sorted(mine - kinds):
            found = f"the sector declares no kind of licence {stranger[0]}"
            remedy = "Declare it, or leave licence_kinds empty, so that the exception holds for every act."
        if any(not mine or not other or mine & other for other in before):
            found, remedy = "it is excepted twice", "Leave out one of them."
        before.append(mine)
        if found:
            raise BadException(of=one.of, by=one.by, found=found, remedy=remedy)


def _unfit(one: LawException, own: tuple[LegalData, ...], core: tuple[LegalData, ...]) -> tuple[str, str]:
    rule = one.of.partition(".")[0]
    if rule.partition("-")[0] in PLATFORM:
        return f"{rule} is a rule of the platform, the same for every sector", "Leave it out; add a rule of your own."
    if not one.article.strip():
        return "it cites no article", "Cite instrument, edition and article that allow it."
    common, special = _parameters(core).get(one.of), _parameters(own).get(one.by)
    common_rule, special_rule = one.of in _rules(core), one.by in _rules(own)
    if common is None and not common_rule:
        return f"the common law has no parameter or rule {one.of}", "Name one that core declares."
    if special is None and not special_rule:
        return f"the sector declares no parameter or rule {one.by}", "Declare it in the sector's own legal data."
    if common is not None and special is not None:
        return _unlike(common, special)
    if common_rule and special_rule:
        return "", ""
    return "one of them is a rule, the other a parameter", "Let a rule stand for a rule, a parameter for a parameter."


def _unlike(common: Parameter, special: Parameter) -> tuple[str, str]:
    periods = (common.unit in PERIODS, special.unit in PERIODS)
    if periods != (True, True) and common.unit != special.unit:
        return f"the one is counted in {common.unit!r}, the other in {special.unit!r}", "Let both have a like unit."
    if type(common.values[0].value) is not type(special.values[0].value):
        return "their values are of different types", "Let both have values of one type."
    return "", ""


def _parameters(data: Iterable[LegalData]) -> dict[str, Parameter]:
    return {parameter.id: parameter for one in data for parameter in one.parameters}


def _rules(data: Iterable[LegalData]) -> set[str]:
    return {rule.id for one in data for rule in one.rules}
