"""The Python files that are a sector's own: those of its package, and what else of its project they import."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

__all__ = ["files_below", "own_files", "parsed"]

TESTS = "tests"
_NOT_OWN = frozenset({TESTS, "site-packages", "dist-packages", "node_modules"})
_OF_TESTS = frozenset({"conftest.py", "setup.py"})


def own_files(package: Path, folder: Path | None) -> tuple[Path, ...]:
    """Its files, once each.

    Args:
        package: the folder of its package; the file, for a sector that is one module.
        folder: of its project. What lies below it and is imported is its own too, its tests and environments left out.
    """
    found = {path.resolve(): path for path in files_below(package)}
    if folder is not None:
        for module in list(sys.modules.values()):
            _add(found, Path(getattr(module, "__file__", None) or os.devnull), folder)
    waiting = list(found.values())
    while waiting and folder is not None:
        path = waiting.pop()
        for other in _imported(path, folder):
            if _add(found, other, folder):
                waiting.append(other)
    return tuple(sorted(found.values()))


def files_below(place: Path, endings: Iterable[str] = (".py",)) -> Iterator[Path]:
    """The files below a folder, through links too; `place` itself where it is a file."""
    if place.is_file():
        yield place
        return
    seen: set[str] = set()
    for root, folders, names in os.walk(place, followlinks=True):
        real = os.path.realpath(root)
        folders[:] = sorted(folders) if real not in seen else []
        if real in seen:
            continue
        seen.add(real)
        yield from (Path(root, name) for name in sorted(names) if name.endswith(tuple(endings)))


def parsed(path: Path) -> ast.Module | None:
    """The file's tree; None where it cannot be parsed."""
    try:
        return ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _add(found: dict[Path, Path], path: Path, folder: Path) -> bool:
    if path.suffix != ".py" or path.name in _OF_TESTS:
        return False
    real = path.resolve()
    if real in found or not real.is_relative_to(folder.resolve()) or not real.is_file():
        return False
    inner = real.relative_to(folder.resolve()).parts
    if any(part in _NOT_OWN or part.startswith(".") for part in inner):
        return False
    found[real] = real
    return True


def _imported(path: Path, folder: Path) -> Iterator[Path]:
    """The files that an import in `path` may mean, whether they are there or not."""
    tree = parsed(path)
    for node in () if tree is None else ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                yield from _places(folder, one.name)
                yield from _places(folder / "src", one.name)
        elif isinstance(node, ast.ImportFrom):
            bases = (
                [folder, folder / "src"] if node.level == 0 else [path.parents[min(node.level, len(path.parents)) - 1]]
            )
            for base in bases:
                for one in node.names:
                    yield from _places(base, f"{node.module}.{one.name}" if node.module else one.name)


def _places(base: Path, dotted: str) -> Iterator[Path]:
    at = base
    for part in dotted.split("."):
        yield at / f"{part}.py"
        at = at / part
        yield at / "__init__.py"
