"""`released.json`: what the last release of a sector recorded, asked and projected, kept beside its source."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from regledger.errors import RegledgerError
from regledger.log.facts import Fact
from regledger.sectors.declarations import Declarations
from regledger.testing.conformance.subject import Subject

__all__ = [
    "FILE",
    "Field",
    "Released",
    "ReleasedCommand",
    "ReleasedFact",
    "ReleasedUnreadable",
    "ReleasedUnwritable",
    "ReleasedView",
]

FILE = "released.json"


class ReleasedUnreadable(RegledgerError):
    """{path} cannot be read: {found}. Take it from the last release again; where that is lost, delete it, and "regledger sectors check FOLDER --release" writes it anew."""


class ReleasedUnwritable(RegledgerError):
    """{path} cannot be written: {found}. The release before still stands there. Make room for the file, and run "regledger sectors check FOLDER --release" again."""


class Field(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One field of a body."""

    type: str
    """Its JSON Schema, without titles, descriptions and defaults."""
    required: bool


class ReleasedFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fact; that of its site profile is one of them."""

    version: int
    tags: dict[str, str] = {}
    occurred: str = ""
    effective: str = ""
    formerly: tuple[str, ...] = ()
    """What it was called in releases before."""
    schema: dict[str, Any]

    @property
    def fields(self) -> dict[str, Field]:
        """Path → field."""
        return dict(_flat(self.schema))


class ReleasedCommand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A command."""

    formerly: tuple[str, ...] = ()
    """What it was called in releases before."""
    schema: dict[str, Any]

    @property
    def fields(self) -> dict[str, Field]:
        """Path → field."""
        return dict(_flat(self.schema))


class ReleasedView(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A read model."""

    version: int
    columns: dict[str, str]


class Released(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one release of a sector promised."""

    format: int = 1
    sector: str
    version: str
    facts: dict[str, ReleasedFact]
    commands: dict[str, ReleasedCommand]
    read_models: dict[str, ReleasedView]

    @classmethod
    def of(cls, subject: Subject) -> Released:
        """What a sector promises now."""
        declared: Declarations = subject.declared
        return cls(
            sector=subject.name,
            version=subject.version,
            facts={body.__fact__.name: _fact(body) for body in declared.facts},
            commands={
                one.name: ReleasedCommand(formerly=tuple(one.formerly), schema=msgspec.json.schema(one.command))
                for one in declared.handlers
            },
            read_models={
                one.name: ReleasedView(version=one.version, columns={**one.columns}) for one in declared.read_models
            },
        )

    @classmethod
    def read(cls, folder: Path) -> dict[str, Released]:
        """By sector, what the folder keeps; nothing where there is no such file. Raises `ReleasedUnreadable`."""
        path = folder / FILE
        if not os.path.lexists(path):
            return {}
        try:
            found = msgspec.json.decode(path.read_bytes(), type=dict[str, Released])
        except (OSError, msgspec.MsgspecError) as error:
            raise ReleasedUnreadable(path=path, found=str(error)) from None
        later = sorted(name for name, one in found.items() if one.format > cls.format_known())
        if later:
            raise ReleasedUnreadable(path=path, found=f"{later[0]} was written by a later release of regledger")
        return found

    @staticmethod
    def format_known() -> int:
        """The newest format that is read here."""
        return 1

    def write(self, folder: Path) -> Path:
        """Keep it in `folder`, beside those of other sectors of the same project; gives the file.

        Raises:
            ReleasedUnreadable, ReleasedUnwritable: what stood there before is as it was.
        """
        kept = {**Released.read(folder), self.sector: self}
        text = msgspec.json.format(msgspec.json.encode(kept, order="deterministic"), indent=1)
        path = folder / FILE
        beside = folder / f".{FILE}.part"
        try:
            beside.write_bytes(text + b"\n")
            os.replace(beside, path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise ReleasedUnwritable(path=path, found=error.strerror or str(error)) from None
        return path


def _fact(body: type[Fact]) -> ReleasedFact:
    declared = body.__fact__
    return ReleasedFact(
        version=declared.version,
        tags=dict(declared.tags),
        occurred=declared.occurred,
        effective=declared.effective,
        formerly=tuple(declared.formerly),
        schema=msgspec.json.schema(body),
    )


def _flat(schema: Mapping[str, Any]) -> Iterator[tuple[str, Field]]:
    yield from _below(schema, schema.get("$defs", {}), "", ())


def _below(
    node: Mapping[str, Any], defined: Mapping[str, Any], path: str, above: tuple[str, ...]
) -> Iterator[tuple[str, Field]]:
    if "$ref" in node:
        name = str(node["$ref"]).rpartition("/")[2]
        if name not in above:
            yield from _below(defined.get(name, {}), defined, path, (*above, name))
        return
    for one in node.get("anyOf", ()):
        yield from _below(one, defined, path, above)
    if isinstance(node.get("items"), dict):
        yield from _below(node["items"], defined, f"{path}[]", above)
    if isinstance(node.get("additionalProperties"), dict):
        yield from _below(node["additionalProperties"], defined, f"{path}{{}}", above)
    for name, field in node.get("properties", {}).items():
        its = f"{path}.{name}".lstrip(".")
        yield its, Field(type=_type(field), required=name in node.get("required", ()))
        yield from _below(field, defined, its, above)


def _type(node: Any) -> str:
    """A node's own shape; what a reference names is compared field by field."""
    return msgspec.json.encode(_bare(node), order="deterministic").decode()


def _bare(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _bare(one) for key, one in node.items() if key not in {"title", "description", "default"}}
    return [_bare(one) for one in node] if isinstance(node, list) else node
