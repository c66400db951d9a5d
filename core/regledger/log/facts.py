"""Facts: how a kind of fact is declared, what a new one is and what a recorded one is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar, Literal, TypeVar

import msgspec
from msgspec import inspect as shape

from regledger.clock import When, day_of
from regledger.errors import BadFact
from regledger.law.objections import Objection
from regledger.log.envelope import Commit, Correction, Source
from regledger.log.text import Personal

__all__ = [
    "ANY_KIND",
    "Amending",
    "Asserting",
    "Fact",
    "FactType",
    "NewFact",
    "RecordedFact",
    "Unknown",
    "fact",
    "former_names",
]

Lift = Callable[[dict[str, Any]], dict[str, Any]]
"""An upcaster: the body of one version as a plain object → the body of the next."""

_NAME = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
ANY_KIND = "*"
"""In a declaration's `tags`: the field holds whole tags (`kind:id`)."""

Asserting = Literal["never", "kept", "mapped"]
"""Whether a register may assert it. `mapped`: a mapping may name it. `kept`: none may, and what the log holds of it, of the
import's own or of an earlier release, counts. `never`: what decides who may act, by what is judged or what stands; where one
was asserted all the same, it counts for nothing."""

Amending = Literal["freely", "withdrawn", "never"]
"""What may be done to it once it is recorded: corrected and withdrawn, withdrawn alone, or neither."""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A body of a fact. Subclasses are declared with `@fact(…)`."""

    __fact__: ClassVar[FactType]


class FactType(msgspec.Struct, frozen=True, kw_only=True):
    """The declaration of a kind of fact at its newest version."""

    name: str
    version: int
    body: type[Fact]
    tags: Mapping[str, str]
    """Field → tag kind. A field holds an id, several ids, or None; `items.hazard` names a field of each item."""
    occurred: str
    """The field that says when it happened: a legal day or an instant."""
    effective: str
    """The field that says from when it counts; the same as `occurred` unless declared."""
    lifts: Mapping[int, Lift]
    """From version → upcaster to the next one."""
    asserted: Asserting = "kept"
    amended: Amending = "freely"
    mends: frozenset[str] = frozenset()
    """Those of `tags` that a correction may change; what the others name, the fact is about."""
    about: tuple[str, ...] = ()
    """Fields without a tag that say what it is about as well."""
    formerly: tuple[str, ...] = ()
    """What it was called before. Its versions are counted through all of its names."""

    @property
    def names(self) -> tuple[str, ...]:
        """Its name, and then those that it had before."""
        return (self.name, *self.formerly)

    def identity_of(self, body: Fact) -> dict[str, tuple[Any, ...]]:
        """Field → what it names, of everything that the fact is about and no correction may change."""
        named = {path: tuple(sorted(_ids(body, path))) for path in self.tags if path not in self.mends}
        return {**named, **{field: (getattr(body, field),) for field in self.about}}

    def tags_of(self, body: Fact) -> Iterator[str]:
        """The tags of `body`, unchecked."""
        for path, kind in self.tags.items():
            for one in _ids(body, path):
                yield one if kind == ANY_KIND else f"{kind}:{one}"

    def occurred_of(self, body: Fact) -> When:
        """When it happened."""
        when: When = getattr(body, self.occurred)
        return when

    def effective_of(self, body: Fact) -> When:
        """From when it counts."""
        when: When | None = getattr(body, self.effective)
        return self.occurred_of(body) if when is None else when


def _ids(value: Any, path: str) -> Iterator[str]:
    field, _, rest = path.partition(".")
    found = getattr(value, field)
    for one in found if isinstance(found, tuple) else (found,):
        if one is not None:
            yield from _ids(one, rest) if rest else (one,)


F = TypeVar("F", bound=Fact)


def fact(
    name: str,
    version: int,
    *,
    tags: Mapping[str, str],
    occurred: str,
    effective: str | None = None,
    lifts: Mapping[int, Lift] | None = None,
    asserted: Asserting = "kept",
    amended: Amending = "freely",
    mends: Iterable[str] = (),
    about: Iterable[str] = (),
    formerly: str | Iterable[str] = (),
) -> Callable[[type[F]], type[F]]:
    """Declare a kind of fact.

    Args:
        name: its stable name, `record.past_tense`; never a Python path.
        version: of its body, from 1.
        tags: field → tag kind (`*` where the field holds whole tags).
        occurred: the field with the day or instant at which it happened.
        effective: the field with the day or instant from which it counts, where that differs.
        lifts: version → function that lifts a stored body of that version to the next one.
        asserted: whether a register may assert it; no mapping may name it unless it is declared `mapped`.
        amended: whether it may be corrected and withdrawn.
        mends: those of `tags` that a correction may change, such as the officers who took part; by default it may change none.
        about: fields without a tag that no correction may change either.
        formerly: the name, or the names, that it had in earlier releases. What is recorded under them keeps its name and is
            read as this fact, lifted from its version on: the versions go on through all names.

    Raises:
        BadFact: a name that is no fact's or stands twice, a float, undeclared text, an instant that may lack its zone, a type that can hold anything, a field
            that is not there, or a time that is neither a day nor an instant.
    """

    def declare(body: type[F]) -> type[F]:
        mendable, also = frozenset(mends), tuple(about)
        former = former_names(name, formerly)
        _check(name, version, body, (*tags, *also), occurred, effective)
        if odd := sorted(mendable - tags.keys()):
            raise BadFact(
                type=name, found=f"a correction may change {odd[0]!r}, which is none of its tags", field="mends"
            )
        body.__fact__ = FactType(
            name=name,
            version=version,
            body=body,
            tags=dict(tags),
            occurred=occurred,
            effective=effective or occurred,
            lifts=dict(lifts or {}),
            asserted=asserted,
            amended=amended,
            mends=mendable,
            about=also,
            formerly=former,
        )
        return body

    return declare


def former_names(name: str, formerly: str | Iterable[str], *, form: str = "record.past_tense") -> tuple[str, ...]:
    """What the fact or command `name` says that it was called before; raises `BadFact` for what is no list of other names."""
    if isinstance(formerly, str):
        formerly = (formerly,)
    if not isinstance(formerly, (tuple, list, set, frozenset)) or not all(isinstance(one, str) for one in formerly):
        found = f"it cannot have been called {formerly!r} before: that is neither a name nor a list of names"
        raise BadFact(type=name, found=found, field="formerly")
    former = tuple(sorted(formerly)) if isinstance(formerly, (set, frozenset)) else tuple(formerly)
    for index, one in enumerate(former):
        if _NAME.fullmatch(one) is None or one in (name, *former[:index]):
            found = f"it cannot have been called {one!r} before: that is no other name of the form {form}"
            raise BadFact(type=name, found=found, field="formerly")
    return former


def _check(
    name: str, version: int, body: type[Fact], named: Sequence[str], occurred: str, effective: str | None
) -> None:
    if _NAME.fullmatch(name) is None or version < 1:
        raise BadFact(
            type=name, found="its name is not record.past_tense, or its version is below 1", field="the declaration"
        )
    fields = {field.name: field for field in msgspec.structs.fields(body)}
    for field in (*named, occurred, *([effective] if effective else [])):
        if field.partition(".")[0] not in fields:
            raise BadFact(
                type=name, found=f"its declaration names field {field!r}, which it does not have", field=field
            )
    for path, kind, extra in _walk(shape.type_info(body), "", {}, ()):
        found = _unfit(kind, extra)
        if found:
            raise BadFact(type=name, found=f"{path} {found}", field=path)
    for time, may_lack in ((occurred, False), (effective or occurred, effective is not None)):
        if not _is_time(shape.type_info(fields[time].type), may_lack=may_lack):
            raise BadFact(type=name, found=f"{time} is neither a legal day nor an instant", field=time)


_FIT = (
    shape.StructType,
    shape.UnionType,
    shape.DictType,
    shape.TupleType,
    shape.VarTupleType,
    shape.IntType,
    shape.BoolType,
    shape.NoneType,
    shape.StrType,
    shape.DateType,
    shape.DateTimeType,
    shape.DecimalType,
    shape.EnumType,
    shape.LiteralType,
    shape.UUIDType,
)
"""What has one text only, and whose parts can all be looked at."""


def _unfit(kind: shape.Type, extra: Mapping[str, Any]) -> str:
    if isinstance(kind, shape.FloatType):
        return "is a float, which has no exact text"
    if isinstance(kind, shape.AnyType):
        return "may hold anything"
    if isinstance(kind, shape.StrType) and "privacy" not in extra:
        return "is text declared neither public nor personal"
    if isinstance(kind, shape.DateTimeType) and kind.tz is not True:
        return "is an instant that may lack its zone: declare it as Instant"
    return "" if isinstance(kind, _FIT) else f"is of a kind that facts cannot hold ({type(kind).__name__})"


def _is_time(kind: shape.Type, *, may_lack: bool) -> bool:
    if isinstance(kind, shape.Metadata):
        return _is_time(kind.type, may_lack=may_lack)
    if isinstance(kind, shape.UnionType):
        return all(_is_time(one, may_lack=may_lack) for one in kind.types)
    return isinstance(kind, (shape.DateType, shape.DateTimeType)) or (may_lack and isinstance(kind, shape.NoneType))


def _walk(
    kind: shape.Type, path: str, extra: Mapping[str, Any], above: tuple[type, ...]
) -> Iterator[tuple[str, shape.Type, Mapping[str, Any]]]:
    if isinstance(kind, shape.Metadata):
        yield from _walk(kind.type, path, kind.extra or {}, above)
        return
    yield path, kind, extra
    if isinstance(kind, shape.StructType):
        if kind.cls is not Personal and kind.cls not in above:
            for field in kind.fields:
                yield from _walk(field.type, f"{path}.{field.name}".lstrip("."), {}, (*above, kind.cls))
    elif isinstance(kind, shape.UnionType):
        for one in kind.types:
            yield from _walk(one, path, {}, above)
    elif isinstance(kind, shape.DictType):
        yield from _walk(kind.key_type, f"{path}{{}}", {}, above)
        yield from _walk(kind.value_type, f"{path}{{}}", {}, above)
    elif isinstance(kind, shape.TupleType):
        for one in kind.item_types:
            yield from _walk(one, f"{path}[]", {}, above)
    elif isinstance(kind, shape.VarTupleType):
        yield from _walk(kind.item_type, f"{path}[]", {}, above)


class NewFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact about to be recorded: it has no number yet."""

    body: Fact
    zone: str = ""
    """The zone of its legal days; the ledger's own where it is empty."""
    tags: tuple[str, ...] = ()
    """Tags beyond those that its declaration gives."""
    corrects: Correction | None = None
    source: Source | None = None
    defects: tuple[Objection, ...] = ()
    """What was unlawful about what it corrects; a correction does not wash that away."""


