"""The running chain over a ledger's entries: one value that stands for all of them, in order.

    chain(0) = SHA-256(the ledger's id, as lower-case ASCII text)
    chain(n) = SHA-256(chain(n-1) ‖ entry(n))

`‖` joins the 32 raw bytes of the earlier chain and the bytes of the entry. On the stream the value after message n is
its header `Regledger-Chain`, in hex; a back-up's manifest and `regledger copy` name the value after their last fact. A
reader that keeps one number and one chain value notices any entry that was lost, repeated, reordered or altered.
"""

from __future__ import annotations

from hashlib import sha256

import msgspec

__all__ = ["Place", "next_chain", "start_of"]


class Place(msgspec.Struct, frozen=True):
    """Where something stands in a ledger's sequence: the last number and the chain after it."""

    number: int
    chain: bytes

    def after(self, entry: bytes) -> Place:
        """The place after one more entry."""
        return Place(self.number + 1, next_chain(self.chain, entry))


def next_chain(chain: bytes, entry: bytes) -> bytes:
    """The chain after `entry`."""
    return sha256(chain + entry).digest()


def start_of(ledger_id: str) -> Place:
    """The place before the first fact of a ledger."""
    return Place(0, sha256(ledger_id.encode("ascii")).digest())
