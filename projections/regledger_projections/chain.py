"""The running chain over a stream: what lets a reader prove that it has every message, in order.

It is that of the ledger itself (`regledger.log.chain`): the value after message n, in its header `Regledger-Chain`, is
the ledger's after fact n.
"""

from __future__ import annotations

from regledger.log.chain import Place, next_chain, start_of

__all__ = ["Place", "next_chain", "start_of"]
