"""Law packs: what an authority lays down itself, read from TOML without code, and joined with what is installed.

A pack declares parameters, rules, offences, tiers, criteria and checklists under ids of its own, and amends parameters of
others: its values go before theirs on the days that they cover. What is laid down by nobody but the platform it leaves alone.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal
from unicodedata import category

import msgspec

from regledger.errors import LawError
from regledger.law.book import Lawbook
from regledger.law.packed import LeftOut, Packed, PackValue
from regledger.law.parameters import Citation, Parameter, Value
from regledger.law.ranges import range_faults
from regledger.law.source import LAW_TABLES, LawSource, LegalData
from regledger.law.units import unusable

__all__ = [
    "PLATFORM",
    "Amendment",
    "LawPack",
    "LoadedPack",
    "PackFault",
    "faults_of",
    "in_force",
    "overlap",
    "read_pack",
    "with_packs",
]

PLATFORM = re.compile(r"(REF|SEQ|TIME|ROLE|SECTOR|X-[^.]*|holidays|exception)(\..*)?", re.DOTALL | re.IGNORECASE)
"""The platform's rules, and the names under which a trace has holidays and exceptions."""
_UNREAD = frozenset({"Cc", "Cs"})
"""Control characters, which a terminal would obey, and halves of characters."""
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that let a text be read in another order than it stands."""
MOST = 10**15 - 1
"""The largest number in a pack: every reader of JSON has it exactly."""
_PACK_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Amendment(msgspec.Struct, frozen=True, kw_only=True):
    """Values that go before those of a parameter that somebody else declares, on the days that they cover."""

    parameter: str
    values: tuple[Value, ...]


Line = Annotated[str, msgspec.Meta(max_length=200)]
"""As long as the log takes it for a title."""


Rank = Literal["law", "regulation", "local_regulation", "rule", "normative"]
"""Of what a pack lays down (行政处罚法 Arts 10-16): 法律, 行政法规, 地方性法规, 规章, 其他规范性文件."""


class _Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    version: int
    title: Line
    title_zh: Line
    issuer: Line
    citation: Citation
    rank: Rank | None = None


class LawPack(msgspec.Struct, frozen=True, kw_only=True):
    """A law pack, read.

    Attributes:
        id: of the pack, the same in each of its versions.
        version: a whole number from 1; a later version has a higher one.
        title: in English.
        title_zh: in Chinese.
        issuer: who laid it down, in words.
        citation: the document by which it was laid down.
        data: what it declares.
        amendments: what it changes.
        rank: of the document; None where the pack does not say it, and then nothing that depends on it is asked.
    """

    id: str
    version: int
    title: str
    title_zh: str
    issuer: str
    citation: Citation
    data: LegalData
    amendments: tuple[Amendment, ...] = ()
    rank: Rank | None = None

    @property
    def label(self) -> str:
        """As a decision trace and an error name it, `id/version`."""
        return f"{self.id}/{self.version}"

    @property
    def unverified(self) -> frozenset[str]:
        """Everything of which it says what was not verified, and the rules that their ids begin with."""
        given = [(one.id, one.values) for one in self.data.parameters]
        given += [(one.parameter, one.values) for one in self.amendments]
        weak = [name for name, values in given if any(value.status != "VERIFIED" for value in values)]
        for cited in (self.data.rules, self.data.offences, self.data.benchmarks):
            weak += [one.id for one in cited if one.status != "VERIFIED"]
        weak += [one.code for one in self.data.criteria if one.status != "VERIFIED"]
        return frozenset((*weak, *(name.partition(".")[0] for name in weak)))


class LoadedPack(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a pack, as an authority loaded it.

    Attributes:
        number: of the fact that loaded it.
        pack: its id.
        version: of the pack.
        applies_from: the first legal day of the acts that are judged by it.
        text: the pack itself.
        authority: that loaded it.
    """

    number: int
    pack: str
    version: int
    applies_from: date
    text: str
    authority: str = ""

    @property
    def label(self) -> str:
        """As a decision trace and an error name it, `id/version`."""
        return f"{self.pack}/{self.version}"


