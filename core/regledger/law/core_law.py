"""The common law: core's own legal data and sentences, one file for each field of law, under `data/`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from regledger.errors import LawError
from regledger.law.source import LawSource

__all__ = ["common_law", "core_texts"]

_PACKAGE = "regledger.law"


@cache
def common_law() -> tuple[LawSource, ...]:
    """The sources of the common law, by name of file; raises `LawError`."""
    return tuple(LawSource.from_package(_PACKAGE, f"data/rules/{name}") for name in _names("rules"))


@cache
def core_texts() -> dict[str, dict[str, str]]:
    """The core's own sentences by code of objection; raises `LawError` where two files have those of one code."""
    texts: dict[str, dict[str, str]] = {}
    for name in _names("sentences"):
        path = f"data/sentences/{name}"
        for group, codes in tomllib.loads(files(_PACKAGE).joinpath(path).read_text("utf-8")).items():
            for code, sentences in codes.items():
                if f"{group}.{code}" in texts:
                    raise LawError(
                        where=f"{_PACKAGE}:{path}",
                        found=f"the sentences of {group}.{code} stand in another file as well",
                        remedy="Keep one of the two.",
                    )
                texts[f"{group}.{code}"] = sentences
    return texts


def _names(folder: str) -> list[str]:
    return sorted(
        one.name for one in files(_PACKAGE).joinpath(f"data/{folder}").iterdir() if one.name.endswith(".toml")
    )
