"""What a release promised: compared with what the next one declares."""

from __future__ import annotations

import os

import pytest
from regledger.testing.conformance import Finding, Released
from regledger.testing.conformance.released import ReleasedUnreadable, ReleasedUnwritable
from regledger.testing.conformance.schemas import check_schemas

from .conftest import Kilns


def found(kilns: Kilns) -> list[Finding]:
    """What is found of the promises."""
    subject = kilns.subject()
    assert subject.broken == ""
    return list(check_schemas(subject).findings)


@pytest.fixture
def released(kilns: Kilns) -> Kilns:
    """The sector after its release."""
    Released.of(kilns.subject()).write(kilns.folder)
    return kilns


def test_without_a_release(kilns: Kilns) -> None:
    """A sector that was never released is advised to keep what it promises."""
    assert [(one.where, one.severity) for one in found(kilns)] == [("released.json", "advice")]


def test_nothing_changed(released: Kilns) -> None:
    """The same declarations break no promise, and are written the same, byte for byte."""
    before = (released.folder / "released.json").read_bytes()

    Released.of(released.subject()).write(released.folder)

    assert found(released) == []
    assert (released.folder / "released.json").read_bytes() == before


LOAD = "    load: int\n    remark"
BREAKING = {
    "a field is gone": (LOAD, "    remark", "load", "gone or renamed"),
    "a field is renamed": (LOAD, "    bricks: int\n    remark", "load", "gone or renamed"),
    "a type is another": (LOAD, "    load: Id\n    remark", "load", "its type was"),
    "a new field has no default": (
        LOAD,
        "    load: int\n    rows: int\n    remark",
        "rows",
        "is new and has no default",
    ),
    "a default is gone": ('    remark: Text = ""\n    parts', "    remark: Text\n    parts", "remark", "had a default"),
    "an inner field is another": ("    code: Id", "    code: Text", "parts[].code", "its type was"),
    "an inner field is new": ("    code: Id", "    code: Id\n    mark: Id", "parts[].mark", "is new"),
}


@pytest.mark.parametrize("case", BREAKING)
def test_a_fact_that_is_another(released: Kilns, case: str) -> None:
    """A field of a released fact that is gone, renamed, of another type or new without default is named by its path."""
    old, new, path, said = BREAKING[case]
    text = (released.package / "__init__.py").read_text("utf-8")
    place = text.index(old)
    (released.package / "__init__.py").write_text(text[:place] + new + text[place + len(old) :], "utf-8")

    findings = found(released)

    mine = [one for one in findings if one.where == f"{released.name}_kiln.loaded.{path}"]
    assert [said in one.found for one in mine] == [True]
    assert {one.severity for one in findings} == {"error"}


def test_a_field_with_a_default_is_no_break(released: Kilns) -> None:
    """An added field with a default keeps every promise."""
    more = "    loaded_on: date\n    rows: int = 0\n\n\nclass Kiln("
    released.change("__init__.py", "    loaded_on: date\n\n\nclass Kiln(", more)

    assert found(released) == []


def test_a_new_version_with_its_lift_is_no_break(released: Kilns) -> None:
    """A fact of a higher version, whose stored bodies are lifted, may be another."""
    released.change("__init__.py", 'NAME_kiln.loaded", 1, tags', 'NAME_kiln.loaded", 2, lifts={1: dict}, tags')
    text = (released.package / "__init__.py").read_text("utf-8")
    (released.package / "__init__.py").write_text(text.replace(LOAD, "    bricks: int\n    remark", 1), "utf-8")

    assert found(released) == []


def test_a_lower_version(released: Kilns) -> None:
    """A version that is lower than the released one is an error."""
    path = released.folder / "released.json"
    path.write_text(path.read_text("utf-8").replace('"version": 1', '"version": 3'), "utf-8")

    assert [(one.where, one.found) for one in found(released)] == [
        (f"{released.name}_kiln.loaded", "its version went from 3 to 1"),
        (f"read model {released.name}_kilns", "its version went from 3 to 1"),
    ]


def test_tags_that_changed(released: Kilns) -> None:
    """A fact that is no longer tagged as it was would not be found as it was."""
    released.change("__init__.py", '"site": "site"}', '"site": "NAME_kiln"}')

    (finding,) = found(released)

    assert "its tags were" in finding.found


def test_another_day_that_counts(released: Kilns) -> None:
    """A fact that happens on another field's day would count on other days."""
    released.change("__init__.py", 'occurred="loaded_on")', 'occurred="loaded_on", effective="burnt_on")')
    released.change(
        "__init__.py",
        "    loaded_on: date\n\n\nclass Kiln(",
        "    loaded_on: date\n    burnt_on: date | None = None\n\n\nclass Kiln(",
    )

    (finding,) = found(released)

    assert finding.found == "effective was 'loaded_on' and is 'burnt_on'"


