"""Commands of a line: what a mapping sends to be judged, bound to the columns of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec

from regledger.deciding.answers import Sent, Submission
from regledger.deciding.handlers import Command, Handlers
from regledger.errors import BadTag, UnknownCommand
from regledger.intake.fields import BadRow, BodyReader, Cells
from regledger.intake.forms import CommandForm
from regledger.intake.mapping import LoadedMapping
from regledger.log.tags import split_tag

__all__ = ["CommandReader", "command_readers"]


class CommandReader:
    """One `[[command]]`, bound to the columns of a file and to the command's declaration.

    Args:
        ordinal: which of the mapping's commands of that name it is, from 1.
        sent: who imports, and how they are known.

    Raises:
        BadMapping: a command or field that is not there.
    """

    def __init__(
        self,
        loaded: LoadedMapping,
        form: CommandForm,
        ordinal: int,
        at: Mapping[str, int],
        handlers: Handlers,
        sent: Sent,
    ) -> None:
        where = f"command.{form.name}"
        try:
            handler = handlers.named(form.name)
        except UnknownCommand as error:
            raise loaded.bad(
                where, "names a command that nothing installed declares", error.details["remedy"]
            ) from None
        if form.as_happened is not None and not handler.world:
            raise loaded.bad(
                f"{where}.as_happened",
                "stands for an act of the platform, which is refused where it is unlawful",
                "Leave it out.",
            )
        _check_as_happened(loaded, f"{where}.as_happened", form)
        self._form = form
        self._body: BodyReader[Command] = BodyReader(
            loaded, where, form.name, handler.command, form.fields, at, form.personal
        )
        self._register = loaded.mapping.register
        self._ordinal = ordinal
        self._sent = sent
        self._key = [(column, at[column]) for column in form.key]
        self._needed = [at[column] for column in form.when]

    def read(self, cells: Cells) -> Submission | None:
        """The command that a line gives, or None where it gives none; raises `BadRow`."""
        if not all(cells[index] for index in self._needed):
            return None
        key = []
        for column, index in self._key:
            if not cells[index]:
                raise BadRow(column, "is blank, and is part of the key")
            key.append(cells[index])
        # By name and not by place, so that a command added to the mapping leaves the keys of the others alone.
        named = [self._register.id, self._form.name, self._ordinal, *key]
        return Submission(
            command=self._form.name,
            body=msgspec.to_builtins(self._body.read(cells)),
            key=msgspec.json.encode(named).decode(),
            **self._sent,
            channel="import",
            as_happened=self._form.as_happened,
            zone=self._register.zone,
        )


def _check_as_happened(loaded: LoadedMapping, where: str, form: CommandForm) -> None:
    if form.as_happened is None:
        return
    if not form.as_happened.reason.strip():
        raise loaded.bad(where, "gives no reason", "Say why what happened is recorded although it was unlawful.")
    try:
        split_tag(form.as_happened.approver)
    except BadTag:
        raise loaded.bad(
            where,
            f"names approver {form.as_happened.approver!r}, which is not of the form kind:id",
            "Write officer:li.",
        ) from None


def command_readers(
    loaded: LoadedMapping, at: Mapping[str, int], handlers: Handlers, sent: Sent
) -> list[CommandReader]:
    """The readers of every `[[command]]`, in the order in which a line's commands are sent."""
    met: Counter[str] = Counter()
    readers = []
    for form in loaded.mapping.command:
        met[form.name] += 1
        readers.append(CommandReader(loaded, form, met[form.name], at, handlers, sent))
    return readers
