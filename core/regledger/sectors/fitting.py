"""Whether what sectors declare fits what is installed: an obligation's facts and law, a document's records and fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import inspect as shape

from regledger.errors import RegledgerError
from regledger.history.document_parts import PARTS
from regledger.intake.mapping import BadMapping, read_mapping
from regledger.law.view import PERIODS
from regledger.log.facts import ANY_KIND, FactType
from regledger.sectors.declared import DocumentField, ImportMapping, Obligation

if TYPE_CHECKING:
    from regledger.installation import Installation

__all__ = ["Unfit", "check_document_fields", "check_import_mappings", "check_obligations", "presently"]

_CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
LONGEST_PERIOD = 40_000
"""The longest period that is counted, in whatever unit."""
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}")


class Unfit(RegledgerError):
    """{what} {name} cannot be used: {found}. {remedy}"""


def check_obligations(obligations: Iterable[Obligation], installed: Installation) -> None:
    """Raise `Unfit` for one that names what nothing declares, or whose facts are not about its subject."""
    types = {name: declared for declared in installed.catalogue.types for name in declared.names}
    for one in obligations:
        if _CODE.fullmatch(one.code) is None:
            raise _unfit(one, f"{one.code!r} is no code", "Write record.what_is_due, such as store.training_due.")
        if not one.begins or not one.met_by:
            raise _unfit(one, "nothing begins it, or nothing meets it", "Name facts in begins and in met_by.")
        if both := sorted({*one.ends} & {*one.begins, *one.met_by}):
            raise _unfit(one, f"{both[0]} ends it for good and begins or meets it", "Name it in one of them only.")
        for name in dict.fromkeys((*one.begins, *one.met_by, *one.ends)):
            _check_fact(one, name, types)
        _check_period(one, installed, types)
        for kind in one.licence_kinds:
            if kind not in installed.licence_kinds:
                raise _unfit(one, f"it names kind of licence {kind}, and nothing declares it", "Mend the name.")
        if one.rule not in installed.lawbook.rules:
            raise _unfit(one, f"it names rule {one.rule}, and nothing declares it", _DECLARE)
        if one.command and one.command not in installed.handlers:
            raise _unfit(one, f"it names command {one.command}, and nothing declares it", "Mend the name.")


def presently(one: Obligation, installed: Installation) -> Obligation:
    """`one` with each fact and command that was renamed by what it is called now."""
    called = {
        field: tuple(map(installed.catalogue.called, getattr(one, field))) for field in ("begins", "met_by", "ends")
    }
    handler = installed.handlers.get(one.command)
    return msgspec.structs.replace(one, **called, command=one.command if handler is None else handler.name)


def check_document_fields(fields: Iterable[DocumentField], installed: Installation) -> None:
    """Raise `Unfit` for one of a sector that is of a document that nothing makes, of a name that is taken, or of a
    record or field that is not there."""
    seen: set[tuple[str, str]] = set()
    for one in fields:
        if one.document not in PARTS:
            raise _unfit(one, f"nothing makes a document of {one.document!r}", f"Write one of {', '.join(PARTS)}.")
        if one.name in (part.name for part in PARTS[one.document]) or (one.document, one.name) in seen:
            raise _unfit(one, "that document has a field of this name already", "Give it a name of its own.")
        seen.add((one.document, one.name))
        if _FIELD.fullmatch(one.name) is None:
            raise _unfit(one, f"{one.name!r} is no name of a field", "Write lower-case letters, digits and _.")
        kind = installed.kinds.named(one.record)
        if kind is None:
            raise _unfit(one, f"it is read from {one.record!r}, and nothing declares such a record", "Mend the name.")
        if one.field not in kind.state.__struct_fields__:
            known = ", ".join(kind.state.__struct_fields__)
            raise _unfit(one, f"the record {one.record} has no field {one.field!r}", f"It has {known}.")


def check_import_mappings(mappings: Iterable[ImportMapping], installed: Installation) -> None:
    """Raise `Unfit` for one of a sector that is no mapping, whose name stands twice, or that names an unknown command."""
    seen: set[str] = set()
    for one in mappings:
        if _FIELD.fullmatch(one.name) is None:
            raise _unfit(one, f"{one.name!r} is no name of a mapping", "Write lower-case letters, digits and _.")
        if one.name in seen:
            raise _unfit(one, "the sector brings two of that name", "Rename one of them.")
        seen.add(one.name)
        try:
            mapping = read_mapping(Path(one.name), one.text.encode()).mapping
        except BadMapping as error:
            where, found = error.details["where"], error.details["found"]
            raise _unfit(one, f"{where} {found}", error.details["remedy"]) from None
        for command in mapping.command:
            if command.name not in installed.handlers:
                raise _unfit(one, f"it names command {command.name}, and nothing declares it", "Mend the name.")


_DECLARE = "Declare it in core, a sector or a law pack."


def _unfit(one: Obligation | DocumentField | ImportMapping, found: str, remedy: str) -> Unfit:
    if isinstance(one, Obligation):
        return Unfit(what="Obligation", name=one.code, found=found, remedy=remedy)
    if isinstance(one, ImportMapping):
        return Unfit(what="Import mapping", name=one.name, found=found, remedy=remedy)
    return Unfit(what="Document field", name=f"{one.document}.{one.name}", found=found, remedy=remedy)


def _check_fact(one: Obligation, name: str, types: Mapping[str, FactType]) -> None:
    if name not in types:
        raise _unfit(one, f"it names fact {name}, and nothing declares it", "Mend the name.")
    if not {one.subject, ANY_KIND} & {*types[name].tags.values()}:
        raise _unfit(
            one,
            f"{name} carries no tag of a {one.subject}, which it is about",
            f"Name a fact about a {one.subject}, or another subject.",
        )


def _check_period(one: Obligation, installed: Installation, types: Mapping[str, FactType]) -> None:
    period = installed.lawbook.parameters.get(one.period)
    if period is None:
        raise _unfit(one, f"it names parameter {one.period}, and nothing declares it", _DECLARE)
    if period.unit not in PERIODS:
        raise _unfit(
            one, f"parameter {one.period} counts {period.unit!r}, which is no period", f"Use {', '.join(PERIODS)}."
        )
    for value in period.values:
        if type(value.value) is not int or not 1 <= value.value <= LONGEST_PERIOD:
            found = (
                f"parameter {one.period} is {value.value!r} {period.unit}s ({value.period}), which cannot be counted"
            )
            raise _unfit(one, found, f"Write a whole number from 1 to {LONGEST_PERIOD}.")
    if period.unit == "hour":
        for name in one.begins:
            if not _at_an_instant(types[name]):
                raise _unfit(
                    one,
                    f"it counts hours from {name}, which is known only by its day",
                    "Begin it with a fact that happens at an Instant, or count days.",
                )


def _at_an_instant(declared: FactType) -> bool:
    fields = {field.name: field.type for field in msgspec.structs.fields(declared.body)}
    kind = shape.type_info(fields[declared.effective])
    return isinstance(kind.type if isinstance(kind, shape.Metadata) else kind, shape.DateTimeType)
