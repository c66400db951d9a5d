"""`sector.toml`: what of a sector is data. A sector that is data alone has no Python file.

The file lies in the package that the entry point names, and further files of the same tables in a folder `sector`
beside it. What they declare is added to what the hooks of the package give; the package needs no hook, and no module,
where the file has a `[sector]` table.
"""

from __future__ import annotations

import importlib.resources
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from regledger.errors import LawError
from regledger.law.source import LAW_TABLES, LawSource, LegalData
from regledger.sectors.declared import DocumentField, ImportMapping, LawException, LicenceKind, Obligation, Sector

__all__ = ["FILE", "FOLDER", "SectorFile"]

FILE = "sector.toml"
FOLDER = "sector"
"""Further files of the same tables, in the order of their names."""

TABLES = (*LAW_TABLES, "licence_kind", "obligation", "exception", "document_field", "import_mapping")

T = TypeVar("T")


class SectorFile(msgspec.Struct, frozen=True, kw_only=True):
    """What a `sector.toml` declares."""

    name: str
    """What errors call it."""
    sector: Sector | None = None
    law: LegalData = LegalData()
    laws: tuple[tuple[str, LegalData], ...] = ()
    """The same by file, for errors and origins."""
    licence_kinds: tuple[LicenceKind, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    exceptions: tuple[LawException, ...] = ()
    document_fields: tuple[DocumentField, ...] = ()
    import_mappings: tuple[ImportMapping, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = {}
    """Objection code → its sentences, from `[objection."record.what_is_wrong"]`."""

    @classmethod
    def of_package(cls, package: str) -> SectorFile | None:
        """That of an installed package; None where it has none.

        Raises:
            LawError: it cannot be read, or holds something else.
        """
        try:
            base = importlib.resources.files(package)
            folder = base / FOLDER
            more = folder.iterdir() if folder.is_dir() else ()
            paths = (
                base / FILE,
                *sorted((one for one in more if one.name.endswith(".toml")), key=lambda one: one.name),
            )
            files = [
                cls.read(
                    f"{package}:{path.name if path.name == FILE else f'{FOLDER}/{path.name}'}",
                    path.read_text(encoding="utf-8-sig"),
                )
                for path in paths
                if path.is_file()
            ]
        except (OSError, ModuleNotFoundError, UnicodeDecodeError) as error:
            raise LawError(
                where=f"{package}:{FILE}", found=f"it cannot be read ({error})", remedy="Install the package again."
            ) from None
        return cls._joined(files) if files else None

    @classmethod
    def _joined(cls, files: Sequence[SectorFile]) -> SectorFile:
        """One of several; raises `LawError` where two of them say who the sector is, or give one objection."""
        named = [one for one in files if one.sector is not None]
        if len(named) > 1:
            raise LawError(
                where=named[1].name, found="it has a [sector], and so has another file", remedy=f"Keep that of {FILE}."
            )
        texts: dict[str, Mapping[str, str]] = {}
        for one in files:
            if twice := sorted(texts.keys() & one.texts.keys()):
                raise LawError(
                    where=one.name,
                    found=f"[objection] {twice[0]!r} stands in another file too",
                    remedy="Keep one of them.",
                )
            texts.update(one.texts)
        laws = [one.law for one in files]
        return cls(
            name=files[0].name,
            sector=named[0].sector if named else None,
            laws=tuple((one.name, one.law) for one in files),
            law=LegalData(
                **{
                    field: tuple(item for law in laws for item in getattr(law, field))
                    for field in LegalData.__struct_fields__
                }
            ),
            licence_kinds=tuple(item for one in files for item in one.licence_kinds),
            obligations=tuple(item for one in files for item in one.obligations),
            exceptions=tuple(item for one in files for item in one.exceptions),
            document_fields=tuple(item for one in files for item in one.document_fields),
            import_mappings=tuple(item for one in files for item in one.import_mappings),
            texts=texts,
        )

    @classmethod
    def read(cls, name: str, text: str) -> SectorFile:
        """What `text` declares, checked item by item; raises `LawError` naming file, table and remedy."""
        try:
            tables = tomllib.loads(unicodedata.normalize("NFC", text))
        except tomllib.TOMLDecodeError as error:
            raise LawError(where=name, found=f"it is not TOML: {error}", remedy="Mend the line.") from None
        except RecursionError:
            raise LawError(where=name, found="it is nested too deep to be read", remedy="Make it flatter.") from None
        if unknown := sorted(set(tables) - {*TABLES, "sector", "objection"}):
            raise LawError(
                where=name,
                found=f"it has {unknown[0]!r}",
                remedy=f"Only [sector], {', '.join(f'[[{one}]]' for one in TABLES)} and [objection.…] stand at the top.",
            )
        source = LawSource(name, "")
        return cls(
            name=name,
            sector=_identity(tables["sector"], name) if "sector" in tables else None,
            law=source.read_tables({key: tables[key] for key in LAW_TABLES if key in tables}),
            licence_kinds=_rows(tables, "licence_kind", LicenceKind, name),
            obligations=_rows(tables, "obligation", Obligation, name),
            exceptions=_rows(tables, "exception", LawException, name),
            document_fields=_rows(tables, "document_field", DocumentField, name),
            import_mappings=_rows(tables, "import_mapping", ImportMapping, name),
            texts=_converted(tables.get("objection", {}), dict[str, dict[str, str]], name, "[objection]"),
        )


def _identity(value: Any, name: str) -> Sector:
    sector = _converted(value, Sector, name, "[sector]")
    for field in ("title", "title_zh"):
        if not getattr(sector, field).isprintable():
            raise LawError(
                where=f"{name}, [sector]",
                found=f"its {field} has a line break, or a character that cannot be printed",
                remedy="Write it in one line: it is a heading.",
            )
    return sector


def _rows(tables: Mapping[str, Any], kind: str, wanted: type[T], name: str) -> tuple[T, ...]:
    rows = tables.get(kind, [])
    if not isinstance(rows, Sequence):
        raise LawError(where=name, found=f"{kind!r} is no array of tables", remedy=f"Write [[{kind}]].")
    return tuple(
        _converted(row, wanted, name, f"[[{kind}]] number {number}") for number, row in enumerate(rows, start=1)
    )


def _converted(value: Any, wanted: type[T], name: str, table: str) -> T:
    try:
        return msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        raise LawError(where=f"{name}, {table}", found=str(error), remedy="Mend that field.") from None