class PackFault(msgspec.Struct, frozen=True, kw_only=True):
    """Why a pack cannot be joined with the rest.

    Attributes:
        pack: the label of the pack at fault.
        code: of the objection, as in `law/data/objections.toml`.
        what: the item of the pack, such as `parameter HN-1.days`.
        other: who else has it, what is missing, or what is wrong with it.
    """

    pack: str
    code: str
    what: str
    other: str

    @property
    def found(self) -> str:
        """In words."""
        return _WORDS[self.code].format(what=self.what, other=self.other)


_WORDS: Mapping[str, str] = {
    "law_pack.declared_twice": "{what} is declared by {other} as well",
    "law_pack.amended_twice": "{what} is amended by {other} on some of the same days",
    "law_pack.names_unknown": "{what} names {other}, and nothing declares it",
    "law_pack.under_another": "{what} would count as one of rule {other}",
    "law_pack.unusable": "it makes {what} {other}",
    "law_pack.amends_otherwise": "the values that amend {what} are of another type than those of {other}",
    "law_pack.no_range": "of {what}, {other}",
    "law_pack.of_the_platform": "{what} belongs to the platform's own rules",
}


@lru_cache(maxsize=64)  # a pack is read when it is loaded, and again whenever the set of packs in force changes
def read_pack(text: str) -> LawPack:
    """The pack that `text` holds, checked item by item; raises `LawError`."""
    name = "the pack"
    try:
        tables = tomllib.loads(unicodedata.normalize("NFC", text))
    except RecursionError:
        raise LawError(where=name, found="it is nested too deep", remedy="Write it as tables.") from None
    except ValueError as error:  # TOMLDecodeError is one, and so is a number of thousands of digits
        raise LawError(where=name, found=f"it is not TOML: {error}", remedy="Mend the line.") from None
    if odd := next(_unread(tables), None):
        raise LawError(where=name, found=f"a text in it has the character {odd}", remedy="Take it out.")
    head = _head(tables.pop("pack", None), name)
    name = f"law pack {head.id}/{head.version}"
    amending = tables.pop("amendment", [])
    if unknown := sorted(set(tables) - set(LAW_TABLES)):
        listed = ", ".join(f"[[{one}]]" for one in (*LAW_TABLES, "amendment"))
        raise LawError(
            where=name, found=f"it has {unknown[0]!r}", remedy=f"Only [pack], {listed} stand at the top of a pack."
        )
    amendments = tuple(_amendments(amending, name))
    data = LawSource(name, text).read_tables(tables)
    for parameter, values in (
        *((one.id, one.values) for one in data.parameters),
        *((one.parameter, one.values) for one in amendments),
    ):
        if huge := [value.value for value in values if isinstance(value.value, int) and abs(value.value) > MOST]:
            raise LawError(
                where=f"{name}, parameter {parameter}",
                found=f"the value {huge[0]} has more than 15 digits",
                remedy="Write a smaller number, in a larger unit.",
            )
    if not amendments and not any(True for _ in data.names):
        raise LawError(where=name, found="it lays nothing down", remedy="Declare or amend something in it.")
    fields = {field: getattr(head, field) for field in head.__struct_fields__}
    return LawPack(**fields, data=data, amendments=amendments)


def _unread(value: Any) -> Iterator[str]:
    """Every character of its texts that cannot be read, by its number."""
    if isinstance(value, str):
        yield from (f"U+{ord(one):04X}" for one in value if category(one) in _UNREAD or one in _TURNING)
    elif isinstance(value, dict):
        for one in (*value, *value.values()):
            yield from _unread(one)
    elif isinstance(value, list):
        for one in value:
            yield from _unread(one)