@pytest.mark.parametrize(("formerly", "broken"), [("", True), ('formerly="NAME_kiln.loaded", ', False)])
def test_a_fact_that_is_renamed(released: Kilns, formerly: str, broken: bool) -> None:
    """A released fact that is gone is an error, unless another says that it was called so."""
    renamed = f'"NAME_kiln.filled", 1, {formerly}tags'
    released.change("__init__.py", '"NAME_kiln.loaded", 1, tags', renamed)

    findings = found(released)

    assert [one.where for one in findings] == ([f"{released.name}_kiln.loaded"] if broken else [])


def test_a_command_that_changed(released: Kilns) -> None:
    """A field that a command newly asks for is an error, for programs send what they sent before."""
    text = (released.package / "__init__.py").read_text("utf-8")
    changed = text.replace("    loaded_on: date\n\n\ndef _reads", "    loaded_on: date\n    rows: int\n\n\ndef _reads")
    (released.package / "__init__.py").write_text(changed, "utf-8")

    assert [one.where for one in found(released)] == [f"{released.name}_kiln.load.rows"]


@pytest.mark.parametrize(("values", "broken"), [("'a', 'b', 'c'", False), ("'a'", True), ("'a', 'c'", True)])
def test_a_choice_that_changed(kilns: Kilns, values: str, broken: bool) -> None:
    """A choice may grow; one that was released stays."""
    kilns.change(
        "__init__.py", "from datetime import date\n", "from datetime import date\nfrom typing import Literal\n"
    )
    kilns.change("__init__.py", "    code: Id\n", "    code: Literal['a', 'b']\n")
    Released.of(kilns.subject()).write(kilns.folder)
    kilns.change("__init__.py", "Literal['a', 'b']", f"Literal[{values}]")

    assert [one.where.rpartition(".")[2] for one in found(kilns)] == (["code"] if broken else [])


def test_a_command_that_is_renamed(released: Kilns) -> None:
    """A command that says what it was called is the one that was released."""
    released.change(
        "__init__.py", '"NAME_kiln.load", LoadKiln', '"NAME_kiln.fill", LoadKiln, formerly="NAME_kiln.load"'
    )

    assert found(released) == []


def test_a_command_that_is_gone(released: Kilns) -> None:
    """A released command that nothing declares is an error."""
    released.change("__init__.py", "return [load_kiln]", "return []")

    assert [one.where for one in found(released)] == [f"{released.name}_kiln.load"]


@pytest.mark.parametrize(("version", "broken"), [(1, True), (2, False)])
def test_columns_that_changed(released: Kilns, version: int, broken: bool) -> None:
    """Other columns need another version of the read model, which is built beside the old one."""
    released.change("__init__.py", '"load": "integer"}', '"load": "text"}')
    released.change("__init__.py", "    version = 1\n", f"    version = {version}\n")

    assert ["(load)" in one.found for one in found(released)] == ([True] if broken else [])


def test_a_read_model_that_is_gone(released: Kilns) -> None:
    """A released read model that nothing declares is an error."""
    released.change("__init__.py", "return [Kilns()]", "return []")

    assert [one.where for one in found(released)] == [f"read model {released.name}_kilns"]


def test_a_file_that_is_no_release(kilns: Kilns) -> None:
    """A released.json that something else wrote is an error that names the file."""
    (kilns.folder / "released.json").write_text("[]", "utf-8")

    with pytest.raises(ReleasedUnreadable, match=r"released\.json cannot be read"):
        found(kilns)


@pytest.mark.parametrize("what", ["fact", "command"])
def test_a_former_name_that_is_dropped(released: Kilns, what: str) -> None:
    """A name that was given up a release ago is still demanded in the next: its facts stand in the log for ever."""
    old, new, kept = {
        "fact": ('"NAME_kiln.loaded", 1,', '"NAME_kiln.filled", 1,', "NAME_kiln.loaded"),
        "command": ('"NAME_kiln.load", LoadKiln,', '"NAME_kiln.fill", LoadKiln,', "NAME_kiln.load"),
    }[what]
    released.change("__init__.py", old, f'{new} formerly="{kept}",')
    Released.of(released.subject()).write(released.folder)
    renamed = found(released)
    released.change("__init__.py", f' formerly="{kept}",', "")

    (finding,) = found(released)

    assert renamed == []
    assert finding.where == kept.replace("NAME", released.name)
    assert "formerly" in finding.remedy


def test_a_release_that_cannot_be_written(released: Kilns, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release is written beside the one before and put in its place: where that fails, the one before still stands."""
    before = (released.folder / "released.json").read_bytes()
    monkeypatch.setattr(os, "replace", _full)

    with pytest.raises(ReleasedUnwritable, match="No space left"):
        Released.of(released.subject()).write(released.folder)

    assert (released.folder / "released.json").read_bytes() == before
    assert [path.name for path in released.folder.glob(".released*")] == []


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_folder_in_the_place_of_a_release(kilns: Kilns) -> None:
    """A folder called released.json is no release, and is named."""
    (kilns.folder / "released.json").mkdir()

    with pytest.raises(ReleasedUnreadable, match="delete it"):
        found(kilns)
