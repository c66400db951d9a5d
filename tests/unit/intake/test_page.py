"""The page for those who write mappings says what a mapping can say."""

from __future__ import annotations

import re
import typing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from regledger.intake import forms
from regledger.intake.facts import Rewriting
from regledger.intake.mapping import load_mapping

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/importing.md").read_text("utf-8")
SHOWN_AS: dict[str, type[msgspec.Struct]] = {
    "register": forms.RegisterForm,
    "file": forms.FileForm,
    "as_of": forms.AsOf,
    "dates": forms.Dates,
    "record": forms.RecordForm,
    "split": forms.Split,
    "concern": forms.Concern,
    "milestone": forms.MilestoneForm,
    "money": forms.Money,
    "fact": forms.FactForm,
    "command": forms.CommandForm,
    "field": forms.FieldForm,
}


def structs(annotation: Any) -> set[type[msgspec.Struct]]:
    """Every table that stands somewhere below a type."""
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        below = (structs(field.type) for field in msgspec.structs.fields(annotation))
        return {annotation}.union(*below)
    return set().union(*map(structs, typing.get_args(annotation)))


def test_the_page_has_every_key_and_no_other() -> None:
    """Each key that a mapping accepts stands in the table of keys, and what stands there is accepted."""
    rows = re.findall(r"^\| (`[a-z_]+\.[a-z_`., ]+) \|", PAGE.partition("## Every key")[2], re.MULTILINE)

    shown = [key for row in rows for key in re.findall(r"`([a-z_.]+)`", row)]

    assert sorted(shown) == sorted(f"{name}.{key}" for name, form in SHOWN_AS.items() for key in form.__struct_fields__)


def test_every_table_of_a_mapping_is_on_the_page() -> None:
    """No table that a mapping can have is missing from the page."""
    tables = {one for one in structs(forms.Mapping) if one.__module__ == forms.__name__}

    assert tables == {*SHOWN_AS.values(), forms.Mapping}


def test_the_page_explains_every_kind_of_rewriting() -> None:
    """Each way in which a register rewrites itself has a row."""
    explained = PAGE.partition("| Kind |")[2].partition("\n\n")[0]

    assert set(re.findall(r"`([a-z_]+)`(?=[ ,])", explained)) >= set(typing.get_args(Rewriting))


@pytest.mark.parametrize("text", re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
def test_the_mappings_of_the_page_can_be_used(text: str, tmp_path: Path) -> None:
    """A mapping that the page shows is read without an error."""
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")

    assert load_mapping(path).mapping.command


@pytest.mark.parametrize("path", sorted((ROOT / "examples/imports").glob("*.toml")), ids=lambda path: path.stem)
def test_every_example_can_be_used(path: Path) -> None:
    """Each mapping among the examples is read, and has either records or commands."""
    mapping = load_mapping(path).mapping

    assert bool(mapping.record) != bool(mapping.command)
