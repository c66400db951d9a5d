"""Files that hold an officer's private key: PKCS 8 in PEM, readable for their owner alone, with a passphrase or without."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import TYPE_CHECKING

from regledger.errors import RegledgerError
from regledger.log.plain_file import open_plain

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["PASSPHRASE", "KeyFileExists", "KeyFileUnusable", "is_encrypted", "load", "make", "public_text"]

LARGEST = 65536
"""Bytes that are read of a key's file; one has about 200."""

PASSPHRASE = "REGLEDGER_KEY_PASSPHRASE"
"""The variable that may hold the passphrase of a key's file."""


class KeyFileExists(RegledgerError):
    """There is a file at {path} already, and a key that is overwritten can never sign again; nothing was changed. Name another file."""


class KeyFileUnusable(RegledgerError):
    """{path} holds no key to sign with: {found}. Name a file that "regledger key new" made, or make one with it."""


def make(path: Path, passphrase: str) -> Ed25519PrivateKey:
    """A new key, durable in a new file of mode 0600; encrypted where `passphrase` is not empty.

    Raises:
        KeyFileExists: nothing is ever overwritten.
    """
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - help needs none of it
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    private = Ed25519PrivateKey.generate()
    raw = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else serialization.NoEncryption(),
    )
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyFileExists(path=path) from None
    with open(handle, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(handle)
    return private


def load(path: Path, passphrase: str) -> Ed25519PrivateKey:
    """The key in the file.

    Raises:
        KeyFileUnusable: it cannot be read, others may read it, the passphrase is wrong or missing, or it is of another kind.
    """
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - help needs none of it
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    try:
        raw, mode = _read(path)
    except OSError as error:
        raise KeyFileUnusable(path=path, found=error.strerror or str(error)) from None
    if os.name == "posix" and mode & 0o077:
        raise KeyFileUnusable(path=path, found=f'others may read it, so it may have been copied; "chmod 600 {path}"')
    try:
        private = load_pem_private_key(raw, passphrase.encode() or None)
    except TypeError:
        found = "it has no passphrase, and one was given" if passphrase else "it has a passphrase, and none was given"
        raise KeyFileUnusable(path=path, found=found) from None
    except (ValueError, UnsupportedAlgorithm):
        found = "it is no private key in PEM, or the passphrase is wrong"
        raise KeyFileUnusable(path=path, found=found) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyFileUnusable(path=path, found="its key is not of Ed25519")
    return private


def is_encrypted(path: Path) -> bool:
    """Whether the file asks for a passphrase; False where it cannot be read, which `load` then says."""
    try:
        return b"ENCRYPTED" in _read(path)[0].partition(b"\n")[0]
    except OSError:
        return False


def _read(path: Path) -> tuple[bytes, int]:
    """What is in the file, and its mode; of the same file, whatever is put in its place meanwhile."""
    with open(open_plain(path, os.O_RDONLY), "rb") as file:
        return file.read(LARGEST), os.fstat(file.fileno()).st_mode


def public_text(private: Ed25519PrivateKey) -> str:
    """The public key in base64url without padding, as `officer.register_key` takes it."""
    return base64.urlsafe_b64encode(private.public_key().public_bytes_raw()).decode().rstrip("=")
