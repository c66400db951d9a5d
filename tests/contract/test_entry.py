"""Entry format 1: what was written once must be written so for ever. The files of `golden/` are never made anew."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
from eventsourcing.dcb.api import DCBEvent
from hypothesis import given
from hypothesis import strategies as st
from regledger.clock import Instant, to_micros
from regledger.errors import BadFact, EntryTooLarge
from regledger.law.objections import Objection
from regledger.log.catalogue import Catalogue
from regledger.log.entry import ENTRY_LIMIT, parse_entry, render_entry
from regledger.log.envelope import Commit, Correction, Particulars, Source, Used
from regledger.log.facts import Fact, NewFact, RecordedFact, fact
from regledger.log.personal import commit_to
from regledger.log.recorder import StoredEvent
from regledger.log.text import Code, Id, Personal, Text

GOLDEN = Path(__file__).parent / "golden"
LEDGER = "01900000-0000-7000-8000-000000000001"
COMMIT = "01900000-0000-7000-8000-0000000000c1"
AT = to_micros(datetime.fromisoformat("2026-03-02T01:02:03.000004+00:00"))
CLOUDEVENTS_REQUIRED = {"id", "source", "specversion", "type"}


class Item(msgspec.Struct, frozen=True, kw_only=True):
    hazard: Id
    measure: Text
    due_on: date
    responsible: Personal


@fact(
    "golden.sampled",
    2,
    tags={"site": "site", "items.hazard": "hazard"},
    occurred="sampled_at",
    effective="effective_on",
    lifts={1: lambda body: body},
)
class Sampled(Fact, frozen=True, kw_only=True):
    """Every kind of field that a fact may have."""

    site: Id
    text: Text
    code: Code | None = None
    level: Literal["general", "major"] = "general"
    amount_fen: int = 0
    share: Decimal = Decimal("0.10")
    closed: bool = False
    items: tuple[Item, ...] = ()
    counted: dict[Id, int] = msgspec.field(default_factory=dict)
    sampled_at: Instant
    effective_on: date | None = None


CATALOGUE = Catalogue([Sampled])
INSTANT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")


def sampled(text: str = "plain", **fields: Any) -> Sampled:
    return Sampled(site="S-1", text=text, sampled_at=INSTANT, **fields)


def commit(index: int = 0, size: int = 1, by: Particulars | None = None) -> Commit:
    return Commit(id=COMMIT, index=index, size=size, by=by)


OBJECTION = Objection(
    rule="A-01", code="officers.too_few", article="行政处罚法(2021) Art 42", args={"found": 1, "day": "2026-03-02"}
)
WARNING = Objection(rule="I-02", code="order.plan_incomplete", severity="warn", by="mining 1.2")
EVERYTHING = Particulars(
    actor="officer:li",
    known="signed",
    channel="nats",
    command="hazard.clear",
    digest="d" * 64,
    boundary=("hazard:H-7", "site:S-1"),
    head=41,
    rules=("I-11", "SEQ"),
    used=(
        Used(
            parameter="I-07.reinspection",
            value=10,
            valid_from="2021-09-01",
            citation="安全生产法(2021) Art 70",
            status="VERIFIED",
            digest="e" * 64,
        ),
    ),
    warnings=(WARNING,),
    sectors=("mining 1.2",),
    as_happened="the hearing room burned down",
    approver="authority:emb",
)
SEALED = Personal(
    subject="person:p1", commitment=commit_to(f"{COMMIT}:0", "items[0].responsible", b"\x07" * 32, "张三")
)

CASES: Mapping[str, tuple[int, NewFact, Commit, tuple[Objection, ...]]] = {
    "plain": (1, NewFact(body=sampled()), commit(), ()),
    "particulars": (42, NewFact(body=sampled()), commit(by=EVERYTHING), ()),
    "chinese": (43, NewFact(body=sampled("湘江氯碱有限公司：重大隐患，限期整改 \U0001f3ed")), commit(), ()),
    "escapes": (44, NewFact(body=sampled('"quoted" \\ / \b\f\n\r\t\x00\x1f\x7f\u2028\n\u0301')), commit(), ()),
    "decomposed": (45, NewFact(body=sampled("e\u0301 \u1100\u1161 \ufa12")), commit(), ()),
    "correction": (
        46,
        NewFact(
            body=sampled(amount_fen=1_000_000_000_001),
            corrects=Correction(number=42, reason="金额抄错", authority="emb"),
        ),
        commit(),
        (),
    ),
    "defects": (47, NewFact(body=sampled()), commit(1, 2), (OBJECTION, WARNING)),
    "source": (
        48,
        NewFact(
            body=sampled(),
            source=Source(register="phmsa", file="f" * 64, row=17, column="Closed Date", key="CPF 1-2020-5001"),
        ),
        commit(),
        (),
    ),
    "personal": (
        49,
        NewFact(
            body=sampled(
                items=(Item(hazard="H-7", measure="更换阀门", due_on=date(2026, 3, 30), responsible=SEALED),),
                counted={"b": 2, "a": 1},
                level="major",
                code="GB 18218-2018 §4.2",
                closed=True,
                effective_on=date(2026, 4, 1),
            ),
            zone="Asia/Urumqi",
            tags=("register:phmsa", "row:r1", "site:S-1", "officer:li"),
        ),
        commit(),
        (),
    ),
}


def written(name: str) -> bytes:
    number, new, mark, defects = CASES[name]
    type_, tags, data = CATALOGUE.encode(new, zone="Asia/Shanghai", commit=mark, defects=defects)
    return render_entry(LEDGER, number, AT, type_, tags, data)


def read_back(entry: bytes) -> RecordedFact:
    parsed = parse_entry(entry)
    event = DCBEvent(type=parsed.type, data=bytes(parsed.data), tags=parsed.tag_list)
    return CATALOGUE.decode(StoredEvent(event=event, position=parsed.number, recorded_at=parsed.recorded_at))


@pytest.mark.parametrize("name", CASES)
def test_an_entry_is_written_as_it_always_was(name: str) -> None:
    """The same fact gives the same bytes as on the day when the golden file was made."""
    assert written(name) == (GOLDEN / f"{name}.json").read_bytes()


def test_every_golden_file_has_its_case() -> None:
    """No golden file lies unread."""
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_an_entry_is_read_back_whole(name: str) -> None:
    """Number, stamp, type, tags, body, zone, commit, correction, defects and source come back as they went in."""
    number, new, mark, defects = CASES[name]

    parsed = parse_entry((GOLDEN / f"{name}.json").read_bytes())
    found = read_back((GOLDEN / f"{name}.json").read_bytes())

    assert (parsed.number, parsed.recorded_at, parsed.type, parsed.ledger) == (number, AT, "golden.sampled", LEDGER)
    assert parsed.tag_list == sorted({"site:S-1", *(f"hazard:{one.hazard}" for one in new.body.items), *new.tags})
    assert found.body == msgspec.structs.replace(new.body, text=unicodedata.normalize("NFC", new.body.text))
    assert (found.zone, found.version) == (new.zone or "Asia/Shanghai", 2)
    assert (found.commit, found.corrects, found.defects, found.source) == (mark, new.corrects, defects, new.source)


@pytest.mark.parametrize("name", CASES)
def test_an_entry_is_a_cloudevent_in_canonical_json(name: str) -> None:
    """CloudEvents 1.0 finds its attributes, and anyone's sorted JSON without white space gives the same bytes."""
    entry = (GOLDEN / f"{name}.json").read_bytes()

    event = json.loads(entry)

    assert event.keys() >= CLOUDEVENTS_REQUIRED
    assert all(key.isascii() and key.isalnum() and key.islower() and len(key) <= 20 for key in event)
    assert all(isinstance(event[key], (str, int)) for key in event if key != "data")
    assert (event["specversion"], event["datacontenttype"], event["entryformat"]) == ("1.0", "application/json", 1)
    assert event["source"] == f"urn:uuid:{LEDGER}"
    assert datetime.fromisoformat(event["time"]).utcoffset() == INSTANT.utcoffset() * 0  # type: ignore[operator]
    assert json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == entry


