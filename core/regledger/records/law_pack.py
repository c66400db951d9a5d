"""Law packs in the log: an authority lays down values, tiers and checklists of its own, from a day on (DESIGN §4)."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, State
from regledger.errors import LawError
from regledger.law.objections import Objection
from regledger.law.packs import LawPack, LoadedPack, PackFault, faults_of, in_force, overlap, read_pack, with_packs
from regledger.log.entry import ENTRY_LIMIT
from regledger.log.facts import Fact, NewFact, RecordedFact, fact
from regledger.log.text import Code, Id, Sha256
from regledger.records.authority import Authority
from regledger.records.identity.heirs import acting, acting_reads

__all__ = [
    "LAW_PACK",
    "LAW_PACKS",
    "LOADED_PACKS",
    "LawPackLoaded",
    "LawPackVersions",
    "LawPacks",
    "LoadLawPack",
    "load_law_pack",
    "loaded_pack",
]

LAW_PACKS = "law_packs:all"
"""The tag that every pack carries: two that are loaded at the same moment are checked against one another."""

ROOM = 6 * 1024
"""Bytes of an entry that are kept for what stands around the body of the fact: who sent it, what was read, warnings."""

LISTED = 8
"""How many changed numbers a warning lists, each cut to `SHOWN` characters."""
SHOWN = 120

PackText = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000_000, extra={"privacy": "public"})]
"""A law pack as its authority wrote it, TOML."""


@fact(
    "law_pack.loaded",
    1,
    tags={"pack": "law_pack", "authority": "authority"},
    occurred="loaded_on",
    effective="applies_from",
    asserted="never",
    amended="withdrawn",
    about=("version",),
)
class LawPackLoaded(Fact, frozen=True, kw_only=True):
    """`law_pack.loaded` v1: an authority loaded a version of a law pack, by which acts are judged from its day on.

    From then on it stands in the place of an earlier version of the same pack. What is not VERIFIED in it warns until an
    authority confirms it, and so does what was confirmed before and is changed by it.
    """

    pack: Id
    version: int
    title: Code
    title_zh: Code
    issuer: Code
    """Who laid it down."""
    authority: Id
    document: Code
    """What it was promulgated by, or compared with."""
    text: PackText
    """The pack itself."""
    sha256: Sha256
    """Of the text in UTF-8 and NFC."""
    applies_from: date
    """The first legal day of the acts that are judged by it."""
    loaded_on: date


class LoadLawPack(Command, frozen=True, kw_only=True):
    """Load a law pack, to be applied to acts from a legal day on."""

    authority: Id
    text: PackText
    applies_from: date
    document: Code
    loaded_on: date


class PackVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a pack, as it was loaded."""

    version: int
    applies_from: date
    authority: str
    document: str
    sha256: str
    number: int
    """Of the fact that loaded it."""


class LawPackVersions(State, frozen=True, kw_only=True):
    """A law pack: its versions by the day from which they apply."""

    pack: str
    title: str
    title_zh: str
    issuer: str
    versions: tuple[PackVersion, ...]


class LawPacks(State, frozen=True, kw_only=True):
    """Every law pack of the ledger with its text; read as `law_packs:all`."""

    packs: tuple[LoadedPack, ...]


def loaded_pack(number: int, body: LawPackLoaded) -> LoadedPack:
    """A pack as fact `number` loaded it."""
    return LoadedPack(
        number=number,
        pack=body.pack,
        version=body.version,
        applies_from=body.applies_from,
        text=body.text,
        authority=body.authority,
    )


def _version(state: LawPackVersions | None, recorded: RecordedFact) -> LawPackVersions | None:
    body = recorded.body
    if not isinstance(body, LawPackLoaded):
        return state
    version = PackVersion(
        version=body.version,
        applies_from=body.applies_from,
        authority=body.authority,
        document=body.document,
        sha256=body.sha256,
        number=recorded.number,
    )
    return LawPackVersions(
        pack=body.pack,
        title=body.title,
        title_zh=body.title_zh,
        issuer=body.issuer,
        versions=(*(() if state is None else state.versions), version),
    )


def _every(state: LawPacks | None, recorded: RecordedFact) -> LawPacks | None:
    if not isinstance(recorded.body, LawPackLoaded):
        return state
    return LawPacks(packs=(*(() if state is None else state.packs), loaded_pack(recorded.number, recorded.body)))


LAW_PACK = Kind(name="law_pack", state=LawPackVersions, evolve=_version, facts=(LawPackLoaded,))
LOADED_PACKS = Kind(name="law_packs", state=LawPacks, evolve=_every, facts=(LawPackLoaded,))


