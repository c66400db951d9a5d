"""The manifest of a back-up: which files belong to it, how large they are and what their bytes sum up to.

Format 1 is JSON (RFC 8259), indented by one space. `sha256` in it is that of the same document with this one field
empty, so a byte that changed in the manifest itself shows as well. It is written last and put in place by a rename: a
folder without one holds no finished back-up.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import msgspec

from regledger.errors import LaterFormat
from regledger.safekeeping.attached import digest_of, synced
from regledger.safekeeping.entries import Figure
from regledger.safekeeping.errors import BackupDamaged, BackupUnfinished

__all__ = [
    "ATTACHMENTS",
    "FORMAT",
    "MANIFEST",
    "Kept",
    "Manifest",
    "kept",
    "read_manifest",
    "write_manifest",
    "wrong_in",
]

FORMAT = 1
MANIFEST = "manifest.json"
ATTACHMENTS = "attachments"


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a back-up."""

    path: str
    """Below the folder, parted by `/`."""
    size: int
    """Bytes."""
    sha256: str
    """Of its bytes, in hex."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a back-up is of, and its files."""

    format: int
    ledger: str
    """The ledger's UUID."""
    name: str
    zone: str
    made_at: str
    """An instant, UTC."""
    release: str
    """The release of regledger that made it."""
    figure: Figure
    """The last fact, and the chain and commands up to it."""
    ledger_file: str
    values_file: str | None = None
    """The personal values, encrypted; None where there are none."""
    values: int = 0
    """How many."""
    keys: str | None = None
    """The id of the store that values and keys belong to; the keys themselves are never in the folder."""
    files: tuple[Kept, ...] = ()
    sha256: str = ""

    @property
    def attachments(self) -> list[str]:
        """The digests of the attachments, sorted."""
        parts = (one.path.split("/") for one in self.files)
        return sorted(part[1] + part[2] for part in parts if part[0] == ATTACHMENTS and len(part) == 3)


class _Format(msgspec.Struct):
    format: int


def kept(folder: Path, path: str, digest: str = "") -> Kept:
    """A file below `folder` as the manifest names it; read whole unless its digest is known."""
    file = folder / path
    return Kept(path=path, size=file.stat().st_size, sha256=digest or digest_of(file))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in the place of the earlier one, durably."""
    whole = msgspec.structs.replace(manifest, sha256=sha256(_shown(manifest)).hexdigest())
    draft = folder / f".{MANIFEST}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "wb") as file:
        file.write(_shown(whole))
        file.flush()
        os.fsync(handle)
    draft.replace(folder / MANIFEST)
    synced(folder)


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`; raises `BackupUnfinished`, `BackupDamaged` or `LaterFormat`."""
    path = folder / MANIFEST
    try:
        text = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise BackupUnfinished(folder=folder) from None
    except OSError as error:
        raise BackupDamaged(folder=folder, found=f"{MANIFEST} cannot be read ({error.strerror})") from error
    try:
        found = msgspec.json.decode(text, type=_Format).format
        if found > FORMAT:
            raise LaterFormat(path=path, found=found, known=FORMAT)
        manifest = msgspec.json.decode(text, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BackupDamaged(folder=folder, found=f"{MANIFEST} is not what was written ({error})") from None
    bare = msgspec.structs.replace(manifest, sha256="")
    if text != _shown(manifest) or sha256(_shown(bare)).hexdigest() != manifest.sha256:
        raise BackupDamaged(folder=folder, found=f"{MANIFEST} is not what was written")
    return manifest


def wrong_in(folder: Path, manifest: Manifest) -> list[str]:
    """Each file of the back-up that is not as the manifest says, and how."""
    wrong = []
    for one in manifest.files:
        file = folder / one.path
        if not file.is_file():
            wrong.append(f"{one.path} is missing")
        elif (size := file.stat().st_size) != one.size:
            wrong.append(f"{one.path} has {size} bytes, not {one.size}")
        elif digest_of(file) != one.sha256:
            wrong.append(f"{one.path} has other bytes than were written")
    return wrong


def _shown(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