def test_an_entry_ends_at_60_kib() -> None:
    """61,440 bytes are an entry; one more is refused with its size, the limit and what to do."""
    data = b'{"body":{"text":"%b"}}'
    bare = len(render_entry(LEDGER, 1, AT, "golden.sampled", [], data % b""))

    whole = render_entry(LEDGER, 1, AT, "golden.sampled", [], data % (b"x" * (ENTRY_LIMIT - bare)))
    with pytest.raises(EntryTooLarge, match=r"61441 bytes .* limit is 61440.*[Aa]ttach"):
        render_entry(LEDGER, 1, AT, "golden.sampled", [], data % (b"x" * (ENTRY_LIMIT - bare + 1)))

    assert len(whole) == ENTRY_LIMIT == 61_440


def test_text_is_kept_in_nfc_and_an_escape_is_no_letter() -> None:
    """A letter and its accent become one; a line break before an accent stays what it is."""
    found = read_back(written("escapes")).body
    composed = read_back(written("decomposed")).body

    assert isinstance(found, Sampled)
    assert isinstance(composed, Sampled)
    assert found.text.endswith("\n\u0301")
    assert composed.text == "\u00e9 \uac00 \u6674"


@pytest.mark.parametrize("text", ["\ud800", "before \udfff after"])
def test_text_that_is_not_unicode_is_refused(text: str) -> None:
    """Half a surrogate pair cannot be written in UTF-8: a named error, in the body or in what stands around it."""
    around = NewFact(body=sampled(), corrects=Correction(number=1, reason=text, authority="emb"))

    with pytest.raises(BadFact, match="not Unicode"):
        CATALOGUE.encode(NewFact(body=sampled(text)), zone="Asia/Shanghai", commit=commit())
    with pytest.raises(BadFact, match="not Unicode"):
        CATALOGUE.encode(around, zone="Asia/Shanghai", commit=commit())


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_comes_back_in_nfc(text: str) -> None:
    """Whatever is written, its NFC form is read, and the entry is canonical JSON."""
    type_, tags, data = CATALOGUE.encode(NewFact(body=sampled(text)), zone="Asia/Shanghai", commit=commit())
    entry = render_entry(LEDGER, 1, AT, type_, tags, data)

    found = read_back(entry).body

    assert isinstance(found, Sampled)
    assert found.text == unicodedata.normalize("NFC", text)
    assert json.dumps(json.loads(entry), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == entry


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_writing_what_was_read_gives_the_same_bytes(text: str) -> None:
    """Nothing drifts: decode, then encode, is the identity on stored data."""
    _, _, data = CATALOGUE.encode(NewFact(body=sampled(text)), zone="Asia/Shanghai", commit=commit())
    event = StoredEvent(event=DCBEvent(type="golden.sampled", data=data, tags=["site:S-1"]), position=1)

    recorded = CATALOGUE.decode(event)

    assert isinstance(recorded.body, Sampled)
    assert CATALOGUE.encode(NewFact(body=recorded.body), zone="Asia/Shanghai", commit=commit())[2] == data
