"""A mapping that cannot be used is told by table and key, with what to do."""

from __future__ import annotations

import pytest
from regledger.intake.delimited import BadExport
from regledger.intake.mapping import BadMapping

from .conftest import Desk

FACT = """
[[record.fact]]
type = "enterprise.registered"
fields.enterprise = { id = ["firm"] }
fields.name = { column = "firm" }
fields.credit_code = { column = "place" }
fields.registered_on = { date = "opened" }
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "cases"', 'id = "Cases!"', "register.id cannot be used: expected `str` matching regex"),
        ('title = "Cases"', 'titel = "Cases"', "register cannot be used: object contains unknown field `titel`"),
        ('zone = "Asia/Shanghai"', 'zone = "Asia/Nowhere"', "register.zone cannot be used: there is no time zone"),
        ('encodings = ["utf-8"]', 'encodings = ["utf8x"]', "file.encodings names 'utf8x', which is no encoding"),
        ('delimiters = [",", "tab"]', 'delimiters = ["\\t"]', "file.delimiters.0 cannot be used: invalid enum value"),
        ('file_name = "YYYY', 'file_name = "Y', "as_of.file_name has date format"),
        ('opened = "opened"', "opened = 1", "record.case.milestones"),
        ('opened = "opened"', '"opened on" = "opened"', "record.case.milestones.opened on cannot be used"),
        (
            'opened = "opened"',
            'opened = { column = "opened", formats = ["DD-MM"] }',
            "record.case.milestones.opened.formats has date format 'DD-MM'",
        ),
        ('currency = "CNY"', 'currency = "yuan"', "record.case.milestones.decided.amounts.fine.currency"),
        ('key = ["no"]', "key = []", "record.case.key is empty"),
        ('key = ["no"]', 'key = ["no", "boss"]', "record.case.key uses 'boss', which is personal"),
        ('"place", "state"]', '"place", "boss"]', "record.case.columns uses 'boss', which is personal"),
        ('closed = "closed"', 'closed = "boss"', "record.case.milestones.closed uses 'boss', which is personal"),
        ('column = "fine"', 'column = "boss"', "milestones.decided.amounts uses 'boss', which is personal"),
        ('identity = ["firm",', 'identity = ["fine",', "record.case.identity names 'fine', which is not kept"),
        ('name = "firm"\n', "", "record.case.concerns has no name"),
        (
            'name = "firm"\n',
            'kind = "firm"\n',
            "record.case.concerns names kind 'firm', which nothing installed declares",
        ),
        ('name = "firm"\n', 'kind = "site"\nprefix = "a b"\n', "record.case.concerns.0.prefix cannot be used"),
        ('encodings = ["utf-8"]', 'encodings = ["rot13"]', "file.encodings names 'rot13', which is no encoding"),
        ('key = ["no"]', 'key = ["no"]\nrepeats = "often"', "record.case.repeats cannot be used: invalid enum value"),
    ],
)
def test_bad_key_is_named(desk: Desk, old: str, new: str, said: str) -> None:
    """What is wrong in a mapping is named with its table and key, and nothing is recorded."""
    assert old in desk.mapping
    desk.mapping = desk.mapping.replace(old, new)

    with pytest.raises(BadMapping) as raised:
        desk.export("2026-01-31.csv")

    assert said in str(raised.value)
    assert str(raised.value).startswith(f"Mapping {desk.folder / 'mapping.toml'}: ")
    assert desk.ledger.recorder.head().number == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "enterprise.registered",
            "enterprise.founded",
            "record.case.fact.enterprise.founded names a fact that nothing installed declares. Known are: enterprise.",
        ),
        (
            "fields.name",
            "fields.title",
            "fact.enterprise.registered.title names a field that enterprise.registered does not have",
        ),
        ('fields.name = { column = "firm" }\n', "", "fact.enterprise.registered lacks field 'name'"),
        ('{ date = "opened" }', '{ date = "opened", column = "no" }', "registered_on says not exactly one of column"),
        ('{ date = "opened" }', "{ }", "registered_on says not exactly one of column"),
        ('{ date = "opened" }', '{ date = "opened", formats = ["Y"] }', "registered_on has date format 'Y'"),
        ('{ column = "firm" }', '{ column = "boss" }', "name uses 'boss', which is personal and would become public"),
    ],
)
def test_bad_real_fact_is_named(desk: Desk, old: str, new: str, said: str) -> None:
    """A real fact that is not declared, or not given whole, is named with what there is."""
    assert old in FACT
    desk.mapping += FACT.replace(old, new)

    with pytest.raises(BadMapping) as raised:
        desk.export("2026-01-31.csv")

    assert said in str(raised.value)


def test_unknown_column_is_named_with_those_that_are_there(desk: Desk) -> None:
    """A column that the file has not is named with the place that asks for it and the file's own columns."""
    desk.mapping = desk.mapping.replace('closed = "closed"', 'closed = "closed_on"')

    with pytest.raises(BadExport) as raised:
        desk.export("2026-01-31.csv")

    assert (
        "it has no column 'closed_on', which record.case.milestones.closed of mapping.toml names. "
        "Its header, read as utf-8, has: no, firm, place" in str(raised.value)
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'title = "Cases"',
            'title = "Cases"\nexport = "all"',
            "register.export cannot be used: invalid enum value 'all'. Write 'part' or 'whole'.",
        ),
        ('delimiters = [",", "tab"]', 'delimiters = [":"]', "Write ',' or ';' or 'tab' or '|'."),
        ('key = ["no"]', 'key = ["no"]\nrepeats = "often"', "Write 'number' or 'same'."),
        ('columns = ["no", "firm", "place", "state"]', 'columns = "all"', "Write 'rest' or a list."),
    ],
)
def test_a_word_that_is_not_known_is_answered_with_those_that_are(desk: Desk, old: str, new: str, said: str) -> None:
    """Where only certain words can stand, the error names them all."""
    assert old in desk.mapping
    desk.mapping = desk.mapping.replace(old, new)

    with pytest.raises(BadMapping) as raised:
        desk.export("2026-01-31.csv")

    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[register", "the file is no TOML"),
        ("", "its top level cannot be used: object missing required field `register`"),
        ('[register]\nid = "a"\ntitle = "A"\n', "record is empty. Declare at least one [[record]] or [[command]]."),
        ('record = []\n[register]\nid = "a"\ntitle = "A"\n', "record is empty"),
    ],
)
def test_file_that_is_no_mapping_is_named(desk: Desk, text: str, said: str) -> None:
    """A file that is no mapping at all is told as such."""
    desk.mapping = text

    with pytest.raises(BadMapping) as raised:
        desk.export("2026-01-31.csv")

    assert said in str(raised.value)


def test_split_says_of_every_group_whether_it_is_public(desk: Desk) -> None:
    """A part of a personal column is public only where the mapping says so."""
    desk.mapping = desk.mapping.replace('personal = ["boss"]\n', "") + (
        '[[record.split]]\ncolumn = "boss"\npattern = "(?P<firm>.*)x(?P<person>.*)"\npublic = { firm = "of" }\n'
    )

    with pytest.raises(BadMapping, match=r"record\.case\.split does not say of group 'person'"):
        desk.export("2026-01-31.csv")
