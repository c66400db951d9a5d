"""What does not fit what is installed leaves its sector out, in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from regledger.installation import Installation
from regledger.sectors.draft import Draft

from tests.unit.history.drafted import BOXES, CODE, REPORT, TRAINING, draft


def broken(one: Draft) -> str:
    """Why the sector of a draft was left out; empty where it is in use."""
    found = Installation(one.sectors(beside=False)).sectors.broken
    return found[0].found if found else ""


def test_what_fits_is_in_use(tmp_path: Path) -> None:
    """Obligations and document fields that name what is there stand under their codes."""
    installed = Installation(draft(tmp_path, TRAINING, REPORT, BOXES).sectors(beside=False))

    assert installed.sectors.broken == []
    assert set(installed.obligations) == {"store.training_due", "store.report_due"}
    assert [one.name for one in installed.declared["fireworks"].document_fields] == ["boxes"]


HOOKED = """

from regledger.sectors import DocumentField, Obligation


@hookimpl
def regledger_obligations():
    return [Obligation(code="store.count_due", title="Count", title_zh="盘点", rule="K-01", period="K-01.report",
        begins=("store.opened",), met_by=("store.reported",))]


@hookimpl
def regledger_document_fields():
    return [DocumentField(document="inspection", name="stock", title="Stock", title_zh="存量", record="store",
        field="boxes")]
