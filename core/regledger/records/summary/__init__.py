"""Decisions made on the spot (当场处罚; 行政处罚法 Arts 51-53; S9)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.summary.deciding import decide_summary
from regledger.records.summary.reviewing import accept_summary_review, close_summary_review, file_summary
from regledger.records.summary.state import SUMMARY, Summary

__all__ = ["HANDLERS", "KINDS", "Summary"]

KINDS: tuple[Kind[Any], ...] = (SUMMARY,)
HANDLERS: tuple[Handler, ...] = (decide_summary, file_summary, accept_summary_review, close_summary_review)
