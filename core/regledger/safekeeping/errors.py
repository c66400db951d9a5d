"""What can stand against copying, backing up, restoring and upgrading a ledger."""

from __future__ import annotations

from regledger.errors import RegledgerError

__all__ = [
    "BackupBusy",
    "BackupDamaged",
    "BackupUnfinished",
    "BadFile",
    "CommitCut",
    "CopyDiffers",
    "CopyOntoItself",
    "FolderOfLedger",
    "FolderTaken",
    "KeysInFolder",
    "KeysUnfit",
    "KeysUnsaid",
    "NumberUnknown",
    "OtherLedger",
    "TargetAhead",
    "TargetDiverged",
    "TargetInBackup",
]


class CopyOntoItself(RegledgerError):
    """{source} and {target} are the same: both keep {what}. Nothing was changed. Name another place to copy to."""


class CommitCut(RegledgerError):
    """Fact {number} of {source} stands in the middle of a commit, which is whole or not there at all. Nothing was changed. Name {before} or {after}."""


class OtherLedger(RegledgerError):
    """{target} keeps another ledger, {found}, not {wanted}. Nothing was changed. Name an empty place, or one that holds an earlier copy of this ledger."""


class TargetAhead(RegledgerError):
    """{target} holds {found} facts of this ledger, more than the {head} that are to come from {source}. Nothing was changed. Copy the other way round if those are the right ones; else name an empty place."""


class TargetDiverged(RegledgerError):
    """{target} is not a copy of {source}: from fact {number} on they differ. Nothing was changed. Find out which of the two was written to after they were copied, and name an empty place."""


class NumberUnknown(RegledgerError):
    """{source} has no fact {number}; its last one is {head}. Nothing was changed. Name a number up to that one."""


class CopyDiffers(RegledgerError):
    """{target} is not equal to {source}: {found}. Keep the original, and run "regledger doctor" on both."""


class BadFile(RegledgerError):
    """{path} cannot be read or written: {found}. {remedy}"""


class FolderTaken(RegledgerError):
    """{folder} holds {found}, which belongs to no back-up. Nothing was changed. Name an empty folder, or that of an earlier back-up of this ledger."""


class FolderOfLedger(RegledgerError):
    """{folder} and {file}, which belongs to the ledger itself, lie in one another. Nothing was changed. Name a folder of its own for the back-up, best on another disk."""


class TargetInBackup(RegledgerError):
    """{target} lies in {folder}, which holds a back-up and nothing else. Nothing was changed. Name a place outside of it."""


class BackupBusy(RegledgerError):
    """Another back-up into {folder} is running. Wait until it is done, then run it again."""


class BackupUnfinished(RegledgerError):
    """{folder} holds no finished back-up: manifest.json is not there. Run "regledger backup" into it again, or name another folder."""


class BackupDamaged(RegledgerError):
    """The back-up in {folder} is damaged: {found}. Take an earlier back-up or another copy of this one, and back up into another folder."""


class KeysUnsaid(RegledgerError):
    """{ledger} keeps personal values, and nothing was said of their keys. Add --keys FILE, on another disk than the back-up, or --no-keys where the keys are kept otherwise."""


class KeysInFolder(RegledgerError):
    """{keys} lies in {folder}, and keys beside the values that they open protect nobody. Nothing was changed. Name a file elsewhere, best on another disk."""


class KeysUnfit(RegledgerError):
    """{keys} cannot open the personal values of this ledger: {found}. Nothing was changed. {remedy}"""
