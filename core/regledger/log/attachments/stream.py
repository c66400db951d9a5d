"""Personal files, encrypted in chunks: the STREAM construction over AES-256-GCM.

Source: Hoang, Reyhanitabar, Rogaway and Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance",
CRYPTO 2015, section 7 (STREAM); the nonce and the rule for the last chunk are those of the age file format (age-encryption.org/v1,
"Payload"), as Tink's streaming AEAD has them too. So a file of any size is encrypted and read in constant memory, no
plaintext is given out that was not authenticated, and chunks that were swapped, doubled, left out or cut off at the end
are noticed.

Layout, version 1, all integers big-endian:

    22 bytes   "regledger/attachment 1"
    32 bytes   salt, random for each file
    n chunks   each AES-256-GCM of 1 MiB of the file (the last one: 1 byte to 1 MiB) and its 16-byte tag
    32 bytes   print: HMAC-SHA256 of the plain file's SHA-256, so that the same file is known again without being decrypted

    file key   HKDF-SHA256(subject's key, salt, "regledger/attachment/1/file" ‖ subject)
    print key  HKDF-SHA256(subject's key, no salt, "regledger/attachment/1/print" ‖ subject)
    nonce      11 bytes: the chunk's index from 0; 1 byte: 1 for the last chunk, else 0

One file key encrypts one file only, for its salt is random; so a nonce is never used twice under a key.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Iterable, Iterator
from typing import IO

__all__ = ["CHUNK", "LEAST", "BadStream", "opened", "print_of", "sealed", "stored_print"]

CHUNK = 1 << 20
"""Bytes of the plain file in a chunk."""

_MAGIC = b"regledger/attachment 1"
_SALT, _TAG, _PRINT = 32, 16, 32
_HEAD = len(_MAGIC) + _SALT

LEAST = _HEAD + 1 + _TAG + _PRINT
"""Bytes of the shortest encrypted file."""


class BadStream(ValueError):
    """Why an encrypted file cannot be read; the store says which file it was."""


def sealed(blocks: Iterable[bytes], *, key: bytes, subject: str, plain_digest: Callable[[], bytes]) -> Iterator[bytes]:
    """The encrypted file, piece by piece.

    Args:
        blocks: the plain file in blocks of `CHUNK` bytes, only the last one shorter and none empty.
        key: the subject's key, 32 bytes.
        subject: whose key it is, as `kind:id`.
        plain_digest: gives the SHA-256 of the plain file once all blocks were taken.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - 20 ms that few need

    salt = os.urandom(_SALT)
    yield _MAGIC + salt
    cipher = AESGCM(_derived(key, salt, b"file", subject))
    index, held = 0, None
    for block in blocks:
        if held is not None:
            yield cipher.encrypt(_nonce(index, last=False), held, None)
            index += 1
        held = block
    yield cipher.encrypt(_nonce(index, last=True), held or b"", None)
    yield print_of(plain_digest(), key=key, subject=subject)


def opened(file: IO[bytes], size: int, *, key: bytes, subject: str) -> Iterator[bytes]:
    """The plain file, chunk by chunk, each authenticated before it is given.

    Args:
        file: the encrypted file, at its beginning.
        size: its bytes.

    Raises:
        BadStream: it is no such file, is cut short, or was not encrypted so under this key.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    head = file.read(_HEAD)
    if not head.startswith(_MAGIC) or size < LEAST:
        raise BadStream("it is no encrypted attachment of a version that this release reads")
    cipher = AESGCM(_derived(key, head[len(_MAGIC) :], b"file", subject))
    left, index = size - _HEAD - _PRINT, 0
    while left:
        length = min(left, CHUNK + _TAG)
        box = file.read(length)
        left -= length
        try:
            plain = cipher.decrypt(_nonce(index, last=not left), box, None)
        except (InvalidTag, ValueError):
            raise BadStream(f"its chunk {index + 1} does not open under the key of {subject}") from None
        yield plain
        index += 1


def print_of(plain_digest: bytes, *, key: bytes, subject: str) -> bytes:
    """What tells the same plain file again under the same key, and says nothing to whoever lacks the key."""
    return hmac.digest(_derived(key, None, b"print", subject), plain_digest, hashlib.sha256)


def stored_print(file: IO[bytes], size: int) -> bytes:
    """The print at the end of an encrypted file; empty where it is none."""
    if size < LEAST or file.read(len(_MAGIC)) != _MAGIC:
        return b""
    file.seek(size - _PRINT)
    return file.read(_PRINT)


def _derived(key: bytes, salt: bytes | None, purpose: bytes, subject: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    info = b"regledger/attachment/1/" + purpose + subject.encode()
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(key)


def _nonce(index: int, *, last: bool) -> bytes:
    return index.to_bytes(11, "big") + bytes([last])
