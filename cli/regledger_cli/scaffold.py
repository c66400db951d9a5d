"""A new sector out of the template: a folder with its package, its tests and what builds it; whole or not at all."""

from __future__ import annotations

import errno
import importlib.util
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.metadata import entry_points, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from keyword import iskeyword
from pathlib import Path

from regledger.errors import RegledgerError
from regledger.installation import Installation
from regledger.sectors.contract import CONTRACT_VERSION
from regledger.sectors.loading import GROUP

__all__ = [
    "BadSectorName",
    "BadSectorTitle",
    "FolderUnfit",
    "SectorNameTaken",
    "check_free",
    "check_name",
    "made_files",
    "make",
]

TEMPLATE = "sector_template"
TAKEN = "something is there already"
REVIEW = timedelta(days=90)
"""After which somebody has to look at a number of the template again."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
_TOKEN = re.compile(r"@(\w+)@")
_RESERVED = frozenset({"core", "fact", "general", "ref", "role", "sector", "seq", "time"})
"""`general` is no sector, `fact:17` is a fact, and rules called REF, SEQ, TIME, ROLE and SECTOR are the platform's."""


class BadSectorName(RegledgerError):
    """{name!r} cannot be the name of a sector: {found}. Choose another, such as fireworks: at most 32 lower-case letters, digits and "_", a letter first."""


class SectorNameTaken(RegledgerError):
    """The name {name!r} is taken: {found}. Choose another; "regledger sectors list" shows the sectors that are installed."""


class BadSectorTitle(RegledgerError):
    """{title!r} cannot be a sector's title: {found}. Give one line of text."""


class FolderUnfit(RegledgerError):
    """The sector cannot be made in {folder}: {found}. Nothing was made. Name a folder that is not there yet, in one that you may write, with --folder."""


def check_name(name: str) -> None:
    """Raise `BadSectorName` for what cannot be one."""
    if _NAME.fullmatch(name) is None:
        raise BadSectorName(name=name, found="it is not of that form")
    if iskeyword(name):
        raise BadSectorName(name=name, found="it is a word of Python")


def check_free(name: str) -> None:
    """Raise `SectorNameTaken` where a sector, a package or a record has that name."""
    if name in _RESERVED:
        raise SectorNameTaken(name=name, found="the platform itself uses it")
    if len(name) == 1:
        found = f"its rules would be called as {_rules(name)}-01, and rules of one letter are the common law's"
        raise SectorNameTaken(name=name, found=found)
    for point in entry_points(group=GROUP):
        if point.name == name:
            by = f"{point.dist.name} {point.dist.version}" if point.dist else point.value
            raise SectorNameTaken(name=name, found=f"{by} brings a sector of that name")
    if importlib.util.find_spec(f"regledger_{name}") is not None:
        raise SectorNameTaken(name=name, found=f"there is a package regledger_{name}")
    installed = Installation()
    for what, declared in (
        ("facts", [one.name for one in installed.catalogue.types]),
        ("commands", list(installed.handlers.names())),
        ("records", [kind.name for kind in installed.kinds]),
    ):
        if any(one.partition(".")[0] == name for one in declared):
            raise SectorNameTaken(name=name, found=f"there are {what} of that name")
    for one in (*installed.lawbook.rules, *installed.lawbook.parameters):
        if one.startswith(f"{_rules(name)}-"):
            raise SectorNameTaken(name=name, found=f"its rules would be called as {one} is")


