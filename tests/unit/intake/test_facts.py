"""The stored form of what an import records: version 1 of each fact decodes, and encodes again, for ever."""

from __future__ import annotations

import msgspec
import pytest
from regledger.intake.facts import SOURCE_FACTS
from regledger.log.facts import Fact

STORED = {
    "source.row_seen": (
        '{"concerns":["source:phmsa-operator-19270"],"key":["32026003CAO"],"personal":{"boss":{"commitment":"'
        + "ab" * 32
        + '","subject":"source:phmsa-case-32026003CAO"}},"record":"case","register":"phmsa",'
        '"row":"phmsa-case-32026003CAO","seen_on":"2026-02-04","values":{"Region":"Central"}}'
    ),
    "source.row_changed": (
        '{"before":{"state":""},"concerns":[],"now":{"state":"CLOSED"},"personal":{"boss":{"subject":"source:a-b-1"}},'
        '"record":"b","register":"a","row":"a-b-1","seen_on":"2026-02-04"}'
    ),
    "source.milestone": (
        '{"amounts":{"fine":{"currency":"CNY","digits":2,"minor":150000}},"column":"决定日期","concerns":[],'
        '"details":{"type":"Final Order"},"milestone":"decided","on":"2024-03-05","record":"b","register":"a",'
        '"row":"a-b-1","seen_on":"2026-02-04"}'
    ),
    "source.row_rewritten": (
        '{"before":"2024-03-05","column":"决定日期","concerns":[],"kind":"backdated","now":"2024-03-01",'
        '"previous_on":"2025-09-03","record":"b","register":"a","row":"a-b-1","seen_on":"2026-02-04"}'
    ),
    "source.export_seen": (
        '{"columns":["no","state"],"encoding":"gb18030","file":"'
        + "cd" * 32
        + '","mapping":"'
        + "ef" * 32
        + '","name":"asof.csv","register":"a","rejected":3,"rejected_rows":["a-b-1"],"rejected_unnamed":2,"rows":12,"seen_on":"2026-02-04","whole":true}'
    ),
}


@pytest.mark.parametrize("body", SOURCE_FACTS, ids=lambda body: body.__fact__.name)
def test_stored_form_never_changes(body: type[Fact]) -> None:
    """What version 1 stored is read by this release and written again byte for byte."""
    assert body.__fact__.version == 1
    stored = STORED[body.__fact__.name].encode()

    decoded = msgspec.json.decode(stored, type=body)

    assert msgspec.json.encode(decoded, order="sorted") == stored


def test_the_row_itself_is_the_subject() -> None:
    """The first tag of a fact about a row is that row's, then what it concerns, then its register."""
    body = msgspec.json.decode(STORED["source.row_seen"], type=SOURCE_FACTS[0])

    tags = list(type(body).__fact__.tags_of(body))

    assert tags == ["source:phmsa-case-32026003CAO", "source:phmsa-operator-19270", "register:phmsa"]
