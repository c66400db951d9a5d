"""Tags: surrogate ids of declared kinds, and which of them an append condition may name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem
from regledger.errors import BadTag
from regledger.log.sqlite import SQLiteRecorder
from regledger.log.tags import CORE_TAG_KINDS, TagKind, TagKinds, split_tag


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[SQLiteRecorder]:
    with SQLiteRecorder.create(
        tmp_path / "county.db",
        ledger_id="01900000-0000-7000-8000-000000000001",
        name="county",
        zone="Asia/Shanghai",
        kinds=TagKinds(),
    ) as opened:
        yield opened


@pytest.mark.parametrize(
    "tag",
    [
        "",
        "site",
        "site:",
        ":S-1",
        "Site:S-1",
        "site:S 1",
        "site:S.1",
        "site:张三",
        "site:S-1:2",
        "site:S-1\n",
        "1site:S-1",
        f"site:{'x' * 65}",
        f"{'k' * 33}:S-1",
    ],
)
def test_a_tag_is_a_kind_and_a_surrogate_id(tag: str) -> None:
    """Names, blanks, dots and what is too long are no tags."""
    with pytest.raises(BadTag, match="not of the form kind:id"):
        split_tag(tag)


def test_the_longest_tag_is_taken() -> None:
    """64 characters of id and 32 of kind are allowed."""
    assert split_tag(f"{'k' * 32}:{'x' * 64}") == ("k" * 32, "x" * 64)


def test_tags_are_sorted_and_never_repeated() -> None:
    """Whatever the order in which they come."""
    assert TagKinds().check_all(["site:S-1", "hazard:H-7", "site:S-1"]) == ("hazard:H-7", "site:S-1")


def test_a_kind_has_one_role() -> None:
    """Declaring a kind again is harmless; declaring it otherwise is refused."""
    again = TagKinds([*CORE_TAG_KINDS, TagKind("site", "consistency")])

    with pytest.raises(BadTag, match="both consistency and index"):
        TagKinds([*CORE_TAG_KINDS, TagKind("site", "index")])

    assert again.role("site") == "consistency"


@pytest.mark.parametrize("tag", ["planet:mars", "no tag", "site:张三"])
def test_a_fact_with_an_undeclared_tag_is_not_recorded(recorder: SQLiteRecorder, tag: str) -> None:
    """Nothing of the append is written, not even the facts before the bad one."""
    good = DCBEvent(type="site.registered", data=b"{}", tags=["site:S-1"])

    with pytest.raises(BadTag):
        recorder.record([good, DCBEvent(type="site.registered", data=b"{}", tags=[tag])])

    assert recorder.head().number == 0


@pytest.mark.parametrize(("tag", "found"), [("officer:li", "index kind"), ("planet:mars", "not declared")])
def test_an_append_condition_names_consistency_kinds_only(recorder: SQLiteRecorder, tag: str, found: str) -> None:
    """An index kind or an undeclared one in a condition is refused before anything is written."""
    event = DCBEvent(type="officer.appointed", data=b"{}", tags=["officer:li"])
    condition = DCBAppendCondition(fail_if_events_match=DCBQuery(items=[DCBQueryItem(tags=["site:S-1", tag])]))

    with pytest.raises(BadTag, match=found):
        recorder.record([event], condition)

    assert recorder.head().number == 0
