"""Questions with one answer: what the core asks the sector of a licence, a case or a site while it decides (DESIGN §5).

Objections are the union of all sectors'; these are answered by one. A sector that fails or answers with something
else raises `SectorFault`, and the act is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from regledger.figures import AFTER, BEFORE, is_plain
from regledger.law.criteria import Criterion
from regledger.law.offences import FineRange, Offence
from regledger.sectors.declared import LicenceKind
from regledger.sectors.guard import answered, fault, lent
from regledger.sectors.judge import SectorJudge
from regledger.sectors.questions import Act, Classification, Competence, Finding, RiskAssessment

if TYPE_CHECKING:
    from regledger.deciding.judge import Judge
    from regledger.records.enterprise import Site
    from regledger.sectors.loading import Sectors

__all__ = ["ALONE", "Consultation"]

A = TypeVar("A")


class Consultation:
    """What one decision, or a look at the next steps, may ask of the sectors."""

    def __init__(
        self,
        sectors: Sectors | None = None,
        licence_kinds: Mapping[str, LicenceKind] = {},
        licence_kinds_of: Mapping[str, frozenset[str]] = {},
        act: Act | None = None,
        *,
        offences_of: Mapping[str, frozenset[str]] = {},
        criteria_of: Mapping[str, Sequence[str]] = {},
    ) -> None:
        """Without an `act` no hook is asked, and what is declared is all that is known; each `_of` is by sector.

        `criteria_of` has the codes of those that figures can meet.
        """
        self._criteria_of = criteria_of
        self._offences_of = offences_of
        self._sectors = sectors
        self._kinds = licence_kinds
        self._kinds_of = licence_kinds_of
        self._act = act

    def about(self, act: Act) -> Consultation:
        """The same about `act`."""
        return Consultation(
            self._sectors,
            self._kinds,
            self._kinds_of,
            act,
            offences_of=self._offences_of,
            criteria_of=self._criteria_of,
        )

    def sector_of(self, offence: Offence) -> str:
        """The sector that declares `offence`; empty where the core or a law pack does."""
        return next((name for name, ids in self._offences_of.items() if offence.id in ids), "")

    def licence_kind(self, code: str) -> LicenceKind | None:
        """The kind of licence of that code; None where no sector in use declares it."""
        return self._kinds.get(code)

    def classify(self, site: Site, finding: Finding, judge: Judge) -> tuple[Classification, str] | None:
        """What a finding on `site` is, and the sector or law pack that says so: the gravest of what they answer.

        All of them are asked, their criteria that figures alone meet first; of two that are alike grave the lead sector
        counts, then the first overlay, and of one sector the criterion that the finding names. A criterion that does not
        apply on the day of the act classifies nothing.
        """
        answers: list[tuple[Classification, str]] = []
        for name in (site.sector, *site.overlays):
            answers.extend(self._measured(name, finding, judge))
            for found in self._ask_parts(name, "regledger_classify", Classification, judge, finding=finding):
                if self._counts(name, found, finding, judge):
                    answers.append((found, name))
        answers.extend(self._packed(finding, judge))
        return next((one for one in answers if one[0].level == "major"), answers[0] if answers else None)

    def _measured(self, name: str, finding: Finding, judge: Judge) -> Iterator[tuple[Classification, str]]:
        """By which criteria of sector `name` the figures of `finding` say alone what it is."""
        known = (judge.law.criterion(code) for code in self._criteria_of.get(name, ()))
        yield from ((one, name) for one in _met(filter(None, known), finding, judge))

    def _packed(self, finding: Finding, judge: Judge) -> Iterator[tuple[Classification, str]]:
        """The same by the criteria of law packs, which hold on every site."""
        book = judge.law.book
        for label, data in book.given:
            if label in book.packed.packs:
                yield from ((one, label) for one in _met(data.criteria, finding, judge))

    def _counts(self, name: str, found: Classification, finding: Finding, judge: Judge) -> bool:
        """Whether its criterion applies on the day of the act; raises `SectorFault` for one that cannot be its ground."""
        hook, code = "regledger_classify", found.criterion
        if not code:
            lies = found.level == "major"
            self._refuse(name, hook, lies, f"it calls {finding.hazard} major and names no criterion")
            return True
        criterion = judge.law.criterion(code)
        self._refuse(name, hook, criterion is None, f"it names criterion {code!r}, and nothing declares it")
        assert criterion is not None
        other = criterion.level != found.level
        self._refuse(
            name, hook, other, f"it calls {finding.hazard} {found.level} by {code}, which is {criterion.level}"
        )
        return criterion.covers(judge.day)

    def risk(self, site: Site, judge: Judge) -> RiskAssessment | None:
        """The assessment of `site` by its lead sector; raises `SectorFault` where it does not say how it was reached."""
        hook = "regledger_risk"
        found = self._ask(site.sector, hook, RiskAssessment, judge, site=site)
        if found is None:
            return None
        odd = next((item.code for item in found.items if not item.score.is_finite()), None)
        vast = next((item.code for item in found.items if not is_plain(item.score)), None)
        self._refuse(site.sector, hook, not found.items, "its RiskAssessment has no items")
        self._refuse(site.sector, hook, not found.formula.strip(), "its RiskAssessment names no formula")
        self._refuse(site.sector, hook, odd is not None, f"the score of its item {odd!r} is no number")
        wide = f"the score of its item {vast!r} has more than {BEFORE} digits before the point or {AFTER} after it"
        self._refuse(site.sector, hook, vast is not None, wide)
        return found

    def competence(self, kind: LicenceKind, site: Site, judge: Judge) -> Competence | None:
        """Who may issue a licence of `kind` for `site`: what its sector answers, else what the kind itself says."""
        owner = next((name for name, codes in self._kinds_of.items() if kind.code in codes), "")
        hook = "regledger_competence"
        found = self._ask(owner, hook, Competence, judge, licence_kind=kind, site=site)
        if found is not None:
            self._refuse(owner, hook, not found.levels, f"its Competence names no level for {kind.code}")
            self._refuse(owner, hook, not found.article.strip(), f"its Competence names no article for {kind.code}")
        if found is None and kind.issued_by:
            return Competence(levels=kind.issued_by, article=kind.issued_by_article or kind.article)
        return found

    def fine_range(self, site: Site | None, offence: Offence, judge: Judge) -> FineRange | None:
        """Between which fines `offence` is punished: what the lead sector of the case's site answers; None where nobody does."""
        name, hook = "" if site is None else site.sector, "regledger_fine_range"
        found = self._ask(name, hook, FineRange, judge, offence=offence)
        if found is not None:
            least, most = found.least_fen, found.most_fen
            crossed = least is not None and most is not None and least > most
            self._refuse(
                name, hook, (least or 0) < 0 or (most or 0) < 0, f"its range {least} to {most} fen is below nothing"
            )
            self._refuse(name, hook, crossed, f"its least fine {least} fen is more than its most {most} fen")
        return found

    def _ask(self, name: str, hook: str, wanted: type[A], judge: Judge, **asked: Any) -> A | None:
        return next(iter(self._ask_parts(name, hook, wanted, judge, **asked)), None)

    def _ask_parts(self, name: str, hook: str, wanted: type[A], judge: Judge, **asked: Any) -> list[A]:
        """What sector `name` and its parts answer, each where it is not None."""
        one = None if self._sectors is None else self._sectors.loaded.get(name)
        if one is None or self._sectors is None or self._act is None or not self._sectors.implements(one, hook):
            return []
        theirs = SectorJudge(judge.of_sector(one.label), self._sectors.sentences[name])
        answers = self._sectors.answers(one, hook, act=lent(self._act), judge=theirs, **asked)
        found = (answered(one, hook, answer, wanted) for answer in answers)
        return [one for one in found if one is not None]

    def _refuse(self, name: str, hook: str, lies: bool, found: str) -> None:
        """Name the sector whose answer cannot be what the hook asks for."""
        if lies and self._sectors is not None:
            raise fault(self._sectors.loaded[name], hook, found)


def _met(criteria: Iterable[Criterion], finding: Finding, judge: Judge) -> list[Classification]:
    """What `finding` is by those of `criteria` that its figures meet on the day of the act; the one that it names first."""
    if not finding.measured:
        return []
    found = [
        Classification(level=criterion.level, criterion=criterion.code, found=met)
        for criterion in criteria
        if criterion.covers(judge.day) and (met := criterion.met_by(finding.figure))
    ]
    return sorted(found, key=lambda one: one.criterion != finding.criterion)


ALONE = Consultation()
"""Where no sector is asked."""
