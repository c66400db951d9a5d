"""What is checked: a sector with its files, its declarations and the folder of its project."""

from __future__ import annotations

import ast
import json
import tomllib
from functools import cached_property
from importlib.metadata import Distribution, EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from regledger.errors import RegledgerError
from regledger.installation import Installation
from regledger.sectors.declarations import Declarations
from regledger.sectors.draft import Draft, DraftUnusable
from regledger.sectors.guard import LoadedSector
from regledger.sectors.loading import GROUP, Sectors
from regledger.testing.conformance.own_code import own_files, parsed

__all__ = ["SectorMissing", "Source", "Subject", "subjects_of"]


class SectorMissing(RegledgerError):
    """{name!r} is neither an installed sector nor a folder with a pyproject.toml. List what is installed with "regledger sectors list"."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One Python file of a sector."""

    path: Path
    name: str
    """As findings call it, from the project's folder."""
    tree: ast.Module

    def at(self, node: ast.AST) -> str:
        """`file:line` of a node."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


class Subject(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A sector that is checked."""

    name: str
    version: str
    distribution: str
    package: str
    """The package that its entry point names."""
    files: Path
    """The folder of that package; the file, where it is one module."""
    folder: Path | None
    """The folder of its project, with `pyproject.toml` and `tests`; None for one that is installed without."""
    installation: Installation
    points: tuple[tuple[str, str], ...] = ()
    """(name, package) of every sector of its distribution."""
    requires: tuple[str, ...] = ()
    """What its distribution asks for, as in its `pyproject.toml`."""

    @property
    def loaded(self) -> LoadedSector | None:
        """The sector; None where it cannot be used."""
        return self.installation.sectors.loaded.get(self.name)

    @property
    def declared(self) -> Declarations:
        """What it declares; nothing where it cannot be used."""
        return self.installation.declared.get(self.name, Declarations())

    @property
    def broken(self) -> str:
        """Why it cannot be used; empty where it can."""
        return next((one.found for one in self.installation.sectors.broken if one.name == self.name), "")

    def called(self, path: Path) -> str:
        """A file as findings call it."""
        for root in (self.folder, self.files.parent):
            for one in (root, None if root is None else root.resolve()):
                if one is not None and path.is_relative_to(one):
                    return path.relative_to(one).as_posix()
        return path.name

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """Its Python files: those of its package, and what else of its project they import."""
        return own_files(self.files, self.folder)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Its Python files that can be parsed."""
        trees = ((path, parsed(path)) for path in self.paths)
        return tuple(Source(path=path, name=self.called(path), tree=tree) for path, tree in trees if tree is not None)

    @property
    def own(self) -> dict[str, str]:
        """Each of these files, and the package itself, without links → what findings call it."""
        return {str(path.resolve()): self.called(path) for path in (self.files, *self.paths)}

    @property
    def data_alone(self) -> bool:
        """Whether there is no Python of it to look at, and none was loaded."""
        one = self.loaded
        return not self.paths and one is not None and getattr(one.module, "__file__", None) is None


def subjects_of(named: str) -> tuple[Subject, ...]:
    """The sectors of a folder, or the installed one of that name.

    Raises:
        SectorMissing: there is neither.
        DraftUnusable: the folder's `pyproject.toml` names no sector.
    """
    path = Path(named)
    if (path / "pyproject.toml").is_file() or "/" in named or named in {".", ".."}:
        return _drafted(Draft.of(path))
    points = [one for one in entry_points(group=GROUP) if one.name == named]
    if not points:
        raise SectorMissing(name=named)
    folder = _editable(points[0].dist)
    if folder is not None:
        return tuple(one for one in _drafted(Draft.of(folder)) if one.name == named)
    return (_installed(points[0]),)


def _drafted(draft: Draft) -> tuple[Subject, ...]:
    installation = Installation(draft.sectors())
    project = tomllib.loads((draft.folder / "pyproject.toml").read_text(encoding="utf-8-sig")).get("project", {})
    requires = project.get("dependencies", []) if isinstance(project, dict) else []
    if not isinstance(requires, list):
        raise DraftUnusable(
            folder=draft.folder,
            found="dependencies in its pyproject.toml is no array",
            remedy='Write dependencies = ["regledger"].',
        )
    return tuple(
        Subject(
            name=name,
            version=draft.version,
            distribution=draft.distribution,
            package=package.partition(":")[0],
            files=_package_folder(draft.folder, package.partition(":")[0]),
            folder=draft.folder,
            installation=installation,
            points=draft.points,
            requires=tuple(str(one) for one in requires),
        )
        for name, package in draft.points
    )


def _package_folder(folder: Path, package: str) -> Path:
    inner = package.replace(".", "/")
    packages = [folder / inner, folder / "src" / inner]
    modules = [folder / f"{inner}.py", folder / "src" / f"{inner}.py"]
    here = (*(one for one in packages if one.is_dir()), *(one for one in modules if one.is_file()))
    return next(iter(here), folder / inner)


def _installed(point: EntryPoint) -> Subject:
    installation = Installation(Sectors.installed())
    package = point.value.partition(":")[0]
    return Subject(
        name=point.name,
        version=(point.dist.version if point.dist else None) or "?",
        distribution=(point.dist.name if point.dist else None) or "?",
        package=package,
        files=_package_installed(package),
        folder=None,
        installation=installation,
        requires=tuple(point.dist.requires or () if point.dist else ()),
    )


def _package_installed(package: str) -> Path:
    """Its folder, found without importing it, for it may be what cannot be imported."""
    top, *inner = package.split(".")
    spec = find_spec(top)
    if spec is None:
        return Path(top, *inner)
    places = list(spec.submodule_search_locations or [])
    if not places:
        return Path(spec.origin or top)
    module = Path(places[0], *inner[:-1], f"{inner[-1]}.py") if inner else Path(places[0])
    return module if inner and module.is_file() else Path(places[0], *inner)


def _editable(dist: Distribution | None) -> Path | None:
    """The folder of a distribution that was installed in editable form (PEP 610)."""
    try:
        found = json.loads((dist.read_text("direct_url.json") if dist else None) or "{}")
        if not found["dir_info"]["editable"]:
            return None
        return Path(unquote(urlsplit(found["url"]).path))
    except (KeyError, TypeError, ValueError):
        return None
