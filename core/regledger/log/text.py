"""The kinds of text that a fact may carry: every text field is declared public or personal (DESIGN §2)."""

from __future__ import annotations

from typing import Annotated

import msgspec

__all__ = ["Code", "Id", "Personal", "Sha256", "Tag", "Text"]

Id = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$", extra={"privacy": "public"})]
"""A surrogate id: 1 to 64 letters, digits, `_` or `-`; never a name, never a person's number."""

Tag = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,31}:[A-Za-z0-9_-]{1,64}$", extra={"privacy": "public"})]
"""A whole tag, `kind:id`."""

Code = Annotated[str, msgspec.Meta(min_length=1, max_length=200, extra={"privacy": "public"})]
"""A code, number or article out of a published list, such as a credit code or a document number."""

Text = Annotated[str, msgspec.Meta(max_length=20_000, extra={"privacy": "public"})]
"""Public prose. What identifies a natural person who is not acting as an official does not belong here."""

Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$", extra={"privacy": "public"})]
"""A SHA-256 in lower-case hex."""


class Personal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A text that identifies a natural person.

    In a command and in a new fact it carries `value`; in a recorded fact only the commitment. The value and
    its salt lie encrypted in the personal store, under the key of `subject`.
    """

    subject: Annotated[
        str, msgspec.Meta(pattern=r"^([a-z][a-z0-9_]{0,31}:[A-Za-z0-9_-]{1,64})?$", extra={"privacy": "public"})
    ] = ""
    """Whose key it is under, as `kind:id`. Erasing the subject destroys the key."""
    commitment: Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?$", extra={"privacy": "public"})] = ""
    """SHA-256 in hex over domain, fact id, field path, salt and value."""
    value: Annotated[str, msgspec.Meta(max_length=20_000, extra={"privacy": "personal"})] = ""
    """The text itself; never in a recorded fact."""

    @property
    def open(self) -> bool:
        """Whether it still carries its text."""
        return bool(self.value)

    @property
    def blank(self) -> bool:
        """Whether its text is empty or white space. Ask this rather than its value: it can be answered of a kept command as well."""
        return not self.value.strip()
