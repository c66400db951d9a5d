"""Trying a draft: past decisions taken again under a sector that is being written, and those that would change.

What is installed and the draft may be two versions of one package, which no process can hold at once. So each side is a process of
its own that takes the same decisions again, the installed side passing what they came to on to the draft's, which compares.
"""

from __future__ import annotations

from regledger.history.trial.protocol import Shifted, Trial, Tried, Undecided
from regledger.history.trial.running import DraftBroken, NoSuchCommand, TrialFailed, tried
from regledger.history.trial.sides import reading

__all__ = [
    "DraftBroken",
    "NoSuchCommand",
    "Shifted",
    "Trial",
    "TrialFailed",
    "Tried",
    "Undecided",
    "reading",
    "tried",
]
