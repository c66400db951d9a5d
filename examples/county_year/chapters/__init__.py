"""The chapters of the year, one module for each row of the county's plan or part of one; each has `CHAPTERS`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from lines import Chapter

__all__ = ["chapters"]


def chapters() -> list[Chapter]:
    """Every chapter, by name of module."""
    names = sorted(one.name for one in iter_modules(__path__))
    return [chapter for name in names for chapter in import_module(f"chapters.{name}").CHAPTERS]
