"""What an auditor finds of a signature in the log, and what the signed message is."""

from __future__ import annotations

import base64
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given as for_all
from hypothesis import strategies as some
from regledger.deciding.answers import Signature
from regledger.deciding.signing import message_of, verifies
from regledger.history.explain import explain
from regledger.history.signature import SignatureChecked, verify_commit
from regledger.ids import new_id
from regledger.ledger import Installation, Ledger
from regledger.records.officer_key import SigningKey
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Scenario

from .signing_county import (
    LI,
    SECOND,
    by_li,
    id_of,
    particulars,
    public,
    recorded,
    registered,
    resigned,
    revoked,
)

# ── what an auditor finds ────────────────────────────────────────────────────────────────────────────────


def checked(ledger: Ledger, number: int) -> SignatureChecked:
    found = verify_commit(ledger, number)
    assert found is not None
    return found


def test_a_signature_is_checked_from_the_log_alone(keys: Scenario) -> None:
    """`explain` shows the key, whose it is and that it fits, and says nothing of a commit that is not signed."""
    number = recorded(keys.when(by_li(keys))).numbers[0]

    explained = explain(keys.ledger, number)

    assert explained is not None
    assert explained.signature == SignatureChecked(key=id_of(LI), officer="officer:li", verdict="valid")
    assert verify_commit(keys.ledger, 1) is None
    assert verify_commit(keys.ledger, number + 1) is None


def test_every_fact_of_a_signed_commit_is_signed(keys: Scenario) -> None:
    """The particulars stand in the first fact; the signature is that of the whole commit."""
    answer = recorded(keys.when(by_li(keys, FOUND)))

    assert len(answer.numbers) > 1
    assert {checked(keys.ledger, number).verdict for number in answer.numbers} == {"valid"}


def test_a_key_that_expired_or_was_revoked_since_leaves_what_it_signed(keys: Scenario) -> None:
    """A later revocation from a later day does not touch an older signature."""
    number = recorded(keys.when(by_li(keys))).numbers[0]

    keys.on("2026-06-01").when(revoked("2026-03-11", "2026-06-01")).is_recorded()

    assert checked(keys.ledger, number).verdict == "valid"


def test_a_revocation_that_reaches_back_casts_doubt(keys: Scenario) -> None:
    """What was signed after the key was stolen, and before that was noticed, is neither valid nor wrong."""
    number = recorded(keys.when(by_li(keys))).numbers[0]

    keys.on("2026-06-01").when(revoked("2026-03-10", "2026-06-01")).is_recorded()

    found = checked(keys.ledger, number)
    assert (found.verdict, found.found) == ("doubtful", "revoked from 2026-03-10 on")


def flipped(found: re.Match[str]) -> str:
    return found[1] + ("1" if found[2] == "0" else "0")


TAMPERINGS: dict[str, tuple[str, str, str | Callable[[re.Match[str]], str]]] = {
    "actor": ("fact.data", '"actor":"officer:li"', '"actor":"officer:zh"'),
    "how known": ("fact.data", '"known":"signed"', '"known":"nkey"'),
    "digest": ("fact.data", '("digest":")(.)', flipped),
    "signature": ("fact.data", '("signature":")(.)', flipped),
    "whole": ("fact.data", '("whole":")(.)', flipped),
    "key": ("fact.data", f'"key":"{id_of(LI)}"', f'"key":"{id_of(SECOND)}"'),
    "idempotency key": ("fact.tags", "(command:)(.)", flipped),
    "kept command": ("command.body", '"kind":"statement"', '"kind":"waiver"'),
}


@pytest.mark.parametrize("part", TAMPERINGS)
def test_whatever_is_changed_in_the_log_shows(keys: Scenario, core: Installation, part: str) -> None:
    """Somebody who can write the file changes one part: the signature no longer fits, and the check says so."""
    recorded(keys.when(by_li(keys)))
    number = keys.ledger.recorder.head().number
    where, old, new = TAMPERINGS[part]

    tamper(keys.ledger, where, old, new)

    with Ledger.open(keys.ledger.place.url, installation=core) as opened:
        found = checked(opened, number)
    assert found.verdict == "invalid"
    assert found.found


def test_a_ledger_under_another_id_shows(keys: Scenario, core: Installation) -> None:
    """A copy that calls itself another ledger does not have its officers' signatures."""
    number = recorded(keys.when(by_li(keys))).numbers[0]

    tamper(keys.ledger, "meta.value", keys.ledger.recorder.ledger_id, new_id())

    with Ledger.open(keys.ledger.place.url, installation=core) as opened:
        assert checked(opened, number).verdict == "invalid"


