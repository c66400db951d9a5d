"""Law packs to load in a county: the example of examples/law, and small ones made for a test."""

from __future__ import annotations

from pathlib import Path

from regledger.testing.scenario import Step, step

EXAMPLE = Path(__file__).parents[3] / "examples" / "law" / "county_discretion.toml"
UNIT = "A-15.large_fine_unit"
CITED = 'citation = { instrument = "办法", edition = "2026", article = "Art 1" }'


def head(pack: str = "small", version: int = 1) -> str:
    """The [pack] of a pack."""
    named = f'id = "{pack}"\nversion = {version}\ntitle = "Small"\ntitle_zh = "小"\nissuer = "County"'
    return f"[pack]\n{named}\n{CITED}\n"


def valued(value: int | str, *, since: str = "2026-01-01", until: str = "", status: str = "VERIFIED") -> str:
    """The fields of a dated value."""
    last = f"valid_to = {until}\n" if until else ""
    shown = f'"{value}"' if isinstance(value, str) else value
    dated = f"value = {shown}\nvalid_from = {since}\n{last}known_from = 2026-01-01"
    return f'{dated}\nstatus = "{status}"\n{CITED}\n'


def amending(value: int | str, parameter: str = UNIT, **dated: str) -> str:
    """An amendment of `parameter` by one value."""
    return f'[[amendment]]\nparameter = "{parameter}"\n[[amendment.value]]\n{valued(value, **dated)}'


def declaring(parameter: str, value: int = 1) -> str:
    """A parameter of the pack's own."""
    shown = f'id = "{parameter}"\ntitle = "Sum"\nnature = "substantive"\nunit = "fen"'
    return f"[[parameter]]\n{shown}\n[[parameter.value]]\n{valued(value)}"


def load(text: str, *, since: str = "2026-03-10", on: str = "2026-03-01") -> Step:
    """The command that loads `text`, applied from `since`."""
    return step("law_pack.load", authority="emb", text=text, applies_from=since, document="Order 5", loaded_on=on)
