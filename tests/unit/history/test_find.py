"""Finding records."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history import find as searching
from regledger.history.find import Found, find
from regledger.ledger import Ledger


def subjects(found: list[Found]) -> list[str]:
    return [one.subject for one in found]


def test_a_name_finds_its_record_and_the_field(county: Ledger) -> None:
    """Part of a name finds the enterprise, and says in which field of which fact it stands."""
    (found,) = find(county, "湘江")

    assert (found.subject, found.kind) == ("enterprise:E-1", "enterprise")
    assert [(match.field, match.number) for match in found.matches] == [("name", 14)]


def test_a_former_name_still_finds_the_record(county: Ledger) -> None:
    """A name that was corrected away finds the enterprise by the fact that had it."""
    (found,) = find(county, "氯碱有限公司")

    assert found.subject == "enterprise:E-1"
    assert found.matches[0].number == 8


@pytest.mark.parametrize("text", ["91430100MA4L16JQ9D", "91430100ma4l16jq9d", "  91430100MA4L16JQ9D "])
def test_a_credit_code_finds_its_enterprise_in_either_case(county: Ledger, text: str) -> None:
    """A credit code typed in small letters finds what was recorded in capitals."""
    (found,) = find(county, text)

    assert found.subject == "enterprise:E-1"
    assert found.matches[0].field == "credit_code"


def test_an_id_finds_the_record_that_has_it(county: Ledger) -> None:
    """An id is found as the subject's own, not as a field of all the facts that name it."""
    (found,) = find(county, "H-1")

    assert found.subject == "hazard:H-1"
    assert [match.field for match in found.matches] == ["id"]


def test_the_record_with_the_newest_fact_comes_first(county: Ledger) -> None:
    """Records stand in the order of their newest fact with the text."""
    assert subjects(find(county, "安全生产法 Art 36")) == ["order:R-1", "hazard:H-2", "hazard:H-1"]


def test_the_limit_is_of_records(county: Ledger) -> None:
    """A limit of one gives the newest record."""
    assert subjects(find(county, "安全生产法 Art 36", limit=1)) == ["order:R-1"]


def test_what_was_not_yet_known_or_does_not_count_is_not_found(county: Ledger) -> None:
    """The corrected name is not found as known before the correction, nor the order's words on the day before it."""
    assert find(county, "股份", known_at=13) == []
    assert find(county, "Repair the alarm", on=date(2026, 3, 2)) == []
    assert subjects(find(county, "Repair the alarm", on=date(2026, 3, 3))) == ["order:R-1"]


def test_a_personal_value_is_never_found(county: Ledger) -> None:
    """A person's name does not stand in the log, so it finds nothing; neither do the words around facts."""
    assert find(county, "张三") == []
    assert find(county, "boundary") == []
    assert find(county, "   ") == []


def test_what_was_known_earlier_is_found_behind_any_number_of_newer_facts(
    county: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As known then, a search looks at the facts of that time, and not at the newest of today."""
    monkeypatch.setattr(searching, "SEARCHED", 1)

    (found,) = find(county, "氯碱", known_at=13)

    assert (found.subject, found.matches[0].number) == ("enterprise:E-1", 8)