"""


def test_hooks_declare_beside_the_file(tmp_path: Path) -> None:
    """What `regledger_obligations` and `regledger_document_fields` give is used with what `sector.toml` declares, and checked alike."""
    both = Installation(draft(tmp_path, TRAINING, BOXES, code=CODE + HOOKED).sectors(beside=False))
    wrong = draft(tmp_path / "b", code=CODE + HOOKED.replace("K-01.report", "K-09"))
    gone = draft(tmp_path / "c", code=CODE + HOOKED.replace('record="store"', 'record="shop"'))

    assert both.sectors.broken == []
    assert set(both.obligations) == {"store.training_due", "store.count_due"}
    assert {one.name for one in both.declared["fireworks"].document_fields} == {"boxes", "stock"}
    assert broken(wrong).startswith("Obligation store.count_due cannot be used: it names parameter K-09")
    assert broken(gone).startswith("Document field inspection.stock cannot be used: it is read from 'shop'")


LONG = """
[[parameter]]
id = "K-01.long"
title = "until the next training"
nature = "procedural"
unit = "calendar day"
[[parameter.value]]
value = {length}
valid_from = 2021-01-01
citation = {{ instrument = "某办法", edition = "2020", article = "Art 5" }}
status = "FROM MEMORY"
known_from = 2021-01-01
"""


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("store.training_due", "training", "'training' is no code"),
        ('begins = ["store.opened", "store.trained"]', "begins = []", "nothing begins it, or nothing meets it"),
        ('met_by = ["store.trained"]', "met_by = []", "nothing begins it, or nothing meets it"),
        ("store.closed", "store.trained", "store.trained ends it for good and begins or meets it"),
        ("store.closed", "store.burnt", "it names fact store.burnt, and nothing declares it"),
        ('met_by = ["store.trained"]', 'met_by = ["store.taught"]', "it names fact store.taught"),
        ("store.opened", "store.founded", "it names fact store.founded"),
        (
            'met_by = ["store.trained"]',
            'met_by = ["store.trained"]\nlicence_kinds = ["brewing"]',
            "it names kind of licence brewing, and nothing declares it",
        ),
        (
            "store.opened",
            "enterprise.registered",
            "enterprise.registered carries no tag of a site, which it is about",
        ),
        ("K-01.training", "K-09.training", "it names parameter K-09.training, and nothing declares it"),
        ("K-01.training", "K-01.boxes", "parameter K-01.boxes counts 'box', which is no period"),
        ("K-01.training", "K-01.hours", "it counts hours from store.opened, which is known only by its day"),
        ('rule = "K-01"', 'rule = "K-09"', "it names rule K-09, and nothing declares it"),
        ('store.train"\n', 'store.teach"\n', "it names command store.teach, and nothing declares it"),
    ],
)
def test_an_obligation_that_does_not_fit_is_named(tmp_path: Path, old: str, new: str, found: str) -> None:
    """The sector is left out, and the words name the obligation and what is amiss."""
    assert old in TRAINING

    why = broken(draft(tmp_path, TRAINING.replace(old, new)))

    assert why.startswith("Obligation ")
    assert found in why


@pytest.mark.parametrize("length", ["0", "-3", "40001", '"a month"', '"3"', "true"])
def test_a_period_that_cannot_be_counted_leaves_the_sector_out(tmp_path: Path, length: str) -> None:
    """What `due` would stumble over later is named when the sector is put together."""
    long = LONG.format(length=length)

    why = broken(draft(tmp_path, long, TRAINING.replace("K-01.training", "K-01.long")))

    assert "parameter K-01.long" in why
    assert "a whole number from" in why


@pytest.mark.parametrize("length", ["1", "40000"])
def test_the_shortest_and_the_longest_period_can_be_counted(tmp_path: Path, length: str) -> None:
    """One day and forty thousand of them are periods."""
    sector = draft(tmp_path, LONG.format(length=length), TRAINING.replace("K-01.training", "K-01.long"))

    assert Installation(sector.sectors(beside=False)).sectors.broken == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('document = "order"', 'document = "hazard"', "nothing makes a document of 'hazard'"),
        ('name = "boxes"', 'name = "Boxes!"', "'Boxes!' is no name of a field"),
        ('name = "boxes"', 'name = "items"', "that document has a field of this name already"),
        (BOXES, BOXES + BOXES, "that document has a field of this name already"),
        ('record = "store"', 'record = "shop"', "it is read from 'shop', and nothing declares such a record"),
        ('field = "boxes"', 'field = "crates"', "the record store has no field 'crates'"),
    ],
)
def test_a_document_field_that_does_not_fit_is_named(tmp_path: Path, old: str, new: str, found: str) -> None:
    """The sector is left out, and the words name the document, the field and what is amiss."""
    assert old in BOXES

    why = broken(draft(tmp_path, BOXES.replace(old, new)))

    assert why.startswith("Document field ")
    assert found in why


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('title = "Train the staff"', r'title = "Train\nthe staff"', "sector.toml: a text has the character U+000A"),
        (
            'title_zh = "培训"\nrule',
            r'title_zh = "\u001b[2J"' + "\nrule",
            "sector.toml: a text has the character U+001B",
        ),
        ('title = "Fireworks"', f'title = "{"F" * 2_001}"', "sector.toml: a text has 2001 characters"),
    ],
)
def test_words_that_cannot_be_read_leave_the_sector_out(tmp_path: Path, old: str, new: str, found: str) -> None:
    """A title with a line break or a control character, or of more than two thousand characters, is named with its file."""
    one = draft(tmp_path, TRAINING)
    [file] = one.folder.rglob("sector.toml")
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")

    assert found in broken(one)


def test_two_sectors_with_an_obligation_of_one_code(tmp_path: Path) -> None:
    """The code belongs to the sector whose name comes first; the other one is left out, and both are named."""
    first = draft(tmp_path, TRAINING, name="aaa")
    law_alone = "from regledger.sectors import hookimpl\n"
    second = draft(
        tmp_path,
        TRAINING.replace("store.", "site.").replace("site.training_due", "store.training_due"),
        name="bbb",
        code=law_alone,
    )
    second_file = second.folder / second.points[0][1] / "sector.toml"
    text = second_file.read_text(encoding="utf-8").replace("K-01", "K-02")
    for old, new in (
        ('"site.opened", "site.trained"', '"site.registered"'),
        ('["site.trained"]', '["site.renamed"]'),
        ('["site.closed"]', '["site.located"]'),
        ('"site.train"', '"site.rename"'),
    ):
        assert old in text
        text = text.replace(old, new)
    second_file.write_text(text, encoding="utf-8")
    sectors = first.sectors(beside=False)
    sectors._add([*second.sectors(beside=False).loaded.values()])

    installed = Installation(sectors)

    [left_out] = installed.sectors.broken
    assert left_out.name == "bbb"
    assert "store.training_due is declared twice, by aaa 0.1 and by bbb 0.1" in left_out.found
