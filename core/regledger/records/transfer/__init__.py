"""Handing a suspected crime to the police (移送司法; State Council rules of 2020; S9)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.transfer.answering import (
    answer_transfer,
    contest_transfer,
    hand_over_transfer,
    judge_transfer,
)
from regledger.records.transfer.proposing import decide_transfer, propose_transfer, send_transfer
from regledger.records.transfer.state import TRANSFER, Transfer

__all__ = ["HANDLERS", "KINDS", "Transfer"]

KINDS: tuple[Kind[Any], ...] = (TRANSFER,)
HANDLERS: tuple[Handler, ...] = (
    propose_transfer,
    decide_transfer,
    send_transfer,
    answer_transfer,
    contest_transfer,
    hand_over_transfer,
    judge_transfer,
)
