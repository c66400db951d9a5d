"""What kind of file it is: by its first bytes where they say so, else by its name (IANA media types)."""

from __future__ import annotations

import mimetypes

__all__ = ["HEAD", "UNKNOWN", "media_type_of"]

HEAD = 64
"""How many of a file's first bytes are looked at."""

UNKNOWN = "application/octet-stream"

_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
)
_RIFF = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp"}
_ISO_BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"avif": "image/avif", b"qt  ": "video/quicktime"}
_ZIPPED = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".ofd": "application/ofd",
}


def media_type_of(head: bytes, name: str) -> str:
    """The media type of a file.

    Args:
        head: its first bytes, `HEAD` of them or fewer.
        name: its name, of which only the ending counts.
    """
    for beginning, found in _BEGINNINGS:
        if head.startswith(beginning):
            return found
    if head.startswith(b"RIFF") and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head[4:8] == b"ftyp":
        audio = "audio/mp4" if head[8:11] == b"M4A" else "video/mp4"
        return _ISO_BRANDS.get(head[8:12], audio)
    dot = name.rfind(".")
    ending = name[dot:].lower() if dot >= 0 else ""
    if head.startswith(b"PK\x03\x04"):
        return _ZIPPED.get(ending, "application/zip")
    # A table of its own: what the machine's files add would make the same file another kind on another machine.
    return mimetypes.MimeTypes(()).guess_type(f"file{ending}", strict=True)[0] or UNKNOWN
