"""Enforcement delegated to townships, and powers transferred to them (委托执法, 赋权; S9)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.authority import AuthorityRegistered
from regledger.records.delegation.exercising import do_delegated_act
from regledger.records.delegation.facts import (
    DelegatedActDone,
    DelegationEnded,
    DelegationPublished,
    DelegationRenewed,
    DelegationSigned,
    TownshipActDone,
    TransferDecided,
    TransferEnded,
    TransferEvaluated,
)
from regledger.records.delegation.own_name import do_township_act
from regledger.records.delegation.signing import (
    end_delegation,
    letter_steps,
    publish_delegation,
    renew_delegation,
    sign_delegation,
)
from regledger.records.delegation.state import (
    Delegation,
    Powers,
    Transfer,
    evolve_delegation,
    evolve_powers,
    evolve_transfer,
)
from regledger.records.delegation.transferring import (
    decide_transfer,
    end_transfer,
    evaluate_transfer,
    transfer_steps,
)

__all__ = ["HANDLERS", "KINDS"]

_LETTER = (DelegationSigned, DelegationPublished, DelegationRenewed, DelegationEnded)
_TRANSFER = (TransferDecided, TransferEvaluated, TransferEnded)

KINDS: tuple[Kind[Any], ...] = (
    Kind(
        name="delegation",
        state=Delegation,
        evolve=evolve_delegation,
        facts=(*_LETTER, DelegatedActDone),
        steps=letter_steps,
    ),
    Kind(name="empowerment", state=Transfer, evolve=evolve_transfer, facts=_TRANSFER, steps=transfer_steps),
    Kind(
        name="powers",
        tag="authority",
        state=Powers,
        evolve=evolve_powers,
        facts=(AuthorityRegistered, *_LETTER, *_TRANSFER, TownshipActDone),
    ),
)
HANDLERS: tuple[Handler, ...] = (
    sign_delegation,
    publish_delegation,
    renew_delegation,
    end_delegation,
    do_delegated_act,
    do_township_act,
    decide_transfer,
    evaluate_transfer,
    end_transfer,
)
