"""Personal values of a command that was kept without them: a rule that reads one cannot be judged by it again."""

from __future__ import annotations

from typing import Any, NoReturn

from regledger.errors import RegledgerError
from regledger.history.bodies import PERSONAL
from regledger.log.personal import open_values
from regledger.log.personal.values import replaced
from regledger.log.text import Personal

__all__ = ["Unkept", "sealed"]

_NO_VALUE = "0" * 64


class _ValueNotKept(RegledgerError):
    """a personal value of this command is not kept with it"""


class Unkept:
    """The personal values that one command had, and whether anything asked what they said."""

    def __init__(self) -> None:
        self.read = False
        """Whether one was read; whoever read it may have caught the error."""

    def withheld(self, command: Any) -> Any:
        """`command` with every mark in the place of a personal value made a `Personal` whose value cannot be read."""
        gone: Any = _Gone(self)
        marks = {
            path: _Withheld(subject=one.subject, value=gone)
            for path, one in open_values(command)
            if one.value == PERSONAL
        }
        return replaced(command, "", marks) if marks else command

    def asked_of(self, error: BaseException) -> bool:
        """Whether `error` came of looking for such a value, also past its attribute, as by encoding it."""
        return self.read or _Gone.__name__ in str(error)


class _Gone:
    """Stands for the text where code looks past the attribute: comparing, hashing or showing the struct that holds it."""

    def __init__(self, unkept: Unkept) -> None:
        self._unkept = unkept

    def _read(self, *_: object) -> NoReturn:
        self._unkept.read = True
        raise _ValueNotKept

    __eq__ = __hash__ = __repr__ = __str__ = __bool__ = _read


class _Withheld(Personal, frozen=True, kw_only=True):
    @property
    def open(self) -> bool:
        return True

    @property
    def blank(self) -> bool:
        return False

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        return found._read() if name == "value" else found

    def __eq__(self, other: object) -> bool:
        return bool(self.value == other)

    def __hash__(self) -> int:
        return hash(self.value)


def sealed(body: Any) -> Any:
    """`body` as it could be recorded: a commitment to nothing in the place of each personal value that is still open."""
    marks = {path: Personal(subject=one.subject, commitment=_NO_VALUE) for path, one in open_values(body)}
    return replaced(body, "", marks) if marks else body
