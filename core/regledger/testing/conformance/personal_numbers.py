"""Numbers and addresses that belong to a person, as they look."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["personal_number"]

_MOBILE = re.compile(r"(?<![0-9A-Za-z])(?:(?:\+|00)?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9A-Za-z])")
_RESIDENT = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{5}[- ]?[0-9]{8}[- ]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])")
_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


def personal_number(text: str) -> str:
    """What of a person stands in `text`: `resident id` (GB 11643, by its check digit), `mobile number` or `e-mail address`.

    Digits may be full-width, and stand in groups.

    Example:
        >>> personal_number("call 13812345678")
        'mobile number'
        >>> personal_number("91430100MA4L16JQ9D")
        ''
    """
    from stdnum.cn import ric  # noqa: PLC0415 - only where a sector is checked

    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    if any(ric.is_valid(found[0].replace("-", "").replace(" ", "")) for found in _RESIDENT.finditer(text)):
        return "resident id"
    if _MOBILE.search(text):
        return "mobile number"
    return "e-mail address" if _ADDRESS.search(text) else ""
