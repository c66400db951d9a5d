"""Construction projects and their safety facilities: designed, built and put into use with the main work (三同时; B-11, S12)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.project.building import (
    accept_project,
    begin_project,
    complete_project,
    put_into_use,
    verify_acceptance,
)
from regledger.records.project.designing import evaluate_project, register_project, review_design, submit_design
from regledger.records.project.state import PROJECT

__all__ = ["HANDLERS", "KINDS"]

KINDS: tuple[Kind[Any], ...] = (PROJECT,)
HANDLERS: tuple[Handler, ...] = (
    register_project,
    evaluate_project,
    submit_design,
    review_design,
    begin_project,
    complete_project,
    accept_project,
    verify_acceptance,
    put_into_use,
)