def _reads(command: LoadLawPack, dossier: Dossier) -> Iterable[str]:
    yield f"authority:{command.authority}"
    yield LAW_PACKS
    read = dossier.last(LAW_PACKS)
    for one in read.state.packs if read is not None and isinstance(read.state, LawPacks) else ():
        yield from acting_reads(one.authority, dossier)


@handles("law_pack.load", LoadLawPack, on="loaded_on", reads=_reads, role="approve", shared=True)
def load_law_pack(command: LoadLawPack, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where it cannot be read or not be joined with the rest; X-08: a normative document creates no penalty."""
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    text = unicodedata.normalize("NFC", command.text)
    try:
        pack = read_pack(text)
    except LawError as error:
        yield from judge.rule("REF", "law_pack.unreadable", False, found=str(error))
        return
    created = ", ".join(one.id for one in pack.data.offences)
    may_create = pack.rank != "normative" or not created
    yield from judge.rule("X-08", "law_pack.creates_penalty", may_create, pack=pack.id, offences=created)
    packs = dossier.latest(LawPacks, "all")
    loaded = () if packs is None else packs.packs
    highest = max((one.version for one in loaded if one.pack == pack.id), default=0)
    newer = pack.version > highest
    yield from judge.rule("SEQ", "law_pack.not_newer", newer, pack=pack.id, version=pack.version, loaded=highest)
    before = next((one for one in reversed(loaded) if one.pack == pack.id), None)
    owner = command.authority if before is None else acting(before.authority, dossier)
    own = owner == command.authority
    whose = {"owner": owner, "authority": command.authority}
    yield from judge.rule("REF", "law_pack.of_another", own, pack=pack.id, version=pack.version, **whose)
    body = LawPackLoaded(
        pack=pack.id,
        version=pack.version,
        title=pack.title,
        title_zh=pack.title_zh,
        issuer=pack.issuer,
        authority=command.authority,
        document=command.document,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        applies_from=command.applies_from,
        loaded_on=command.loaded_on,
    )
    size, most = len(msgspec.json.encode(body)), ENTRY_LIMIT - ROOM
    yield from judge.rule("REF", "law_pack.too_large", size <= most, size=size, most=most)
    if newer:
        fresh = loaded_pack(dossier.head + 1, body)
        yield from _joins(pack, fresh, loaded, judge)
        changes = _changes(pack, in_force(loaded, command.applies_from), judge)
        listed = "; ".join((*changes[:LISTED], *([f"{len(changes) - LISTED} more"] if changes[LISTED:] else [])))
        yield from judge.note("REF", "law_pack.amends_verified", not changes, pack=pack.label, changes=listed)
    yield NewFact(body=body, tags=(LAW_PACKS,))


def _changes(pack: LawPack, loaded: Sequence[LoadedPack], judge: Judge) -> list[str]:
    """The VERIFIED values of others in whose place the pack puts what it calls VERIFIED itself: nobody need confirm that."""
    parameters = with_packs(judge.law.book.packed.installed, loaded).parameters
    changed: list[str] = []
    for amendment in pack.amendments:
        base = parameters.get(amendment.parameter)
        for old in () if base is None else base.values:
            for new in amendment.values:
                if old.status == new.status == "VERIFIED" and overlap(old, new) and old.value != new.value:
                    shown = f"{amendment.parameter}: {old.value} → {new.value}"
                    changed.append(shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…")
    return list(dict.fromkeys(changed))


def _joins(pack: LawPack, fresh: LoadedPack, loaded: Sequence[LoadedPack], judge: Judge) -> Iterator[Objection]:
    """REF: on every day on which the set of packs changes, the new one goes with the rest, and the rest without what it drops."""
    installed = judge.law.book.packed.installed
    days = {fresh.applies_from, *(one.applies_from for one in loaded if one.applies_from > fresh.applies_from)}
    faults: dict[PackFault, None] = {}
    broken: dict[str, str] = {}
    for day in sorted(days):
        before, after = in_force(loaded, day), in_force((*loaded, fresh), day)
        if fresh not in after:
            continue
        lost = {one.pack for one in with_packs(installed, before).packed.left_out}
        left_out = {one.pack: one.found for one in with_packs(installed, after).packed.left_out}
        joined = [read_pack(one.text) for one in after if one.label not in lost]
        faults |= dict.fromkeys(one for one in faults_of(installed, joined) if one.pack == pack.label)
        broken |= {label: found for label, found in left_out.items() if label not in {*lost, pack.label}}
    for fault in faults:
        yield from judge.rule("REF", fault.code, False, pack=fault.pack, what=fault.what, other=fault.other)
    if not faults:
        for label, found in broken.items():
            yield from judge.rule("REF", "law_pack.breaks", False, pack=pack.label, other=label, found=found)
