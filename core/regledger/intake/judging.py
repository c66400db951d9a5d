"""Judging one file: each line's commands are decided through the ledger's one door, all of them or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from regledger.deciding.answers import Recorded, Refused, Submission
from regledger.deciding.keeping import key_tag
from regledger.errors import BadCommand, BadFact, BadTag, EntryTooLarge, RegledgerError
from regledger.intake.commands import CommandReader
from regledger.intake.delimited import Layout, Line, lines_of
from regledger.intake.fields import BadRow
from regledger.intake.reading import Reader
from regledger.intake.rejects import Rejects
from regledger.law.objections import Objection
from regledger.log.facts import Fact, RecordedFact

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Judging"]

_BATCH = 50  # lines between two reports of progress; each line is durable by itself


class Judging:
    """Judging one file; its counts are whole when `batches` ends.

    Args:
        commands: those of the mapping, bound to the file.
        actor: who imports, as `kind:id`.
        earlier: who imported into the register before. A key belongs to the actor who sent it first.
    """

    def __init__(
        self,
        ledger: Ledger,
        layout: Layout,
        reader: Reader,
        commands: Sequence[CommandReader],
        actor: str,
        earlier: Collection[str],
    ) -> None:
        self._ledger = ledger
        self._layout = layout
        self._reader = reader
        self._commands = commands
        self._earlier = [one for one in earlier if one != actor]
        self.rows = self.new = self.changed = self.refused = 0
        self.share = 0.0
        """How much of the file's lines was judged."""
        self.types: Counter[str] = Counter()
        """Facts recorded, by type."""
        self._warned = self._defective = 0

    @property
    def notes(self) -> list[str]:
        """What the counts do not tell."""
        told = ((self._warned, "with warnings"), (self._defective, "as they happened, with defects"))
        return [f'{rows} rows were recorded {how}; "regledger explain" shows them' for rows, how in told if rows]

    def batches(self, rejects: Rejects) -> Iterator[int]:
        """How many facts were recorded, now and then."""
        lines = lines_of(self._layout)
        while batch := list(islice(lines, _BATCH)):
            recorded = 0
            for line in batch:
                try:
                    recorded += self._judged(line)
                except BadRow as bad:
                    rejects.add(line, bad.column, bad.reason)
            self.rows += len(batch)
            self.share = min(batch[-1].number / self._layout.lines, 1.0)
            yield recorded

    def _judged(self, line: Line) -> int:
        if line.problem:
            raise BadRow("", line.problem)
        cells = self._reader.cells(line.cells)
        submissions = [self._as_before(one) for command in self._commands if (one := command.read(cells)) is not None]
        new = [one for one in self._answers(submissions) if not one.again]
        self.types.update(name for answer in new for name in answer.facts)
        self.new += bool(new)
        self._warned += any(answer.warnings for answer in new)
        self._defective += any(answer.defects for answer in new)
        return sum(len(answer.numbers) for answer in new)

    def _answers(self, submissions: Sequence[Submission]) -> list[Recorded]:
        """What was recorded, now or before; raises `BadRow` where nothing was."""
        if not submissions:
            return []
        try:
            answers = self._ledger.submit_all(submissions)
        except (BadCommand, BadFact, BadTag, EntryTooLarge) as error:
            return self._otherwise(submissions, error)
        refused = [one for answer in answers if isinstance(answer, Refused) for one in answer.objections]
        if refused:
            self.refused += 1
            raise BadRow("", " | ".join(self._said(one) for one in refused))
        return [answer for answer in answers if isinstance(answer, Recorded)]

    def _otherwise(self, submissions: Sequence[Submission], error: RegledgerError) -> list[Recorded]:
        """A key was recorded with another body: no matter where that was corrected to what the line says meanwhile."""
        for index, one in enumerate(submissions):
            before = list(self._ledger.facts(tags=[key_tag(one)])) if self._is_bad(one) else []
            if before and self._stands(one, before):
                return self._answers([*submissions[:index], *submissions[index + 1 :]])
            if before:
                number = before[0].number
                raise BadRow(
                    "",
                    f"{one.command}: says something else than before, when it was recorded as fact {number}. "
                    f"Correct that fact with fact.correct (number {number}, the whole new body, why), or mend the row.",
                )
        raise BadRow("", str(error))

    def _is_bad(self, submission: Submission) -> bool:
        try:
            self._ledger.check(submission)
        except BadCommand:
            return True
        return False

    def _stands(self, submission: Submission, before: Sequence[RecordedFact]) -> bool:
        """Whether what now stands in the place of `before` is what the command would bring about."""
        standing = []
        for fact in before:
            if not isinstance(fact.body, Fact):
                return False
            subject = next(type(fact.body).__fact__.tags_of(fact.body), "")
            places = {one.corrects.number if one.corrects else one.number: one.body for one in self._standing(subject)}
            standing.append(places.get(fact.number))
        draft = self._ledger.check(msgspec.structs.replace(submission, key=""))
        return standing == [new.body for new in draft.facts]

    def _standing(self, subject: str) -> Sequence[RecordedFact]:
        return self._ledger.standing(subject) if subject else ()

    def _as_before(self, submission: Submission) -> Submission:
        """`submission` as whoever sent its key first; it is never recorded under that name, only known again."""
        for actor in self._earlier:
            before = msgspec.structs.replace(submission, actor=actor)
            if any(self._ledger.facts(tags=[key_tag(before)], limit=1)):
                return before
        return submission

    def _said(self, objection: Objection) -> str:
        said = self._ledger.texts.say(objection)
        return f"{objection.rule}: {said['found']}. {said['remedy']}".rstrip()