def test_a_history_that_is_signed_anew_shows(keys: Scenario, core: Installation) -> None:
    """Whoever registers a key of their own later, and puts its signature under an older commit, is found out."""
    answer = recorded(keys.when(by_li(keys)))
    first = keys.ledger.at(answer.numbers[0])
    assert first is not None
    by = particulars(keys, answer)
    assert by.signed is not None
    later = Ed25519PrivateKey.from_private_bytes(bytes(range(3, 35)))
    keys.when(registered(later)).is_recorded()
    message = message_of(
        ledger_id=keys.ledger.recorder.ledger_id,
        actor=by.actor,
        key=id_of(later),
        keyed=next(tag for tag in first.tags if tag.startswith("command:")),
        digest=by.digest,
        whole=by.signed.whole,
    )
    signature = base64.urlsafe_b64encode(later.sign(message)).decode().rstrip("=")
    forged = f'"signed":{{"key":"{id_of(later)}","signature":"{signature}","whole":"{by.signed.whole}"}}'

    tamper(keys.ledger, "fact.data", '"signed":{[^}]*}', forged)

    with Ledger.open(keys.ledger.place.url, installation=core) as opened:
        found = checked(opened, first.number)
    assert (found.verdict, found.found) == ("invalid", "the key was registered only after it")


def tamper(ledger: Ledger, where: str, old: str, new: str | Callable[[re.Match[str]], str]) -> None:
    """Replace `old`, once, in the one newest row of the file that has it."""
    table, _, column = where.partition(".")
    file = ledger.place.file
    assert file is not None
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER fact_never_edited")
        name = "key" if table == "meta" else "digest" if table == "command" else "number"
        rows = connection.execute(f"SELECT {name}, {column} FROM {table}").fetchall()
        text = {row[0]: row[1].decode() if isinstance(row[1], bytes) else row[1] for row in rows}
        [*_, found] = [key for key, value in text.items() if re.search(old, value)]
        changed: str | bytes = re.sub(old, new, text[found], count=1)
        if table == "command" or column == "data":
            changed = str(changed).encode()
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {name} = ?", (changed, found))


# ── the message ──────────────────────────────────────────────────────────────────────────────────────────

KEY = SigningKey(officer="li", key=id_of(LI), public_key=public(LI), valid_from=date(2026, 1, 5), valid_to=None)
PARTS = some.fixed_dictionaries(
    {part: some.text(max_size=12) for part in ("ledger_id", "actor", "key", "keyed", "digest", "whole")}
)


@for_all(PARTS, some.data())
def test_no_changed_byte_of_the_message_is_taken(parts: dict[str, Any], data: some.DataObject) -> None:
    """A signature fits to exactly one message."""
    message = message_of(**parts)
    signature = base64.urlsafe_b64encode(LI.sign(message)).decode().rstrip("=")
    at = data.draw(some.integers(0, len(message) - 1))
    flipped = data.draw(some.integers(1, 255))

    changed = message[:at] + bytes([message[at] ^ flipped]) + message[at + 1 :]

    assert verifies(KEY, signature, message)
    assert not verifies(KEY, signature, changed)


@for_all(PARTS, PARTS)
def test_no_two_lists_of_parts_have_one_message(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Where one part ends and the next begins is part of what is signed."""
    assert (message_of(**one) == message_of(**other)) == (one == other)


def test_parts_do_not_run_into_one_another() -> None:
    """A byte moved from one part to the next gives another message."""
    parts: dict[str, Any] = {"ledger_id": "ab", "actor": "c", "key": "", "keyed": "", "digest": "", "whole": ""}

    assert message_of(**parts) != message_of(**{**parts, "ledger_id": "a", "actor": "bc"})


def test_a_signature_has_one_writing(keys: Scenario) -> None:
    """Padding, other alphabets or spare bits would let one signature pass as several."""
    signature = by_li(keys).signature
    assert isinstance(signature, Signature)
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    spare = signature.signature[:-1] + last[last.index(signature.signature[-1]) + 1]

    for other in (signature.signature + "==", spare):
        changed = resigned(by_li(keys), signature=other, salt=signature.salt)
        keys.when(changed).refuses("ROLE", code="signature.wrong")
        assert not verifies(KEY, other, b"")
