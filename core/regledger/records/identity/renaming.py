"""New names: an enterprise's, with or without a new credit code, a site's, an authority's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stdnum.cn import uscc

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Text
from regledger.records.authority import Authority
from regledger.records.enterprise import CreditCode, Enterprise, Site
from regledger.records.identity.ending import stands
from regledger.records.identity.facts import AuthorityRenamed, EnterpriseRenamed, SiteRenamed
from regledger.records.identity.state import Lasting

__all__ = [
    "RenameAuthority",
    "RenameEnterprise",
    "RenameSite",
    "rename_authority",
    "rename_enterprise",
    "rename_site",
]


class RenameEnterprise(Command, frozen=True, kw_only=True):
    """Enter an enterprise's new name, its new credit code, or both."""

    enterprise: Id
    name: Text
    credit_code: Code | None = None
    """None where it is kept."""
    ground: Text
    document: Code | None = None
    authority: Id
    renamed_on: date


class RenameSite(Command, frozen=True, kw_only=True):
    """Enter a site's new name."""

    site: Id
    name: Text
    ground: Text
    document: Code | None = None
    authority: Id
    renamed_on: date


class RenameAuthority(Command, frozen=True, kw_only=True):
    """Enter an authority's new name."""

    renamed: Id
    name: Text
    ground: Text
    document: Code | None = None
    authority: Id
    renamed_on: date


def _new_name(
    subject: str, state: Lasting | None, command: RenameEnterprise | RenameSite | RenameAuthority, judge: Judge
) -> Iterator[Objection]:
    for part in ("name", "ground"):
        filled = bool(getattr(command, part).strip())
        yield from judge.rule("REF", "renaming.blank", filled, subject=subject, part=part)
    yield from stands(subject, state, judge)
    kept_code = getattr(command, "credit_code", None) in (None, getattr(state, "credit_code", None))
    other = state is None or command.name != state.name or not kept_code
    yield from judge.rule("SEQ", "renaming.changes_nothing", other, subject=subject, name=command.name)


def _entered_by(authority: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    known = dossier.get(Authority, authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=authority)


def _enterprise_reads(command: RenameEnterprise, dossier: Dossier) -> Iterator[str]:
    yield f"enterprise:{command.enterprise}"
    yield f"authority:{command.authority}"
    if command.credit_code is not None and uscc.is_valid(command.credit_code):
        yield f"credit_code:{uscc.compact(command.credit_code)}"


@handles("enterprise.rename", RenameEnterprise, on="renamed_on", reads=_enterprise_reads, shared=True)
def rename_enterprise(command: RenameEnterprise, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for an unknown or ended enterprise, a blank name or ground, a wrong credit code or one that another has or had."""
    state = dossier.get(Enterprise, command.enterprise)
    yield from judge.rule("REF", "enterprise.unknown", state is not None, enterprise=command.enterprise)
    yield from _entered_by(command.authority, dossier, judge)
    yield from _new_name(f"enterprise:{command.enterprise}", state, command, judge)
    code = command.credit_code
    if code is not None:
        valid = uscc.is_valid(code)
        yield from judge.rule("REF", "enterprise.credit_code_wrong", valid, credit_code=code)
        if not valid:
            return
        code = uscc.compact(code)
        held = dossier.latest(CreditCode, code)
        others = [one for one in (() if held is None else held.enterprises) if one != command.enterprise]
        yield from judge.rule(
            "REF",
            "enterprise.credit_code_taken",
            not others,
            credit_code=code,
            other=others[0] if others else None,
        )
    yield EnterpriseRenamed(
        enterprise=command.enterprise,
        name=command.name,
        credit_code=code,
        ground=command.ground,
        document=command.document,
        authority=command.authority,
        renamed_on=command.renamed_on,
    )


def _site_reads(command: RenameSite, dossier: Dossier) -> Iterator[str]:
    yield f"site:{command.site}"
    yield f"authority:{command.authority}"


@handles("site.rename", RenameSite, on="renamed_on", reads=_site_reads)
def rename_site(command: RenameSite, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for an unknown or ended site, or a blank name or ground."""
    state = dossier.get(Site, command.site)
    yield from judge.rule("REF", "site.unknown", state is not None, site=command.site)
    yield from _entered_by(command.authority, dossier, judge)
    yield from _new_name(f"site:{command.site}", state, command, judge)
    yield SiteRenamed(
        site=command.site,
        name=command.name,
        ground=command.ground,
        document=command.document,
        authority=command.authority,
        renamed_on=command.renamed_on,
    )


def _authority_reads(command: RenameAuthority, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.renamed}"
    yield f"authority:{command.authority}"


def _renamed(command: RenameAuthority, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.renamed}"


@handles(
    "authority.rename", RenameAuthority, on="renamed_on", reads=_authority_reads, role="approve", concerns=_renamed
)
def rename_authority(command: RenameAuthority, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for an unknown or ended authority, or a blank name or ground."""
    state = dossier.get(Authority, command.renamed)
    yield from judge.rule("REF", "authority.unknown", state is not None, authority=command.renamed)
    yield from _entered_by(command.authority, dossier, judge)
    yield from _new_name(f"authority:{command.renamed}", state, command, judge)
    yield AuthorityRenamed(
        renamed=command.renamed,
        name=command.name,
        ground=command.ground,
        document=command.document,
        authority=command.authority,
        renamed_on=command.renamed_on,
    )
