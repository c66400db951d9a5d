"""Media types: the first bytes say what a file is, and its name only where they do not."""

from __future__ import annotations

import pytest
from regledger.log.attachments.media import UNKNOWN, media_type_of

FILES = [
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "a.png", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a", "image/png"),
    (b"%PDF-1.7", "a.txt", "application/pdf"),
    (b"\0\0\0\x18ftypmp42", "a", "video/mp4"),
    (b"\0\0\0\x18ftypM4A ", "a", "audio/mp4"),
    (b"\0\0\0\x14ftypqt  ", "a", "video/quicktime"),
    (b"\0\0\0\x14ftypheic", "IMG_1.HEIC", "image/heic"),
    (b"RIFF\0\0\0\0WAVEfmt ", "a.mp3", "audio/wav"),
    (b"RIFF\0\0\0\0WEBPVP8 ", "a", "image/webp"),
    (b"PK\x03\x04", "a.zip", "application/zip"),
    (b"PK\x03\x04", "A.DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("现场笔录".encode(), "笔录.txt", "text/plain"),
    (b"a,b", "a.csv", "text/csv"),
    (b"??", "no_ending", UNKNOWN),
    (b"??", "a.qqqq", UNKNOWN),
]


@pytest.mark.parametrize(("head", "name", "found"), FILES)
def test_a_file_is_known_by_its_beginning_and_else_by_its_name(head: bytes, name: str, found: str) -> None:
    """What the first bytes say counts, whatever the name says; text and the like go by the ending."""
    assert media_type_of(head, name) == found
