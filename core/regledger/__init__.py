"""regledger: an event-sourced regulatory records platform with plug-in sectors.

The public names of the core. Each is imported when it is first used, so that `import regledger` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from regledger.deciding.answers import AsHappened, Recorded, Refused, Submission
    from regledger.errors import RegledgerError
    from regledger.law.objections import Objection
    from regledger.ledger import Installation, Ledger
    from regledger.log.facts import Fact, RecordedFact

__all__ = [
    "AsHappened",
    "Fact",
    "Installation",
    "Ledger",
    "Objection",
    "Recorded",
    "RecordedFact",
    "Refused",
    "RegledgerError",
    "Submission",
    "__version__",
]

__version__ = "0.3.0"

_HOMES = {
    "AsHappened": "regledger.deciding.answers",
    "Fact": "regledger.log.facts",
    "Installation": "regledger.ledger",
    "Ledger": "regledger.ledger",
    "Objection": "regledger.law.objections",
    "Recorded": "regledger.deciding.answers",
    "RecordedFact": "regledger.log.facts",
    "Refused": "regledger.deciding.answers",
    "RegledgerError": "regledger.errors",
    "Submission": "regledger.deciding.answers",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'regledger' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
