"""What the files of a sector show before anything runs: whether it loads, is filled in, documented and private."""

from __future__ import annotations

import pytest
from regledger.sectors.draft import DraftUnusable
from regledger.testing.conformance.documented import check_docs
from regledger.testing.conformance.filled import check_filled
from regledger.testing.conformance.observations import Observations, Seen
from regledger.testing.conformance.personal_numbers import personal_number
from regledger.testing.conformance.privacy import check_privacy
from regledger.testing.conformance.usable import check_loads

from .conftest import Kilns

NOTHING = Observations()


def test_a_sector_that_is_well(kilns: Kilns) -> None:
    """A sector that loads, is filled in, documented and private is told so check by check."""
    subject = kilns.subject()

    verdicts = [one.verdict for one in (check_loads(subject), check_filled(subject), check_docs(subject))]

    assert verdicts == ["ok", "ok", "ok"]
    assert check_privacy(subject, NOTHING).findings == ()


def test_a_sector_that_does_not_load(kilns: Kilns) -> None:
    """A sector that cannot be imported is found with the reason and its line, and its files are looked at all the same."""
    kilns.change("__init__.py", "class Kiln(State", "1 / 0\n\n\nclass Kiln(State")

    report = kilns.report()

    assert [one.check for one in report.findings] == ["loads"]
    assert "ZeroDivisionError" in report.findings[0].found
    assert f"{kilns.package.name}/__init__.py" in report.findings[0].found
    assert {one.check for one in report.checks if one.made} == {"loads", "filled", "pure"}
    assert not report.passed


def test_a_sector_of_an_earlier_contract(kilns: Kilns) -> None:
    """A sector of contract 1 keeps working, and is advised of what is new."""
    kilns.change("sector.toml", "contract = 2", "contract = 1")

    (finding,) = check_loads(kilns.subject()).findings

    assert finding.severity == "advice"
    assert "contract 1" in finding.found


@pytest.mark.parametrize("path", ["pyproject.toml", "sector.toml", "__init__.py", "tests/test_kilns.py"])
def test_what_is_still_to_be_filled_in(kilns: Kilns, path: str) -> None:
    """A TODO in any file of the project is named with its line, and fails the sector."""
    full = kilns.folder / path if (kilns.folder / path).exists() else kilns.package / path
    lines = full.read_text("utf-8").count("\n")
    full.write_text(full.read_text("utf-8") + "# TODO: name the article\n", "utf-8")

    (finding,) = check_filled(kilns.subject()).findings

    assert finding.where.endswith(f"{path}:{lines + 1}")
    assert (finding.found, finding.severity) == ("# TODO: name the article", "todo")


def test_a_page_that_speaks_of_the_mark(kilns: Kilns) -> None:
    """A page that only explains what `TODO` means has nothing to be filled in."""
    kilns.write("README.md", "What is marked `TODO` is yours.\n")

    assert check_filled(kilns.subject()).findings == ()


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('"""`NAME_kiln.loaded` v1: a kiln', '"""`NAME_kiln.loaded` v2: a kiln', "NAME_kiln.loaded"),
        ('"""Load a kiln with bricks."""', "", "NAME_kiln.load"),
    ],
)
def test_what_is_not_documented(kilns: Kilns, old: str, new: str, where: str) -> None:
    """A fact whose docstring does not begin with its name and version, and a command without one, are named."""
    kilns.change("__init__.py", old, new)

    (finding,) = check_docs(kilns.subject()).findings

    assert (finding.where, finding.severity) == (where.replace("NAME", kilns.name), "error")


def test_a_scope_that_is_not_said(kilns: Kilns) -> None:
    """A sector that does not say what it covers is advised to."""
    kilns.change("sector.toml", 'scope = "Brick kilns of the county."\n', "")

    assert [one.severity for one in check_docs(kilns.subject()).findings] == ["advice"]


def test_a_tag_that_is_a_persons(kilns: Kilns) -> None:
    """A tag made of a field that is named after a person's data is an error that names fact and field."""
    kilns.change("__init__.py", "    load: int\n    remark", "    stoker_name: Id\n    load: int\n    remark")
    kilns.change("__init__.py", '"site": "site"}', '"site": "site", "stoker_name": "NAME_kiln"}')

    (finding,) = check_privacy(kilns.subject(), NOTHING).findings

    assert (finding.where, finding.severity) == (f"{kilns.name}_kiln.loaded.stoker_name", "error")


def test_a_tag_that_is_no_id(kilns: Kilns) -> None:
    """A tag made of prose is an error: only an Id is a surrogate."""
    kilns.change("__init__.py", '"site": "site"}', '"site": "site", "remark": "NAME_kiln"}')

    (finding,) = check_privacy(kilns.subject(), NOTHING).findings

    assert finding.where.endswith(".remark")
    assert "not declared as an Id" in finding.found


