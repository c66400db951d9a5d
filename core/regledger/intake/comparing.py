"""Comparing: what a row says now against what the ledger holds of it, as the facts that are new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from regledger.intake.delimited import Layout
from regledger.intake.facts import MilestoneStated, Rewriting, RowChanged, RowRewritten, RowSeen
from regledger.intake.fields import named
from regledger.intake.known import Known, KnownExport, KnownFact, KnownRow
from regledger.intake.mapping import LoadedMapping
from regledger.intake.reading import RecordReader, Row, Stated
from regledger.intake.report import Rewritten
from regledger.log.envelope import Correction, Source
from regledger.log.facts import Fact, NewFact
from regledger.log.personal import ERASED
from regledger.log.text import Personal

__all__ = ["Comparison", "Told", "personal_subject"]

Slot = Stated | KnownFact


class Told(msgspec.Struct):
    """What is new about one row: one commit."""

    facts: list[NewFact]
    slots: list[Slot | None]
    """For each fact, what wants to know its number."""
    rewritten: list[Rewritten]
    uncompared: bool = False
    """True where a personal value could not be compared, as the personal store no longer has it."""


class Comparison:
    """Compares the rows of one export with what is known."""

    def __init__(
        self,
        loaded: LoadedMapping,
        layout: Layout,
        known: Known,
        *,
        seen_on: date,
    ) -> None:
        self._register = loaded.mapping.register.id
        self._zone = loaded.mapping.register.zone
        self._layout = layout
        self._known = known
        self._seen_on = seen_on
        self._once = {fact.type for record in loaded.mapping.record for fact in record.fact if fact.once}
        self._whole = loaded.mapping.register.export == "whole"
        self._others = [one for one in known.exports if (one.file, one.seen_on) != (layout.digest, seen_on)]
        self._previous: KnownExport | None = self._others[-1] if self._others else None
        # What another mapping read otherwise, or not at all, the register did not rewrite.
        self.same_mapping = not known.exports or known.exports[-1].mapping == loaded.digest

    # ── one row ─────────────────────────────────────────────────────────────────────────────────────────

    def told(self, row: Row, reader: RecordReader) -> Told:
        """What is new about `row`; the known row is brought up to it."""
        told = Told([], [], [])
        held = self._known.rows.get(row.id)
        if held is None or not held.key:
            held = self._first_seen(row, held, told)
        else:
            self._changed(row, held, reader, told)
        if held.dropped:
            held.dropped = False
            self._rewrite(told, held, "returned", None, "", _key(row.key), line=row.line)
        self._milestones(row, held, reader, told)
        self._real_facts(row, held, told)
        return told

    def _first_seen(self, row: Row, held: KnownRow | None, told: Told) -> KnownRow:
        if held is None:
            held = KnownRow(row.record, row.id, first_file=self._layout.digest)
            self._known.rows[row.id] = held
        held.key, held.concerns, held.values = row.key, row.concerns, row.values
        held.personal = dict(row.personal)
        body = RowSeen(
            **self._of(held),
            key=row.key,
            values=row.values,
            personal=_sealed(row.id, row.personal),
            seen_on=self._seen_on,
        )
        self._add(told, body, held, row.line, "")
        earliest = min((one for one in row.milestones.values() if one.on), key=_on, default=None)
        # An export of a part lacks most rows, and that says nothing of them.
        if self._whole and self.same_mapping and earliest is not None and self._late(earliest, held):
            self._rewrite(told, held, "said_later", earliest.column, "", _on(earliest).isoformat(), line=row.line)
        return held

    def _changed(self, row: Row, held: KnownRow, reader: RecordReader, told: Told) -> None:
        held.concerns = row.concerns
        columns = []
        if held.values != row.values:
            both = held.values.keys() | row.values.keys()
            columns = sorted(
                column
                for column in both & reader.value_columns
                if held.values.get(column, "") != row.values.get(column, "")
            )
        personal = {}
        for column in sorted(reader.personal_columns):
            text, before = row.personal.get(column, ""), held.personal.get(column, "")
            if before is None:
                told.uncompared = True
            elif before not in (text, ERASED):  # what was erased is never recorded anew
                personal[column] = text
        if not columns and not personal:
            return
        before_values = {column: held.values.get(column, "") for column in columns}
        now_values = {column: row.values.get(column, "") for column in columns}
        body = RowChanged(
            **self._of(held),
            before=before_values,
            now=now_values,
            personal=_sealed(row.id, personal),
            seen_on=self._seen_on,
        )
        held.values = {column: text for column, text in {**held.values, **now_values}.items() if text}
        held.personal = {column: text for column, text in {**held.personal, **personal}.items() if text != ""}
        self._add(told, body, held, row.line, named([*columns, *personal]))

    # ── dates ───────────────────────────────────────────────────────────────────────────────────────────

    def _milestones(self, row: Row, held: KnownRow, reader: RecordReader, told: Told) -> None:
        known_before = not any(isinstance(fact.body, RowSeen) for fact in told.facts)
        # In order of their days, so that the order of recording tells the same story.
        for name in sorted(reader.milestone_names, key=lambda one: _on(row.milestones.get(one))):
            now, before = row.milestones.get(name), held.milestones.get(name)
            if now is None:
                if before is None or before.on is None:
                    continue
                now = Stated(None, before.column)
            elif now.says(before):
                continue
            elif name in reader.latest and before is not None and before.on is not None and _on(now) > before.on:
                before = None
            body = MilestoneStated(
                **self._of(held),
                milestone=name,
                column=now.column,
                on=now.on,
                amounts=now.amounts,
                details=now.details,
                seen_on=self._seen_on,
            )
            correction = None
            if before is not None:
                correction = self._correction(before.number)
                now.number = before.number
            held.milestones[name] = now
            self._add(told, body, held, row.line, now.column, correction=correction, slot=None if before else now)
            stated_anew = before is not None or name not in reader.latest
            if known_before and self._previous is not None and self.same_mapping and stated_anew:
                kind = self._moved(before, now, held)
                if kind is not None:
                    was = "" if before is None or before.on is None else before.on.isoformat()
                    self._rewrite(
                        told, held, kind, now.column, was, now.on.isoformat() if now.on else "", line=row.line
                    )

    def _moved(self, before: Stated | None, now: Stated, held: KnownRow) -> Rewriting | None:
        if now.on is None:
            return "blanked"
        if before is None or before.on is None:
            return "said_later" if self._late(now, held) else None
        if now.on == before.on:
            return None
        return "backdated" if now.on < before.on else "postdated"

    def _late(self, stated: Stated, held: KnownRow) -> bool:
        last = self._last_read(held)
        return last is not None and _on(stated) < last.seen_on

    def _last_read(self, held: KnownRow) -> KnownExport | None:
        """The last earlier export that did not have the row and reject it: what it left out, it did not say."""
        return next((one for one in reversed(self._others) if one.read(held.id)), None)

    # ── real facts ──────────────────────────────────────────────────────────────────────────────────────

    def _real_facts(self, row: Row, held: KnownRow, told: Told) -> None:
        for name, (body, columns) in row.facts.items():
            before = held.facts.get(name)
            if before is not None and before.body == body:
                continue
            subject = next(type(body).__fact__.tags_of(body), "")
            giver = self._known.subjects.setdefault((name, subject), row.id)
            if giver != row.id and not self._once.isdisjoint(type(body).__fact__.names):
                continue
            slot = KnownFact(body, 0 if before is None else before.number)
            held.facts[name] = slot
            correction = None if before is None else self._correction(before.number)
            self._add(told, body, held, row.line, columns, correction=correction, slot=None if before else slot)

    # ── rows that are no longer there ───────────────────────────────────────────────────────────────────

    def gone(self, held: KnownRow, renumbered_to: KnownRow | None) -> Told:
        """A key that this whole export no longer has; `renumbered_to` is the new row with the same identity."""
        told = Told([], [], [])
        held.dropped = True
        if renumbered_to is None:
            self._rewrite(told, held, "dropped", None, _key(held.key), "")
        else:
            other = f"source:{renumbered_to.id}"
            self._rewrite(told, held, "renumbered", None, _key(held.key), _key(renumbered_to.key), also=(other,))
        return told

    # ── parts ───────────────────────────────────────────────────────────────────────────────────────────

    def _of(self, held: KnownRow) -> dict[str, Any]:
        return {"register": self._register, "record": held.record, "row": held.id, "concerns": held.concerns}

    def _correction(self, number: int) -> Correction:
        return Correction(number=number, reason="a later export states it otherwise", authority=self._register)

    def _add(
        self,
        told: Told,
        body: Fact,
        held: KnownRow,
        line: int,
        column: str,
        *,
        correction: Correction | None = None,
        slot: Slot | None = None,
    ) -> None:
        source = Source(register=self._register, file=self._layout.digest, row=line, column=column, key=_key(held.key))
        tag = (f"source:{held.id}",)
        told.facts.append(NewFact(body=body, zone=self._zone, tags=tag, corrects=correction, source=source))
        told.slots.append(slot)

    def _rewrite(
        self,
        told: Told,
        held: KnownRow,
        kind: Rewriting,
        column: str | None,
        before: str,
        now: str,
        *,
        also: tuple[str, ...] = (),
        line: int = 0,
    ) -> None:
        of = self._of(held)
        of["concerns"] = (*held.concerns, *also)
        last = self._last_read(held) if kind == "said_later" else self._previous
        body = RowRewritten(
            **of,
            kind=kind,
            column=column,
            before=before,
            now=now,
            previous_on=None if last is None else last.seen_on,
            seen_on=self._seen_on,
        )
        self._add(told, body, held, line, column or "")
        told.rewritten.append(
            Rewritten(
                record=held.record,
                key=_key(held.key),
                kind=kind,
                column=column or "",
                before=before,
                now=now,
                file=self._layout.path.name,
            )
        )


def _key(key: tuple[str, ...]) -> str:
    return " / ".join(key)


def _on(stated: Stated | None) -> date:
    return date.max if stated is None or stated.on is None else stated.on


def personal_subject(row: str) -> str:
    """Whose key the personal values of a row lie under: its own, so that erasing reaches exactly this row."""
    return f"source:{row}"


def _sealed(row: str, texts: Mapping[str, str]) -> dict[str, Personal]:
    """Personal values under the row's own key; blank ones without value."""
    return {column: Personal(subject=personal_subject(row), value=text) for column, text in texts.items()}
