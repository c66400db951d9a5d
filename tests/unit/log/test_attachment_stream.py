"""Encrypted files: what comes back is what went in, and nothing that was changed, moved or cut off comes back at all."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable

import pytest
from regledger.log.attachments.stream import CHUNK, LEAST, BadStream, opened, sealed, stored_print

KEY = bytes(range(32))
HEAD, BOX, PRINT = 54, CHUNK + 16, 32


def seal(plain: bytes, *, key: bytes = KEY, subject: str = "person:p1") -> bytes:
    blocks = [plain[start : start + CHUNK] for start in range(0, len(plain), CHUNK)]
    return b"".join(sealed(blocks, key=key, subject=subject, plain_digest=hashlib.sha256(plain).digest))


def open_(box: bytes, *, key: bytes = KEY, subject: str = "person:p1") -> bytes:
    return b"".join(opened(io.BytesIO(box), len(box), key=key, subject=subject))


@pytest.mark.parametrize("size", [1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_what_went_in_comes_out(size: int) -> None:
    """A file of any number of chunks, whole or not, is had back byte for byte and is as long as the layout says."""
    plain = os.urandom(size)

    box = seal(plain)

    assert open_(box) == plain
    assert len(box) == HEAD + size + 16 * -(-size // CHUNK) + PRINT
    assert plain[:64] not in box or size < 16


def test_the_shortest_file_is_as_long_as_is_said() -> None:
    """One byte of a file makes the shortest encrypted one."""
    assert len(seal(b"x")) == LEAST


def test_no_two_encryptions_share_their_bytes() -> None:
    """The same file under the same key is encrypted with a salt of its own each time, and is known again by its print."""
    plain = os.urandom(5000)

    one, other = seal(plain), seal(plain)

    assert one[HEAD:-PRINT] != other[HEAD:-PRINT]
    assert one[22:HEAD] != other[22:HEAD]
    assert stored_print(io.BytesIO(one), len(one)) == one[-PRINT:] == other[-PRINT:]
    assert seal(plain, key=bytes(32))[-PRINT:] != one[-PRINT:] != seal(plain, subject="person:p2")[-PRINT:]
    assert hashlib.sha256(plain).digest() not in one


def chunk(box: bytes, index: int) -> bytes:
    return box[HEAD + index * BOX : HEAD + (index + 1) * BOX]


MEDDLED: dict[str, Callable[[bytes], bytes]] = {
    "a bit of a chunk": lambda box: box[: HEAD + 5] + bytes([box[HEAD + 5] ^ 1]) + box[HEAD + 6 :],
    "a bit of the salt": lambda box: box[:30] + bytes([box[30] ^ 1]) + box[31:],
    "two chunks swapped": lambda box: box[:HEAD] + chunk(box, 1) + chunk(box, 0) + box[HEAD + 2 * BOX :],
    "a chunk twice": lambda box: box[:HEAD] + chunk(box, 0) + chunk(box, 0) + box[HEAD + 2 * BOX :],
    "a chunk left out": lambda box: box[:HEAD] + box[HEAD + BOX :],
    "cut off after a chunk": lambda box: box[: HEAD + 2 * BOX] + box[-PRINT:],
    "cut off in a chunk": lambda box: box[: HEAD + BOX + 1000] + box[-PRINT:],
    "cut off in the print": lambda box: box[:-1],
    "only a head": lambda box: box[:HEAD],
    "a chunk added": lambda box: box[:-PRINT] + box[HEAD : HEAD + BOX] + box[-PRINT:],
    "another beginning": lambda box: b"R" + box[1:],
    "nothing": lambda box: box[:0],
}


@pytest.mark.parametrize("how", MEDDLED)
def test_what_was_meddled_with_does_not_open(how: str) -> None:
    """Chunks that were changed, swapped, doubled, left out, added or cut off are noticed, wherever the file was cut."""
    box = seal(os.urandom(2 * CHUNK + 500))

    with pytest.raises(BadStream):
        open_(MEDDLED[how](box))


def test_nothing_is_given_out_of_a_chunk_that_does_not_open() -> None:
    """The chunks before the bad one are given, and nothing of it."""
    plain = os.urandom(2 * CHUNK + 500)
    box = bytearray(seal(plain))
    box[HEAD + 2 * BOX + 3] ^= 1
    given = []

    with pytest.raises(BadStream, match="chunk 3"):
        given.extend(opened(io.BytesIO(box), len(box), key=KEY, subject="person:p1"))

    assert b"".join(given) == plain[: 2 * CHUNK]


@pytest.mark.parametrize("wrong", [{"key": bytes(32)}, {"subject": "person:p2"}], ids=["key", "subject"])
def test_only_its_own_key_opens_it(wrong: dict[str, bytes]) -> None:
    """Neither another key nor the right one in the name of another subject opens a file."""
    with pytest.raises(BadStream, match="does not open under the key of"):
        open_(seal(b"secret"), **wrong)  # type: ignore[arg-type]


def test_a_plain_file_has_no_print() -> None:
    """What is no encrypted file is not taken for one."""
    assert stored_print(io.BytesIO(b"x" * 500), 500) == b""