def make(name: str, folder: Path, *, title: str = "", title_zh: str = "", data_only: bool = False) -> list[str]:
    """Make the sector `name` in `folder`, whole or not at all, and answer the paths of its files.

    Args:
        name: as sites will name it.
        folder: where; it is not there yet, or empty.
        title: in English; made from the name where it is empty.
        title_zh: in Chinese; left to fill in where it is empty.
        data_only: without hooks: the package is a `sector.toml`.

    Raises:
        BadSectorName, SectorNameTaken, BadSectorTitle, FolderUnfit.
    """
    check_name(name)
    for one in (title, title_zh):
        if any(not letter.isprintable() for letter in one):
            raise BadSectorTitle(title=one, found="it has a character that cannot be printed")
    check_free(name)
    folder = folder.absolute()
    try:
        there = os.path.lexists(folder)
        if there and (not folder.is_dir() or folder.is_symlink() or any(folder.iterdir())):
            raise FolderUnfit(folder=folder, found=TAKEN)
        # A folder that is there is filled: a shell may stand in it, and would be left in one that is gone.
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.part-", dir=folder if there else folder.parent))
    except OSError as error:
        raise FolderUnfit(folder=folder, found=error.strerror or str(error)) from None
    try:
        written = made_files(name, title=title, title_zh=title_zh, data_only=data_only)
        for path, text in written.items():
            (made / path).parent.mkdir(parents=True, exist_ok=True)
            (made / path).write_text(text, encoding="utf-8")
        if there:
            _fill(folder, made)
        else:
            made.chmod(0o777 & ~_umask())  # what mkdtemp makes is for its owner alone
            os.rename(made, folder)
    except OSError as error:
        taken = error.errno in (errno.ENOTEMPTY, errno.EEXIST)
        raise FolderUnfit(folder=folder, found=TAKEN if taken else error.strerror or str(error)) from None
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return sorted(written)


def _fill(folder: Path, made: Path) -> None:
    """Move everything in `made`, which lies in `folder`, one up: all of it or, where that fails, nothing."""
    if [one.name for one in folder.iterdir()] != [made.name]:
        raise FolderUnfit(folder=folder, found=TAKEN)
    moved: list[Path] = []
    try:
        for one in sorted(made.iterdir()):
            os.rename(one, folder / one.name)
            moved.append(folder / one.name)
    except OSError:
        for one in moved:
            shutil.rmtree(one) if one.is_dir() else one.unlink()
        raise


def made_files(name: str, *, title: str = "", title_zh: str = "", data_only: bool = False) -> dict[str, str]:
    """The files of a new sector, by path; arguments as for `make`."""
    title = title.strip() or name.replace("_", " ").strip().capitalize()
    release = version("regledger")
    major, minor = (int(part) for part in release.split(".")[:2])
    needs = [f"regledger>={major}.{minor},<{major}.{minor + 1}"]
    words = {
        "name": name,
        "distribution": f"regledger-{name.replace('_', '-').strip('-')}",
        "RULE": _rules(name),
        "title": title,
        "title_toml": _quoted(title),
        "title_zh_toml": _quoted(title_zh.strip() or "TODO"),
        "description": _quoted(f"{title}: a sector for regledger"),
        "dependencies": ", ".join(map(_quoted, needs if data_only else ["msgspec>=0.19", *needs])),
        "contract": str(CONTRACT_VERSION),
        "today": date.today().isoformat(),
        "review": (date.today() + REVIEW).isoformat(),
    }
    made = {".python": f"{sys.executable}\n"} if sys.executable else {}
    template = files("regledger_cli") / TEMPLATE
    for part in ("both", "data" if data_only else "code"):
        for path, text in _walk(template / part, ""):
            made[path.replace("NAME", name)] = _TOKEN.sub(lambda token: words[token[1]], text)
    return made


def _walk(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for one in sorted(folder.iterdir(), key=lambda each: each.name):
        if one.is_dir():
            yield from _walk(one, f"{path}{one.name}/")
        elif one.name.endswith(".in"):
            named = one.name.removesuffix(".in").replace("dot_", ".", 1)
            yield f"{path}{named}", one.read_text(encoding="utf-8")


def _rules(name: str) -> str:
    """What the ids of its rules begin with."""
    return name.upper()


def _quoted(text: str) -> str:
    """As a basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