@pytest.mark.parametrize(
    ("field", "smells"),
    [
        ("owner_phone", True),
        ("kiln_name", True),
        ("site_name", False),
        ("site_contact_phone", True),
        ("company_person_idcard", True),
        ("unit_emails", True),
    ],
)
def test_a_public_text_that_is_named_after_a_person(kilns: Kilns, field: str, smells: bool) -> None:
    """A public text whose name is that of a person's data is advised to be Personal; a site's name is none."""
    kilns.change("__init__.py", '    remark: Text = ""\n    parts', f'    {field}: Text = ""\n    parts')

    findings = check_privacy(kilns.subject(), NOTHING).findings

    assert [one.where.rpartition(".")[2] for one in findings] == ([field] if smells else [])


def test_a_public_text_inside_another(kilns: Kilns) -> None:
    """A field of a part is looked at as well, and named by its path."""
    kilns.change("__init__.py", "    code: Id\n", "    code: Id\n    maker_phone: Text\n")

    assert [one.where for one in check_privacy(kilns.subject(), NOTHING).findings] == [
        f"{kilns.name}_kiln.loaded.parts.maker_phone"
    ]


def test_a_personal_text_is_private(kilns: Kilns) -> None:
    """The same field declared as Personal is not objected to."""
    kilns.change("__init__.py", '    remark: Text = ""\n    parts', "    owner_phone: Personal = Personal()\n    parts")

    assert check_privacy(kilns.subject(), NOTHING).findings == ()


def test_a_number_that_was_seen_in_a_test(kilns: Kilns) -> None:
    """What the tests put into a tag or a text that looks like a person's number is an error, without the number."""
    seen = Seen(fact="x.loaded", field="", what="resident id", test="test_x")

    (finding,) = check_privacy(kilns.subject(), Observations(seen=(seen,))).findings

    assert (finding.where, finding.severity) == ("x.loaded", "error")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("11010519491231002X", "resident id"),
        ("110105194912310021", ""),
        ("13812345678", "mobile number"),
        ("12812345678", ""),
        ("K-13812345678-2", "mobile number"),
        ("wang@example.com", "e-mail address"),
        ("91430100MA4L16JQ9D", ""),
        ("138-1234-5678", "mobile number"),
        ("138 1234 5678", "mobile number"),
        ("0086-13812345678", "mobile number"),
        ("张三 １３８１２３４５６７８", "mobile number"),
        ("110105-19491231-002X", "resident id"),
    ],
)
def test_what_looks_like_a_persons_number(text: str, what: str) -> None:
    """A resident number goes by its check digit, a mobile number by its range; a credit code is an enterprise's."""
    assert personal_number(text) == what


def test_a_mark_in_a_chinese_text(kilns: Kilns) -> None:
    """A mark with Chinese letters right beside it is one."""
    kilns.change("sector.toml", 'title_zh = "窑炉"', 'title_zh = "TODO填写"')

    assert [one.severity for one in check_filled(kilns.subject()).findings] == ["todo"]


def test_public_texts_in_a_mapping(kilns: Kilns) -> None:
    """A mapping of texts is public text, whatever its keys are."""
    kilns.change("__init__.py", '    remark: Text = ""\n    parts', "    phones: dict[Id, Text] = {}\n    parts")

    assert [one.where for one in check_privacy(kilns.subject(), NOTHING).findings] == [
        f"{kilns.name}_kiln.loaded.phones"
    ]


UNREADABLE = {
    "dependencies of no array": (
        'dependencies = ["regledger>=0.3", "msgspec>=0.19"]',
        "dependencies = 3",
        "is no array",
    ),
    "nested too deep": ("[project]", "x = " + "[" * 3000 + "]" * 3000 + "\n[project]", "nested too deep"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_project_that_cannot_be_used(kilns: Kilns, case: str) -> None:
    """A project file of the wrong shape is refused with what is wrong."""
    old, new, found = UNREADABLE[case]
    kilns.change("pyproject.toml", old, new)

    with pytest.raises(DraftUnusable, match=found):
        kilns.subject()


@pytest.mark.parametrize("path", ["pyproject.toml", "sector.toml"])
def test_a_file_with_a_byte_order_mark(kilns: Kilns, path: str) -> None:
    """A byte order mark, as some editors write it, is no part of the text."""
    full = kilns.folder / path if (kilns.folder / path).exists() else kilns.package / path
    full.write_text(full.read_text("utf-8"), "utf-8-sig")

    assert kilns.subject().broken == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [('title = "Kilns"', 'title = "Kil\\nns"'), ("[sector]", "x = " + "[" * 3000 + "]" * 3000 + "\n[sector]")],
)
def test_a_sector_file_that_cannot_be_used(kilns: Kilns, old: str, new: str) -> None:
    """A title of two lines, which would be two headings, and a file nested too deep leave the sector out, named."""
    kilns.change("sector.toml", old, new)

    assert "sector.toml" in kilns.subject().broken
