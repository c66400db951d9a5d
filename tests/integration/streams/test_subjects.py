"""Names on the wire and the chain: what readers in any language rely on."""

from __future__ import annotations

from hashlib import sha256

import pytest
from regledger_projections.chain import start_of
from regledger_projections.subjects import commands_subject, fact_subject, facts_wildcard, stream_name


@pytest.mark.parametrize(
    ("type_", "tags", "data", "subject"),
    [
        ("hazard.found", ["authority:emb", "enterprise:E-1", "hazard:H-7"], b"{}", "emb.-.hazard.found.H-7"),
        ("hazard.found", ["command:abc", "hazard:H-7"], b"{}", "-.-.hazard.found.H-7"),
        ("rule.confirmed", ["command:abc"], b"{}", "-.-.rule.confirmed.-"),
        ("source.row_seen", ["register:phmsa", "row:9"], b"{}", "-.-.source.row_seen.phmsa"),
        ("order.issued", ["authority:b", "authority:c", "order:O-1"], b"{}", "b.-.order.issued.O-1"),
        ("site.registered", ["site:S-1"], b'{"body":{"sector":"mining"}}', "-.mining.site.registered.S-1"),
        ("site.registered", ["site:S-1"], b'{"body":{"sector":"a.b > c"}}', "-.-.site.registered.S-1"),
        ("site.registered", ["site:S-1"], b'{"body":{"sector":7}}', "-.-.site.registered.S-1"),
        ("site.registered", ["site:S-1"], b'{"sector":"mining"}', "-.-.site.registered.S-1"),
    ],
)
def test_a_subject_is_made_from_stored_bytes_alone(type_: str, tags: list[str], data: bytes, subject: str) -> None:
    """Authority, sector, record, fact and entity come from type, tags and body; what is missing is a dash."""
    assert fact_subject("county", type_, tags, data) == f"reg.county.fact.{subject}"


def test_names_of_a_ledger() -> None:
    """Stream, facts and commands are named after the ledger."""
    assert stream_name("north-county") == "REG_NORTH-COUNTY"
    assert facts_wildcard("north-county") == "reg.north-county.fact.>"
    assert commands_subject("north-county") == "reg.north-county.cmd.>"


def test_the_chain_is_what_its_documentation_says() -> None:
    """chain(0) is the hash of the ledger's id; chain(n) the hash of chain(n-1) and the entry."""
    ledger = "01a20949-77a8-7b22-896b-4eb70fd8b783"
    place = start_of(ledger).after(b"one").after(b"two")

    zero = sha256(ledger.encode()).digest()
    assert place.number == 2
    assert place.chain == sha256(sha256(zero + b"one").digest() + b"two").digest()
