"""A ledger kept safe: copied from one store to another, backed up while writing goes on, restored, upgraded."""

from __future__ import annotations

from regledger.safekeeping.backing_up import Backed, backup
from regledger.safekeeping.copying import Copied, copy
from regledger.safekeeping.manifest import Manifest
from regledger.safekeeping.progress import Progress, Tell
from regledger.safekeeping.restoring import Restored, check_backup, restore
from regledger.safekeeping.upgrading import Upgrade, plan_upgrade, upgrade

__all__ = [
    "Backed",
    "Copied",
    "Manifest",
    "Progress",
    "Restored",
    "Tell",
    "Upgrade",
    "backup",
    "check_backup",
    "copy",
    "plan_upgrade",
    "restore",
    "upgrade",
]
