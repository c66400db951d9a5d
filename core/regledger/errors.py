"""Everything that regledger itself can say went wrong.

An exception's docstring *is* its message: it names what is wrong, where, and the remedy, and its
placeholders are the keyword arguments that the error carries as data.
"""

from __future__ import annotations

import inspect
from typing import Any

__all__ = [
    "BadCommand",
    "BadFact",
    "BadTag",
    "CommitUnknown",
    "Conflict",
    "DeclaredTwice",
    "EntryTooLarge",
    "LaterFormat",
    "LawError",
    "LedgerExists",
    "LedgerMissing",
    "NotALedger",
    "PersonalStoreError",
    "RegledgerError",
    "StoreBusy",
    "StoreFull",
    "StoreReadOnly",
    "StoreUnreachable",
    "SubjectUnknown",
    "UnknownCommand",
    "UnknownFact",
    "UpcasterMissing",
]


class RegledgerError(Exception):
    """regledger could not do what was asked."""

    def __init__(self, **details: Any) -> None:
        self.details = details
        template = " ".join(inspect.cleandoc(type(self).__doc__ or "").split())
        super().__init__(template.format(**details))

    def __reduce__(self) -> Any:
        return (_rebuild, (type(self), self.details))


def _rebuild(kind: type[RegledgerError], details: dict[str, Any]) -> RegledgerError:
    return kind(**details)


class LedgerMissing(RegledgerError):
    """There is no ledger at {path}. Make one with "regledger init --ledger {url}", or name another."""


class LedgerExists(RegledgerError):
    """There is a ledger at {path} already; nothing was changed. Name another place, or use this one."""


class NotALedger(RegledgerError):
    """{path} is not a regledger ledger: {found}. Nothing was changed. Name the ledger's own file."""


class LaterFormat(RegledgerError):
    """{path} is of format {found}; this release reads format {known} and earlier. Install a later release."""


class StoreFull(RegledgerError):
    """There is no room left to write {path}; nothing was recorded. Free space on that disk, then send again."""


class StoreReadOnly(RegledgerError):
    """{path} cannot be written: {found}. Nothing was recorded. Make it and its folder writable, then send again."""


class StoreBusy(RegledgerError):
    """{path} was locked by another writer for {waited} seconds; nothing was recorded. Send again."""


class StoreUnreachable(RegledgerError):
    """{path} cannot be reached: {found}. Nothing was recorded. Start that server, or correct host and port in the URL, then send again."""


class CommitUnknown(RegledgerError):
    """The connection to {path} was lost while {facts} were being recorded as {first} to {last}, and the server has not answered since ({found}): whether they stand is shown when it answers again. Send the same again with the same key: what stands is not recorded twice."""


class Conflict(RegledgerError):
    """Somebody else recorded fact {number} on the same subject first; nothing was recorded. Read again and send again."""


class DeclaredTwice(RegledgerError):
    """{what} {name} is declared twice, by {one} and by {other}. Rename one of them, or remove one of the two."""


class BadTag(RegledgerError):
    """Tag {tag!r} cannot be used: {found}. A tag is kind:id, its id of 1 to 64 letters, digits, "_" or "-", its kind declared."""


class BadFact(RegledgerError):
    """{type} cannot be recorded: {found}. Mend {field} and send again."""


class EntryTooLarge(RegledgerError):
    """{type} is {size} bytes as an entry and the limit is {limit}. Attach what is large as a file, with "regledger attach SUBJECT FILE", and shorten the text."""


class UnknownFact(RegledgerError):
    """{type} version {version} is declared by nothing that is installed. Install the sector that declares it, or its later release."""


class UpcasterMissing(RegledgerError):
    """{type} is at version {version} and nothing lifts version {missing}. Declare an upcaster from {missing}."""


class UnknownCommand(RegledgerError):
    """There is no command {name!r}. {remedy}"""


class BadCommand(RegledgerError):
    """{name}: {found}. Mend {field} and send again."""


class SubjectUnknown(RegledgerError):
    """Nothing is recorded about {subject}. Look for it with "regledger find TEXT"."""


class LawError(RegledgerError):
    """Legal data {where} cannot be used: {found}. {remedy}"""


class PersonalStoreError(RegledgerError):
    """The personal store beside {path} cannot be used: {found}. {remedy}"""