class Unknown(msgspec.Struct, frozen=True, kw_only=True):
    """The body of a fact that nothing installed declares, or that its declaration cannot read: its stored JSON, as it is."""

    body: dict[str, Any]
    found: str = ""
    """Why its declaration cannot read it; empty where there is none, or only that of an earlier version."""
    name: str = ""
    """What its declaration calls it now; empty where there is none."""


class RecordedFact(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A fact in the log."""

    number: int
    recorded_at: int
    """Microseconds since 1970, UTC."""
    type: str
    """The name under which it was stored; `name` is what it is called now."""
    version: int
    """The version it was stored in; `body` is lifted to the newest."""
    tags: tuple[str, ...]
    data: bytes
    """Exactly as stored."""
    body: Fact | Unknown
    zone: str
    commit: Commit
    corrects: Correction | None = None
    defects: tuple[Objection, ...] = ()
    source: Source | None = None

    @property
    def name(self) -> str:
        """What the fact is called now: `type` unless it was renamed since, or nothing installed declares it."""
        return (self.body.name or self.type) if isinstance(self.body, Unknown) else type(self.body).__fact__.name

    @property
    def asserted(self) -> bool:
        """True where a register asserted it and nobody judged it."""
        return self.source is not None

    @property
    def void(self) -> bool:
        """True where a register asserted what none may: it stays in the log and counts for nothing."""
        return self.source is not None and isinstance(self.body, Fact) and type(self.body).__fact__.asserted == "never"

    @cached_property
    def effective(self) -> When | None:
        """From when it counts; None for a body that nothing installed declares."""
        if isinstance(self.body, Unknown):
            return _stored_when(self.body.body)
        return type(self.body).__fact__.effective_of(self.body)

    @cached_property
    def effective_day(self) -> date | None:
        """The legal day from which it counts, in the fact's own zone."""
        return None if self.effective is None else day_of(self.effective, self.zone)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the stored data, in hex."""
        return hashlib.sha256(self.data).hexdigest()


def _stored_when(body: Mapping[str, Any]) -> When | None:
    # Without its declaration the field is unknown, so the names that DESIGN §2 gives to instants are tried.
    for field in ("effective_at", "effective_on", "occurred_at", "occurred_on", "decided_on", "on", "at"):
        value = body.get(field)
        if isinstance(value, str):
            try:
                if len(value) == len("2026-03-02"):
                    return date.fromisoformat(value)
                instant = datetime.fromisoformat(value)
            except ValueError:
                continue
            if instant.tzinfo is not None:
                return instant
    return None
