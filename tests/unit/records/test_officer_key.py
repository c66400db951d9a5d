"""Registering and revoking the keys with which officers sign."""

from __future__ import annotations

import base64
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from regledger.deciding.asserting import assert_rows
from regledger.ledger import Ledger
from regledger.log.envelope import Source
from regledger.log.facts import NewFact
from regledger.records.officer_key import Keyring, OfficerKeyRegistered, SigningKey, key_id, public_bytes
from regledger.testing.scenario import COUNTY, Scenario, given, step

RAW = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key().public_bytes_raw()
TEXT = base64.urlsafe_b64encode(RAW).decode().rstrip("=")
KEY = key_id(RAW)
REGISTER = step(
    "officer.register_key", officer="li", public_key=TEXT, valid_from="2026-03-05", registered_on="2026-03-05"
)
REVOKE = step(
    "officer.revoke_key", officer="li", key=KEY, revoked_from="2026-03-08", reason="Lost", revoked_on="2026-03-10"
)


@pytest.fixture
def known(ledger: Ledger) -> Scenario:
    """A county with officers and no key; it is the 5th of March 2026."""
    return given(ledger, COUNTY).on("2026-03-05")


def key_of(scenario: Scenario) -> SigningKey:
    state = scenario.state(f"key:{KEY}")
    assert isinstance(state, SigningKey)
    return state


def test_a_key_is_a_record_and_one_of_its_officers(known: Scenario) -> None:
    """It is found by its fingerprint, and with the others by its officer."""
    known.when(REGISTER).then("officer.key_registered")

    ring = known.state("keyring:li")
    assert isinstance(ring, Keyring)
    assert ring.keys == (key_of(known),)
    assert key_of(known).public_key == TEXT


@pytest.mark.parametrize(
    ("change", "rule", "code"),
    [
        ({"officer": "chen"}, "REF", "officer.unknown"),
        ({"valid_to": "2026-03-04"}, "SEQ", "key.ends_before_it_begins"),
        ({"public_key": "no key"}, "REF", "key.unreadable"),
        ({"public_key": TEXT[:-2]}, "REF", "key.unreadable"),
        ({"public_key": f"{TEXT}="}, "REF", "key.unreadable"),
    ],
)
def test_what_is_registered_is_an_officers_key(known: Scenario, change: dict[str, str], rule: str, code: str) -> None:
    """An officer, a key in its one writing, and days in their order."""
    known.when(REGISTER.but(**change)).refuses(rule, code=code)


@pytest.mark.parametrize("officer", ["li", "wang"])
def test_a_key_is_registered_once(known: Scenario, officer: str) -> None:
    """REF: neither for another officer nor again for the same, though it was revoked: its past would change."""
    known.when(REGISTER).is_recorded()
    known.on("2026-03-10").when(REVOKE).is_recorded()

    again = REGISTER.but(officer=officer, registered_on="2026-03-10")

    known.when(again).refuses("REF", code="key.taken").says("officer li")


@pytest.mark.parametrize(
    ("change", "rule", "code"),
    [
        ({"officer": "wang"}, "REF", "key.unknown"),
        ({"key": "0" * 40}, "REF", "key.unknown"),
        ({"reason": " "}, "REF", "key.without_reason"),
        ({"revoked_on": "2026-03-04"}, "REF", "key.unknown"),
    ],
)
def test_a_revocation_names_the_officers_key(known: Scenario, change: dict[str, str], rule: str, code: str) -> None:
    """A key of that officer, registered by that day, and why."""
    known.when(REGISTER).is_recorded()

    known.on("2026-03-10").when(REVOKE.but(**change)).refuses(rule, code=code)


def test_a_key_is_revoked_from_the_earliest_day_that_was_said(known: Scenario) -> None:
    """SEQ: a later revocation can only reach further back."""
    known.when(REGISTER).is_recorded()
    known.on("2026-03-10").when(REVOKE).is_recorded()

    for day in ("2026-03-08", "2026-03-09"):
        known.when(REVOKE.but(revoked_from=day)).refuses("SEQ", code="key.revoked_already")
    known.when(REVOKE.but(revoked_from="2026-03-06")).is_recorded()
    assert key_of(known).revoked_from == date(2026, 3, 6)


def test_a_register_makes_no_key(known: Scenario) -> None:
    """What is source-asserted was judged by nobody."""
    body = OfficerKeyRegistered(
        officer="li",
        key=KEY,
        public_key=TEXT,
        valid_from=date(2026, 3, 5),
        valid_to=None,
        registered_on=date(2026, 3, 5),
    )
    source = Source(register="county", file="0" * 64, row=1, column="key", key="1")
    assert_rows(
        known.ledger, [[NewFact(body=body, source=source)]], register="c", mapping=b"m", actor="officer:li", after=0
    )

    assert known.state(f"key:{KEY}") is None
    assert known.state("keyring:li") is None


@pytest.mark.parametrize("sign", [0, 0x80])
@pytest.mark.parametrize(
    "point",
    [
        bytes(32),
        b"\x01" + bytes(31),
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        *(bytes([low]) + b"\xff" * 30 + b"\x7f" for low in (0xEC, 0xED, 0xEE)),
    ],
    ids=lambda point: point.hex()[:4],
)
def test_a_key_under_which_anybody_could_sign_is_none(point: bytes, sign: int) -> None:
    """Points of small order are refused, whichever way they are written: their holder could deny every signature."""
    raw = point[:-1] + bytes([point[-1] | sign])

    assert public_bytes(base64.urlsafe_b64encode(raw).decode().rstrip("=")) is None


def test_such_a_key_would_indeed_take_a_forgery() -> None:
    """The library itself takes the signature that nobody made under the point of order 1: we have to refuse the key."""
    identity = b"\x01" + bytes(31)

    Ed25519PublicKey.from_public_bytes(identity).verify(identity + bytes(32), b"any message at all")


def test_a_public_key_has_one_writing() -> None:
    """Spare bits would give one key two texts."""
    spare = TEXT[:-1] + chr(ord(TEXT[-1]) + 1)

    assert public_bytes(TEXT) == RAW
    assert public_bytes(spare) is None
    assert public_bytes("é") is None
