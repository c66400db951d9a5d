"""A draft: a sector in a folder with a `pyproject.toml`, used without being installed."""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import Distribution, EntryPoint, entry_points
from pathlib import Path
from typing import Any

import msgspec

from regledger.errors import RegledgerError
from regledger.sectors.loading import GROUP, Sectors

__all__ = ["Draft", "DraftUnusable"]


class DraftUnusable(RegledgerError):
    """{folder} holds no sector that can be used: {found}. {remedy}"""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A distribution that is being written."""

    folder: Path
    """With its `pyproject.toml`; absolute."""
    distribution: str
    version: str
    points: tuple[tuple[str, str], ...]
    """(name of the sector, package) of each of its entry points."""

    @classmethod
    def of(cls, folder: Path) -> Draft:
        """That in `folder`; raises `DraftUnusable`."""
        folder = folder.resolve()
        _check_text(folder)
        path = folder / "pyproject.toml"
        try:
            project = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("project", {})
        except (OSError, UnicodeDecodeError) as error:
            raise DraftUnusable(
                folder=folder,
                found=f"its pyproject.toml cannot be read ({getattr(error, 'strerror', None) or error})",
                remedy='Name the folder of a sector; "regledger sectors new NAME" makes one.',
            ) from None
        except tomllib.TOMLDecodeError as error:
            raise DraftUnusable(
                folder=folder, found=f"its pyproject.toml is not TOML: {error}", remedy="Mend the line."
            ) from None
        except RecursionError:
            raise DraftUnusable(
                folder=folder, found="its pyproject.toml is nested too deep to be read", remedy="Make it flatter."
            ) from None
        points = _texts(_table(project, "entry-points"), GROUP)
        if not points:
            raise DraftUnusable(
                folder=folder,
                found=f'its pyproject.toml has no [project.entry-points."{GROUP}"]',
                remedy='Add NAME = "PACKAGE" below such a heading.',
            )
        return cls(
            folder=folder,
            distribution=str(project.get("name") or folder.name),
            version=str(project.get("version") or "0"),
            points=points,
        )

    def sectors(self, *, beside: bool = True) -> Sectors:
        """The sectors of the draft, in the place of what is installed under their names; with `beside`, the other installed ones too.

        Its folder is put on the path of this process: what was imported before is not imported anew.
        """
        for place in (self.folder, self.folder / "src"):
            if place.is_dir():
                # To the front, also where it stands there already: behind an installed release that would be imported.
                sys.path[:] = [str(place), *(one for one in sys.path if one != str(place))]
        mine = {name for name, _ in self.points}
        others = [point for point in entry_points(group=GROUP) if point.name not in mine] if beside else []
        named = _Named(self)
        drafted = [EntryPoint(name, value, GROUP)._for(named) for name, value in self.points]  # type: ignore[attr-defined]
        return Sectors.installed([*drafted, *others])


class _Named(Distribution):
    """What a draft says of itself, as an installed distribution does."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    def read_text(self, filename: str) -> str | None:
        if filename not in {"METADATA", "PKG-INFO"}:
            return None
        return f"Metadata-Version: 2.1\nName: {self._draft.distribution}\nVersion: {self._draft.version}\n"

    def locate_file(self, path: Any) -> Any:
        return self._draft.folder / path


def _check_text(folder: Path) -> None:
    """Raise `DraftUnusable` for a path that is no text: no other process could be told of it, and no message show it."""
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        shown = str(folder).encode(errors="backslashreplace").decode()
        raise DraftUnusable(
            folder=shown, found="its path holds bytes that are no text", remedy="Rename the folder."
        ) from None


def _table(project: Any, name: str) -> dict[str, Any]:
    found = project.get(name, {}) if isinstance(project, dict) else {}
    return found if isinstance(found, dict) else {}


def _texts(tables: dict[str, Any], name: str) -> tuple[tuple[str, str], ...]:
    found = _table(tables, name)
    return tuple((str(key), str(value)) for key, value in found.items())
