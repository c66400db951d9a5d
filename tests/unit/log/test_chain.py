"""The running chain stands for every entry of a ledger, in order."""

from __future__ import annotations

from hashlib import sha256

from regledger.log.chain import start_of

LEDGER = "01900000-0000-7000-8000-000000000001"


def test_the_chain_is_made_as_the_page_says() -> None:
    """Each value is the SHA-256 of the one before and the entry; the first is that of the ledger's id."""
    first = sha256(LEDGER.encode()).digest()

    place = start_of(LEDGER).after(b"one").after(b"two")

    assert start_of(LEDGER).chain == first
    assert (place.number, place.chain) == (2, sha256(sha256(first + b"one").digest() + b"two").digest())
