"""The catalogue of facts: encodes new ones, decodes recorded ones, lifts old versions, gives schemas."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from regledger.building import Guard, guard_of
from regledger.errors import BadFact, RegledgerError, UpcasterMissing
from regledger.law.objections import Objection
from regledger.log.envelope import Commit, Envelope
from regledger.log.facts import Fact, FactType, NewFact, RecordedFact, Unknown
from regledger.log.personal import open_values
from regledger.log.recorder import StoredEvent
from regledger.log.tags import TagKinds

__all__ = ["Catalogue", "StoredFactUnreadable"]

_encoder = msgspec.json.Encoder(order="sorted")
_envelopes = msgspec.json.Decoder(Envelope)


class StoredFactUnreadable(RegledgerError):
    """Fact {number} ({type} version {version}) cannot be read: {found}. Its entry stands as it was recorded; mend the declaration or the upcaster of that type, or install the release that recorded it."""


class Catalogue:
    """All facts that this installation declares.

    Raises:
        BadFact: two declarations for one name.
        UpcasterMissing: a version below the newest cannot be lifted.
    """

    def __init__(self, bodies: Iterable[type[Fact]], kinds: TagKinds | None = None) -> None:
        self.kinds = kinds or TagKinds()
        self._types: dict[str, FactType] = {}
        self._named: dict[str, FactType] = {}
        """The same under every name that they have or had."""
        self._decoders: dict[str, msgspec.json.Decoder[Any]] = {}
        self._guards: dict[str, Guard] = {}
        for body in bodies:
            self._add(body.__fact__)

    def _add(self, declared: FactType) -> None:
        for name in declared.names:
            known = self._named.get(name)
            if known is not None and known.body is not declared.body:
                raise BadFact(
                    type=name,
                    found=f"both {_claim(known, name)} and {_claim(declared, name)} declare it",
                    field="one of the two names",
                )
        for version in range(1, declared.version):
            if version not in declared.lifts:
                raise UpcasterMissing(type=declared.name, version=declared.version, missing=version)
        for kind in declared.tags.values():
            if kind in self.kinds.side:
                raise BadFact(type=declared.name, found=f"its tag kind {kind!r} is derived", field="the declaration")
            if kind != "*" and kind not in self.kinds:
                raise BadFact(
                    type=declared.name, found=f"its tag kind {kind!r} is not declared", field="the declaration"
                )
        self._types[declared.name] = declared
        self._named.update(dict.fromkeys(declared.names, declared))
        self._decoders[declared.name] = msgspec.json.Decoder(declared.body)
        self._guards[declared.name] = guard_of(declared.body)

    @property
    def types(self) -> tuple[FactType, ...]:
        """Every declared kind of fact, by name."""
        return tuple(self._types[name] for name in sorted(self._types))

    def __contains__(self, name: object) -> bool:
        return name in self._named

    def names_of(self, name: str) -> tuple[str, ...]:
        """Every name under which facts called `name` are stored, the present one first; `name` alone where nothing declares it."""
        declared = self._named.get(name)
        return (name,) if declared is None else declared.names

    def called(self, name: str) -> str:
        """What facts called `name` are called now; `name` itself where nothing declares it."""
        return self.names_of(name)[0]

    def named(self, names: Iterable[str]) -> list[str]:
        """`names_of` each of several, each name once."""
        return list(dict.fromkeys(one for name in names for one in self.names_of(name)))

    def schema(self, name: str) -> dict[str, Any]:
        """JSON Schema 2020-12 of the newest version of the fact called `name`, now or formerly."""
        declared = self._named[name]
        return {"$id": f"urn:regledger:fact:{declared.name}:{declared.version}", **msgspec.json.schema(declared.body)}

    def encode(
        self, new: NewFact, *, zone: str, commit: Commit, defects: tuple[Objection, ...] = ()
    ) -> tuple[str, tuple[str, ...], bytes]:
        """Name, checked sorted tags and stored data of a new fact.

        Raises:
            BadFact: not declared, a personal value that is still open, text that is not Unicode, or a body that its
                own declaration does not allow, which could never be read again.
            BadTag: a tag that is not declared.
        """
        declared = self._types.get(type(new.body).__fact__.name)
        if declared is None or declared.body is not type(new.body):
            raise BadFact(type=type(new.body).__name__, found="it is not in the catalogue", field="its declaration")
        for path, _ in open_values(new.body):
            raise BadFact(type=declared.name, found=f"{path} still carries a personal value", field=path)
        try:
            body = normal(_encoder.encode(new.body))
            self._guards[declared.name](self._decoders[declared.name].decode, body)
        except UnicodeEncodeError:
            raise BadFact(type=declared.name, found="it holds text that is not Unicode", field="that text") from None
        except UnicodeError as error:
            raise BadFact(type=declared.name, found=str(error), field="those keys") from None
        except msgspec.DecodeError as error:
            found, _, where = str(error).partition(" - at ")
            raise BadFact(type=declared.name, found=found, field=where.strip("`") or "its body") from None
        envelope = Envelope(
            body=msgspec.Raw(body),
            commit=commit,
            version=declared.version,
            zone=new.zone or zone,
            corrects=new.corrects,
            defects=(*new.defects, *defects),
            source=new.source,
        )
        tags = self.kinds.check_all((*declared.tags_of(new.body), *new.tags))
        try:
            return declared.name, tags, normal(_encoder.encode(envelope))
        except UnicodeError:
            raise BadFact(type=declared.name, found="its commit holds text that is not Unicode", field="it") from None

    def decode(self, stored: StoredEvent) -> RecordedFact:
        """The recorded fact, lifted to its newest version.

        `Unknown` where nothing installed declares it, and where its declaration or an upcaster fails: whoever reads many
        facts goes on; whoever needs this one (a fold, a read model) has to stop.

        Raises:
            StoredFactUnreadable: what was stored is no fact at all.
        """
        event = stored.event
        declared = self._named.get(event.type)
        try:
            envelope = _envelopes.decode(event.data)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise StoredFactUnreadable(
                number=stored.position, type=event.type, version="unknown", found=str(error)
            ) from error
        try:
            body = self._lifted(declared, envelope.version, envelope.body)
        except Exception as error:  # an upcaster is anybody's code
            body = Unknown(body=self._stored(stored, envelope), found=_found(error), name=_name_of(declared))
        return RecordedFact(
            number=stored.position,
            recorded_at=stored.recorded_at,
            type=event.type,
            version=envelope.version,
            tags=tuple(event.tags),
            data=event.data,
            body=body,
            zone=envelope.zone,
            commit=envelope.commit,
            corrects=envelope.corrects,
            defects=envelope.defects,
            source=envelope.source,
        )

    def _stored(self, stored: StoredEvent, envelope: Envelope) -> dict[str, Any]:
        try:
            return msgspec.json.decode(envelope.body, type=dict[str, Any])
        except msgspec.DecodeError as error:
            raise StoredFactUnreadable(
                number=stored.position, type=stored.event.type, version=envelope.version, found=str(error)
            ) from error

    def lifted(self, name: str, version: int, body: bytes) -> Fact | Unknown:
        """The JSON `body` of a fact called `name`, now or formerly, at its newest version; `Unknown` as in `decode`."""
        try:
            return self._lifted(self._named.get(name), version, body)
        except Exception as error:  # an upcaster is anybody's code
            return Unknown(body=msgspec.json.decode(body), found=_found(error))

    def _lifted(self, declared: FactType | None, stored: int, body: bytes | msgspec.Raw) -> Fact | Unknown:
        if declared is None or stored > declared.version:
            return Unknown(body=msgspec.json.decode(body), name=_name_of(declared))
        if stored == declared.version:
            whole: Fact = self._guards[declared.name](self._decoders[declared.name].decode, body)
            return whole
        return self._guards[declared.name](_lifted, declared, stored, body)

    def decode_all(self, stored: Iterable[StoredEvent]) -> Sequence[RecordedFact]:
        """Several, in the order given."""
        return [self.decode(one) for one in stored]


def _lifted(declared: FactType, stored: int, body: bytes | msgspec.Raw) -> Fact:
    plain: dict[str, Any] = msgspec.json.decode(body)
    for version in range(stored, declared.version):
        plain = declared.lifts[version](plain)
    try:
        return msgspec.convert(plain, declared.body)
    except msgspec.ValidationError as error:  # not what was stored, but what its upcaster made of that
        raise ValueError(f"what was lifted cannot be a {declared.name}: {error}") from error


def _found(error: Exception) -> str:
    """What kept a body from being read; of an error that names a sector, that and where."""
    if isinstance(error, RegledgerError) and "hook" in error.details:
        return "sector {sector} {version} failed in hook {hook}: {found}".format_map(error.details)
    return str(error) if isinstance(error, msgspec.DecodeError) else f"{type(error).__name__}: {error}"


def _name_of(declared: FactType | None) -> str:
    return "" if declared is None else declared.name


def _claim(declared: FactType, name: str) -> str:
    """Who declares `name`."""
    by = declared.body.__module__
    return by if name == declared.name else f"{by} (as what {declared.name} was called formerly)"


def normal(document: bytes) -> bytes:
    """The JSON `document` with all its text in NFC (UAX #15)."""
    if document.isascii() or unicodedata.is_normalized("NFC", document.decode()):
        return document
    # Normalising the document as a whole could join an escape such as \n with a combining mark after it.
    return _encoder.encode(_normal_value(msgspec.json.decode(document)))


def _normal_value(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_normal_value(one) for one in value]
    if isinstance(value, dict):
        normalised = {unicodedata.normalize("NFC", key): _normal_value(one) for key, one in value.items()}
        if len(normalised) < len(value):
            raise UnicodeError("two keys are one in NFC")
        return normalised
    return value
