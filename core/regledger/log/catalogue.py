"""The catalogue of facts: encodes new ones, decodes recorded ones, lifts old versions, gives schemas."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

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
        self._decoders: dict[str, msgspec.json.Decoder[Any]] = {}
        for body in bodies:
            self._add(body.__fact__)

    def _add(self, declared: FactType) -> None:
        known = self._types.get(declared.name)
        if known is not None and known.body is not declared.body:
            raise BadFact(
                type=declared.name,
                found=f"both {known.body.__module__} and {declared.body.__module__} declare it",
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
        self._decoders[declared.name] = msgspec.json.Decoder(declared.body)

    @property
    def types(self) -> tuple[FactType, ...]:
        """Every declared kind of fact, by name."""
        return tuple(self._types[name] for name in sorted(self._types))

    def __contains__(self, name: object) -> bool:
        return name in self._types

    def schema(self, name: str) -> dict[str, Any]:
        """JSON Schema 2020-12 of the newest version of the fact called `name`."""
        declared = self._types[name]
        return {"$id": f"urn:regledger:fact:{name}:{declared.version}", **msgspec.json.schema(declared.body)}

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
            self._decoders[declared.name].decode(body)
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
        declared = self._types.get(event.type)
        try:
            envelope = _envelopes.decode(event.data)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise StoredFactUnreadable(
                number=stored.position, type=event.type, version="unknown", found=str(error)
            ) from error
        try:
            body = self._body(declared, envelope)
        except Exception as error:  # an upcaster is anybody's code
            found = str(error) if isinstance(error, msgspec.DecodeError) else f"{type(error).__name__}: {error}"
            body = Unknown(body=self._stored(stored, envelope), found=found)
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

    def _body(self, declared: FactType | None, envelope: Envelope) -> Fact | Unknown:
        if declared is None or envelope.version > declared.version:
            return Unknown(body=msgspec.json.decode(envelope.body))
        if envelope.version == declared.version:
            body: Fact = self._decoders[declared.name].decode(envelope.body)
            return body
        plain: dict[str, Any] = msgspec.json.decode(envelope.body)
        for version in range(envelope.version, declared.version):
            plain = declared.lifts[version](plain)
        return msgspec.convert(plain, declared.body)

    def decode_all(self, stored: Iterable[StoredEvent]) -> Sequence[RecordedFact]:
        """Several, in the order given."""
        return [self.decode(one) for one in stored]


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
