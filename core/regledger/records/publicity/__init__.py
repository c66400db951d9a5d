"""Publishing penalties and withdrawing them, exposure, the list of serious dishonesty, disclosure, electronic archives (S9)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.publicity.archiving import CASE_ARCHIVE, transfer_archive
from regledger.records.publicity.disclosing import (
    PUBLICATION,
    PUBLISHED_BASIS,
    form_publication,
    publish_basis,
    publish_information,
)
from regledger.records.publicity.dishonesty import (
    DISHONESTY,
    ask_removal,
    list_dishonesty,
    notify_dishonesty,
    remove_dishonesty,
)
from regledger.records.publicity.publishing import (
    CASE_PUBLICITY,
    publish_penalty,
    tell_violation,
    withdraw_penalty,
)
from regledger.records.publicity.requesting import (
    INFORMATION_REQUEST,
    answer_request,
    extend_request,
    receive_request,
)

__all__ = ["HANDLERS", "KINDS"]

KINDS: tuple[Kind[Any], ...] = (
    CASE_PUBLICITY,
    DISHONESTY,
    PUBLICATION,
    PUBLISHED_BASIS,
    INFORMATION_REQUEST,
    CASE_ARCHIVE,
)
HANDLERS: tuple[Handler, ...] = (
    publish_penalty,
    withdraw_penalty,
    tell_violation,
    notify_dishonesty,
    list_dishonesty,
    ask_removal,
    remove_dishonesty,
    form_publication,
    publish_information,
    publish_basis,
    receive_request,
    extend_request,
    answer_request,
    transfer_archive,
)
