"""Safety data sheets, labels and registration of what is produced, imported or sold (Arts 15, 37, 67; F-15)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Literal

from regledger.sectors import (
    Act,
    Case,
    Command,
    Dossier,
    Fact,
    Handler,
    Id,
    Judge,
    Kind,
    Objection,
    Outcome,
    RecordedFact,
    State,
    Text,
    fact,
    handles,
    hookimpl,
)

from regledger_hazardous_chemicals.parties import PARTY_TAGS, party_reads, site_of

__all__ = [
    "SITE_PRODUCT_PAPERS",
    "ProductPapersFound",
    "RecordProductPapers",
    "SiteProductPapers",
    "record_product_papers",
]

SOLD_WITHOUT = "F-15.sold_without"
_FINING = {"case.serve_notice", "case.decide"}


@fact("product_papers.found", 1, tags=PARTY_TAGS, occurred="found_on")
class ProductPapersFound(Fact, frozen=True, kw_only=True):
    """`product_papers.found` v1: with which papers a batch is produced, imported or sold was looked at on a legal day (Art 78)."""

    site: Id
    enterprise: Id
    authority: Id
    role: Literal["producer", "importer", "trader"]
    """Of the enterprise, for this batch."""
    product: Text
    batch: Text
    data_sheet: bool
    """Whether there is a safety data sheet (安全技术说明书)."""
    label: bool
    """Whether a safety label (安全标签) is on the packaging."""
    matching: bool
    """Whether both match the product and the standard, as far as they are there."""
    registered: bool
    """Whether the chemical is registered (危险化学品登记)."""
    found_on: date


class SiteProductPapers(State, frozen=True, kw_only=True):
    """The papers of the batches that were looked at on a site: the last of each batch, as batch, data sheet, label."""

    sold: tuple[tuple[str, bool, bool], ...] = ()
    """Of batches in trade."""


def _evolve(state: SiteProductPapers | None, recorded: RecordedFact) -> SiteProductPapers | None:
    match recorded.body:
        case ProductPapersFound(role="trader") as body:
            others = () if state is None else tuple(one for one in state.sold if one[0] != body.batch)
            return SiteProductPapers(sold=(*others, (body.batch, body.data_sheet, body.label)))
        case ProductPapersFound():
            return state or SiteProductPapers()
    return state


SITE_PRODUCT_PAPERS = Kind(
    name="site_product_papers", tag="site", state=SiteProductPapers, evolve=_evolve, facts=(ProductPapersFound,)
)


class RecordProductPapers(Command, frozen=True, kw_only=True):
    """Record with which papers a batch was found."""

    site: Id
    authority: Id
    role: Literal["producer", "importer", "trader"]
    product: Text
    batch: Text
    data_sheet: bool
    label: bool
    matching: bool
    registered: bool
    found_on: date


def _reads(command: RecordProductPapers, dossier: Dossier) -> Iterator[str]:
    yield from party_reads(command.site, command.authority, dossier)


@handles("product_papers.record", RecordProductPapers, on="found_on", reads=_reads, world=True)
def record_product_papers(command: RecordProductPapers, dossier: Dossier, judge: Judge) -> Outcome:
    """F-15: a producer gives both papers, a trader sells nothing without; producers and importers register. It is noted."""
    site = yield from site_of(command.site, command.authority, dossier, judge)
    if site is None:
        return
    papers = (command.data_sheet, command.label)
    told = {"site": command.site, "product": command.product, "batch": command.batch}
    if command.role == "producer":
        yield from judge.note("F-15", "product_papers.missing", all(papers), **told)
        yield from judge.note("F-15", "product_papers.not_matching", command.matching, **told)
    if command.role == "trader":
        yield from judge.note("F-15", "product_papers.sold_without", any(papers), **told)
        yield from judge.note("F-15", "product_papers.one_missing", papers[0] == papers[1], **told)
    else:
        yield from judge.note("F-15", "product_papers.not_registered", command.registered, **told)
    yield ProductPapersFound(
        site=command.site,
        enterprise=site.enterprise,
        authority=command.authority,
        role=command.role,
        product=command.product,
        batch=command.batch,
        data_sheet=command.data_sheet,
        label=command.label,
        matching=command.matching,
        registered=command.registered,
        found_on=command.found_on,
    )


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`product_papers.found`."""
    return [ProductPapersFound]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """The papers of the batches of a site."""
    return [SITE_PRODUCT_PAPERS]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`product_papers.record`."""
    return [record_product_papers]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """The papers that were found on the site of a case about their lack."""
    case = _case(act)
    if case is not None:
        yield f"{SITE_PRODUCT_PAPERS.name}:{case.site}"


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-15: Art 78(1)(6) fines selling without data sheet and label; where only one is on record as missing, lawyers look first."""
    case = _case(act)
    held = None if case is None else act.dossier.get(SiteProductPapers, case.site)
    if case is None or held is None:
        return
    both = any(not sheet and not label for _, sheet, label in held.sold)
    one = any(sheet != label for _, sheet, label in held.sold)
    yield from judge.note("F-15", "product_papers.to_be_reviewed", both or not one, case=case.case)


def _case(act: Act) -> Case | None:
    """The case in which a fine for selling without papers is named."""
    if act.name not in _FINING or act.command.offence != SOLD_WITHOUT:
        return None
    case: Case | None = act.dossier.loaded(Case, act.command.case)
    return case