def _head(row: Any, name: str) -> _Head:
    if not isinstance(row, dict):
        raise LawError(
            where=name,
            found="it has no [pack]",
            remedy="Begin it with [pack]: id, version, title, title_zh, issuer and citation.",
        )
    try:
        head = msgspec.convert(row, _Head)
    except msgspec.ValidationError as error:
        raise LawError(where=f"{name}, [pack]", found=str(error), remedy="Mend that field.") from None
    if not _PACK_ID.fullmatch(head.id):
        raise LawError(
            where=f"{name}, [pack]",
            found=f"its id is {head.id!r}",
            remedy='Give it one of 1 to 64 letters, digits, "_" and "-".',
        )
    if not 1 <= head.version <= MOST:
        raise LawError(where=f"{name}, [pack]", found=f"its version is {head.version}", remedy="Count versions from 1.")
    said = {"title": head.title, "title_zh": head.title_zh, "issuer": head.issuer}
    cited = {"instrument": head.citation.instrument, "edition": head.citation.edition, "article": head.citation.article}
    for field, given in {**said, **cited}.items():
        if not given.strip():
            raise LawError(where=f"{name}, [pack]", found=f"its {field} is empty", remedy="Fill it in.")
    return head


def _amendments(rows: Any, name: str) -> Iterator[Amendment]:
    """Their values are checked as those of a parameter are."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise LawError(where=name, found="'amendment' is no array of tables", remedy="Write [[amendment]].")
    shaped = []
    for number, row in enumerate(rows, start=1):
        where = f"{name}, amendment number {number}"
        if unknown := sorted(row.keys() - {"parameter", "value"}):
            raise LawError(where=where, found=f"it has {unknown[0]!r}", remedy="Give it parameter and value only.")
        kept = {"value": row["value"]} if "value" in row else {}
        shaped.append({"id": row.get("parameter"), "title": "-", "nature": "substantive", "unit": "-", **kept})
    read = LawSource(f"{name}, amendments", "").read_tables({"parameter": shaped})
    for one in read.parameters:
        yield Amendment(parameter=one.id, values=one.values)


def in_force(loaded: Sequence[LoadedPack], on: date) -> tuple[LoadedPack, ...]:
    """Those of `loaded` that apply on a legal day, in the order in which they were loaded.

    Of each pack it is the version that was loaded last, which has the highest number: a lower one is refused.
    """
    last: dict[str, LoadedPack] = {}
    for one in sorted((one for one in loaded if one.applies_from <= on), key=lambda one: one.number):
        last[one.pack] = one
    return tuple(sorted(last.values(), key=lambda one: one.number))


def with_packs(book: Lawbook, loaded: Sequence[LoadedPack]) -> Lawbook:
    """The installed `book` with `loaded` packs; one that cannot be joined is left out, and named in `packed.left_out`.

    Of two packs that clash the one that was loaded later is left out; of a pack and what is installed, the pack.
    """
    kept: list[LawPack] = []
    left_out: list[LeftOut] = []
    for one in loaded:
        try:
            kept.append(read_pack(one.text))
        except LawError as error:
            left_out.append(LeftOut(pack=one.label, found=str(error)))
    while fault := next(faults_of(book, kept), None):
        kept = [pack for pack in kept if pack.label != fault.pack]
        left_out.append(LeftOut(pack=fault.pack, found=fault.found))
    amended: dict[str, tuple[PackValue, ...]] = {}
    for pack in kept:
        for amendment in pack.amendments:
            more = (PackValue(value=value, pack=pack.label) for value in amendment.values)
            amended[amendment.parameter] = (*amended.get(amendment.parameter, ()), *more)
    packed = Packed(installed=book, packs=tuple(pack.label for pack in kept), amended=amended, left_out=tuple(left_out))
    return Lawbook.joined(
        (*book.given, *((pack.label, pack.data) for pack in kept)), holidays=book.own_holidays, packed=packed
    )


def faults_of(book: Lawbook, packs: Sequence[LawPack]) -> Iterator[PackFault]:
    """Everything for which one of `packs` cannot be joined with the installed `book`, each laid to one pack."""
    declared = {name: source for source, data in book.given for name in data.names}
    for pack in packs:
        for kind, name in pack.data.names:
            what = f"{kind} {name}"
            if kind not in {"criterion", "checklist"} and PLATFORM.fullmatch(name):
                yield PackFault(pack=pack.label, code="law_pack.of_the_platform", what=what, other="")
            elif (kind, name) in declared:
                other = declared[kind, name]
                yield PackFault(pack=pack.label, code="law_pack.declared_twice", what=what, other=other)
            else:
                declared[kind, name] = pack.label
        yield from _under_another(pack, declared)
    parameters = {**book.parameters, **{one.id: one for pack in packs for one in pack.data.parameters}}
    amended: dict[str, list[tuple[str, Value]]] = {}
    for pack in packs:
        for what, (kind, name) in pack.data.references:
            if (kind, name) not in declared:
                yield PackFault(pack=pack.label, code="law_pack.names_unknown", what=what, other=f"{kind} {name}")
        for amendment in pack.amendments:
            yield from _amending(pack, amendment, parameters, amended.setdefault(amendment.parameter, []))
    yield from _ranges(book, packs, parameters, amended)


def _under_another(pack: LawPack, declared: Mapping[tuple[str, str], str]) -> Iterator[PackFault]:
    """What of `pack` would be confirmed together with a rule of somebody else, or they with a rule of the pack.

    An id that begins with that of a rule belongs to it: whoever confirmed the rule is taken to have compared its numbers.
    """
    rules = {one.id for one in pack.data.rules}
    for (kind, name), source in declared.items():
        rule, dot, _ = name.partition(".")
        if kind in {"rule", "checklist"} or (kind in {"parameter", "criterion"} and not dot):
            continue
        of = declared.get(("rule", rule))
        if source == pack.label and of not in {None, pack.label}:
            yield PackFault(
                pack=pack.label, code="law_pack.under_another", what=f"{kind} {name}", other=f"{rule} of {of}"
            )
        elif source != pack.label and rule in rules and of == pack.label:
            yield PackFault(
                pack=pack.label, code="law_pack.under_another", what=f"{kind} {name} of {source}", other=rule
            )


def _ranges(
    book: Lawbook,
    packs: Sequence[LawPack],
    parameters: Mapping[str, Parameter],
    amended: Mapping[str, Sequence[tuple[str, Value]]],
) -> Iterator[PackFault]:
    """Each range of fines that is none, laid to the last pack that has a part in it."""
    found = range_faults(
        (*book.offences.values(), *(one for pack in packs for one in pack.data.offences)),
        (*book.benchmarks.values(), *(one for pack in packs for one in pack.data.benchmarks)),
        parameters,
        {name: [value for _, value in values] for name, values in amended.items()},
    )
    for one in found:
        parts = {one.item, *(("parameter", name) for name in one.parameters)}
        for pack in reversed(packs):
            given = {*pack.data.names, *(("parameter", each.parameter) for each in pack.amendments)}
            if parts & given:
                what = " ".join(one.item)
                yield PackFault(pack=pack.label, code="law_pack.no_range", what=what, other=one.found)
                break


def _amending(
    pack: LawPack, amendment: Amendment, parameters: Mapping[str, Parameter], before: list[tuple[str, Value]]
) -> Iterator[PackFault]:
    what = f"parameter {amendment.parameter}"
    base = parameters.get(amendment.parameter)
    if base is None:
        yield PackFault(pack=pack.label, code="law_pack.names_unknown", what="an amendment", other=what)
    elif PLATFORM.fullmatch(amendment.parameter):
        yield PackFault(pack=pack.label, code="law_pack.of_the_platform", what=what, other="")
    elif type(amendment.values[0].value) is not type(base.values[0].value):
        yield PackFault(pack=pack.label, code="law_pack.amends_otherwise", what=what, other="that parameter")
    else:
        bad = next((found for one in amendment.values if (found := unusable(base.unit, one.value))), "")
        if bad:
            yield PackFault(pack=pack.label, code="law_pack.unusable", what=what, other=bad)
    twice = dict.fromkeys(label for label, one in before if any(overlap(one, value) for value in amendment.values))
    for label in twice:
        yield PackFault(pack=pack.label, code="law_pack.amended_twice", what=what, other=label)
    before.extend((pack.label, value) for value in amendment.values)


def overlap(one: Value, other: Value) -> bool:
    """Whether a day lies in both of their periods."""
    return one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (one.valid_to or date.max)
