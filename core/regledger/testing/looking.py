"""What a sector's tests look at beyond a command's answer: what is due, next and printed, registers, and the reference.

The functions of the platform, offered to tests: a plugin imports `regledger.sectors` and, in its tests, `regledger.testing`.
"""

from __future__ import annotations

from regledger.deciding.asserting import assert_rows
from regledger.history.documents import document_fields
from regledger.history.due import due
from regledger.history.steps import next_steps
from regledger.installation import Installation
from regledger.intake.importing import import_files
from regledger.log.envelope import Source
from regledger.sectors.declarations import Declarations
from regledger.sectors.reference import reference

__all__ = [
    "Declarations",
    "Installation",
    "Source",
    "assert_rows",
    "document_fields",
    "due",
    "import_files",
    "next_steps",
    "reference",
]
