"""Legal data is checked before anything is decided by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from regledger.errors import LawError
from regledger.law import LawSource

CITATION = 'citation = {instrument = "行政处罚法", edition = "2021", article = "Art 60"}'


def _value(value: str = "90", valid_from: str = "2021-07-15", more: str = "", citation: str = CITATION) -> str:
    return f"""
    [[parameter.value]]
    value = {value}
    valid_from = {valid_from}
    {citation}
    status = "VERIFIED"
    known_from = 2026-11-23
    {more}
    """


def _parameter(*values: str, name: str = "A-19.decision", more: str = "") -> str:
    return f"""
    [[parameter]]
    id = "{name}"
    title = "Period to decide"
    nature = "procedural"
    unit = "calendar day"
    {more}
    {"".join(values or [_value()])}
    """


def _rule(name: str = "A-19", status: str = "VERIFIED", citations: str = f"[{{{CITATION.split('{')[1]}]") -> str:
    return f"""
    [[rule]]
    id = "{name}"
    title = "90-day decision limit"
    title_zh = "九十日办案期限"
    citations = {citations}
    status = "{status}"
    """


def test_a_sound_source_is_read() -> None:
    """Parameters come with their values by date, rules with their citations."""
    data = LawSource(
        "county.toml",
        _parameter(_value("60", "2022-01-01"), _value("90", "2021-07-15", "valid_to = 2021-12-31")) + _rule(),
    ).read()

    assert [value.value for value in data.parameters[0].values] == [90, 60]
    assert str(data.rules[0].citations[0]) == "行政处罚法(2021) Art 60"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x = ", "county.toml .* not TOML"),
        ("[law]\n", "it has 'law'"),
        ("parameter = 3\n", "no array of tables"),
        ('[[parameter]]\ntitle = "x"\n', "parameter number 1 has the id None"),
        (_parameter(name="9 days"), "parameter number 1 has the id '9 days'"),
        ('[[parameter]]\nid = "A"\n', "parameter A .* has no value"),
        (_parameter(more='colour = "red"'), "parameter A-19.decision .*colour"),
        (_parameter(_value("0.03")), "0.03 is a float"),
        (_parameter(_value("2021-07-15")), "parameter A-19.decision"),
        (_parameter(_value(citation="")), "a value has no citation"),
        (_parameter(_value(citation=CITATION.replace("Art 60", " "))), "article is empty"),
        (_parameter(_value(more="valid_to = 2021-07-14")), "2021-07-15 to 2021-07-14 is empty"),
        (_parameter(_value(valid_from="2021-07-15T00:00:00Z")), "valid_from is an instant"),
        (_parameter(_value(), _value(valid_from="2022-01-01")), "2021-07-15 on and 2022-01-01 on overlap"),
        (
            _parameter(_value(more="valid_to = 2022-01-01"), _value(valid_from="2022-01-01")),
            "2021-07-15 to 2022-01-01 and 2022-01-01 on overlap",
        ),
        (_parameter(_value(), _value()), "overlap"),
        (_parameter(_value(more="valid_to = 2021-12-31"), _value('"90"', "2022-01-01")), "different types"),
        (_parameter().replace("VERIFIED", "CHECKED"), "Invalid enum value 'CHECKED'"),
        (_parameter().replace("procedural", "moral"), "Invalid enum value 'moral'"),
        (_parameter().replace('title = "Period to decide"', 'title = ""'), "title is empty"),
        (_parameter() + _parameter(), "parameter A-19.decision .* twice"),
        (_rule(status="SURE"), "rule A-19 .* 'SURE'"),
        (_rule(citations="[]"), "rule A-19 .* no citation"),
        (_rule() + _rule(), "rule A-19 .* twice"),
    ],
)
def test_faulty_legal_data_is_refused(text: str, found: str) -> None:
    """What is wrong is named with its source, its id and what to do."""
    with pytest.raises(LawError, match=found) as refused:
        LawSource("county.toml", text).read()

    assert str(refused.value.details["where"]).startswith("county.toml")
    assert refused.value.details["remedy"]


def test_periods_may_touch_and_may_leave_a_gap() -> None:
    """A value may begin on the day after the last one ended, or later."""
    text = _parameter(
        _value("1", "2020-01-01", "valid_to = 2020-12-31"),
        _value("2", "2021-01-01", "valid_to = 2021-01-01"),
        _value("3", "2023-01-01"),
    )

    parameters = LawSource("county.toml", text).read().parameters

    assert [value.value for value in parameters[0].values] == [1, 2, 3]


def test_a_law_pack_on_disk(tmp_path: Path) -> None:
    """A law pack is a file; one that is missing or not UTF-8 is named."""
    pack = tmp_path / "county.toml"
    pack.write_text(_rule(), encoding="utf-8")
    torn = tmp_path / "torn.toml"
    torn.write_bytes(b"\xff\xfe")

    assert LawSource.from_file(pack).read().rules[0].id == "A-19"
    for path in (tmp_path / "none.toml", torn):
        with pytest.raises(LawError, match=path.name):
            LawSource.from_file(path)


@pytest.mark.parametrize(("package", "path"), [("regledger.law", "data/none.toml"), ("no_such_sector", "law.toml")])
def test_a_package_without_its_law_is_named(package: str, path: str) -> None:
    """A source that its package lacks is named with both."""
    with pytest.raises(LawError, match=f"{package}:{path}"):
        LawSource.from_package(package, path)
