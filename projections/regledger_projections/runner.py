"""The projection runner: reads the stream from a read model's own checkpoint and brings its rows on.

Every step ends at the end of a commit, so no reader of a view sees half a decision. A step keeps the facts that bear on
each key and folds the touched keys again from all their standing facts; rows, kept facts and checkpoint are written as one.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Callable, Mapping, Sequence

import msgspec
from eventsourcing.dcb.api import DCBEvent
from regledger.history.standing import standing
from regledger.log.catalogue import Catalogue
from regledger.log.entry import Entry, parse_entry
from regledger.log.envelope import Commit
from regledger.log.facts import RecordedFact, Unknown
from regledger.log.recorder import StoredEvent
from regledger.log.withdrawal import FactWithdrawn
from regledger.views import ReadModel, Row

from regledger_projections.chain import Place, start_of
from regledger_projections.errors import ProjectionStuck, StreamBehind, StreamDiverged, ViewBusy, ViewsUnfit
from regledger_projections.logs import logger
from regledger_projections.reader import StreamReader
from regledger_projections.stream import Message
from regledger_projections.targets import Change, Checkpoint, Kept, Target

__all__ = ["Runner"]

_log = logger()
_LOOK = 5.0
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
_WITHDRAWN = FactWithdrawn.__fact__.name


class _Mark(msgspec.Struct):
    commit: Commit


_marks = msgspec.json.Decoder(_Mark)


class _Arrived(msgspec.Struct, frozen=True):
    """A message whose place in the chain was proven."""

    place: Place
    data: bytes
    entry: Entry
    commit: Commit


class _Poison(Exception):
    """A fact that the read model cannot fold."""

    def __init__(self, number: int, found: str) -> None:
        super().__init__(found)
        self.number = number


class Runner:
    """Keeps one read model in one target up with one stream.

    Args:
        ledger_id: the ledger's UUID.
        catalogue: decodes facts; what it does not declare is passed over.
        target: where the rows are kept.
        reader: makes a reader of the master stream after a number.
        step: the most facts folded in one step, unless a single commit is larger.
        patience: seconds to wait for the next message where `run` is to end at a number.
    """

    def __init__(
        self,
        ledger_id: str,
        catalogue: Catalogue,
        target: Target,
        reader: Callable[[int], StreamReader],
        *,
        step: int = 400,
        patience: float = math.inf,
    ) -> None:
        self.target = target
        self.model: ReadModel = target.model
        self.number = 0
        """The last number that is in the rows."""
        self._ledger_id = ledger_id
        self._catalogue = catalogue
        self._new_reader = reader
        self._step = step
        self._patience = patience
        self._types = frozenset(catalogue.named(self.model.types))
        self._columns = tuple(self.model.columns)
        self._known: dict[int, RecordedFact] = {}

    async def run(self, *, until: int | None = None) -> int:
        """Project for ever, or until `until` is in the rows; the last number that is.

        Raises:
            ProjectionStuck: a fact that the read model cannot fold; everything before its commit is in the rows.
            StreamBehind: nothing came for as long as `patience` says, and `until` is not in the rows.
            StreamDiverged: the stream's chain is broken.
            ViewsUnfit: the rows were made of another ledger or another history.
            nats.errors.Error: the connection is gone.
        """
        while True:
            place = await self._resume()
            if until is not None and place.number >= until:
                return place.number
            reader = self._new_reader(place.number)
            try:
                return await self._follow(reader, place, until)
            except ViewBusy as busy:
                _log.info("view busy", view=self.model.name, number=busy.details["number"])
            finally:
                await reader.close()

    async def _resume(self) -> Place:
        checkpoint = await self.target.open()
        place = start_of(self._ledger_id) if checkpoint is None else checkpoint.place
        if checkpoint is not None and checkpoint.ledger != self._ledger_id:
            raise self._unfit(f"it was built from ledger {checkpoint.ledger}")
        self.number = place.number
        self._known.clear()
        return place

    def _unfit(self, found: str) -> ViewsUnfit:
        return ViewsUnfit(view=self.model.name, where=self.target.where, found=found)

    async def _follow(self, reader: StreamReader, place: Place, until: int | None) -> int:
        waiting: list[_Arrived] = []
        arrived = place
        now = asyncio.get_running_loop().time
        heard = now()
        while until is None or self.number < until:
            messages = await reader.read(min(_LOOK, self._patience))
            if messages:
                heard = now()
            elif until is not None and now() >= heard + self._patience:
                raise StreamBehind(
                    view=self.model.name, stream=reader.stream, number=arrived.number, head=until, waited=self._patience
                )
            for message in messages:
                waiting.append(self._prove(message, arrived, reader.stream, first=arrived is place))
                arrived = waiting[-1].place
            while (until is None or self.number < until) and (size := self._whole(waiting)) > 0:
                await self._project(waiting[:size])
                del waiting[:size]
        return self.number

    def _prove(self, message: Message, before: Place, stream: str, *, first: bool) -> _Arrived:
        place = before.after(message.data)
        try:
            entry = parse_entry(message.data)
            if entry.number != place.number or entry.ledger != self._ledger_id:
                found = f"it is fact {entry.number} of ledger {entry.ledger}"
            elif message.chain != place.chain and first and before.number:
                raise self._unfit(f"fact {place.number} of {stream} does not follow from the facts it was built from")
            elif message.chain != place.chain:
                found = "its chain does not follow from the message before it"
            else:
                return _Arrived(place, message.data, entry, _marks.decode(entry.data).commit)
        except (msgspec.DecodeError, ValueError) as error:
            found = f"it is no entry ({error})"
        raise StreamDiverged(stream=stream, number=place.number, found=found)

    def _whole(self, waiting: Sequence[_Arrived]) -> int:
        """How many of `waiting` make the next step: whole commits, about `step` facts."""
        size = 0
        for index, one in enumerate(waiting, 1):
            if index > self._step and size:
                break
            if one.commit.index == one.commit.size - 1:
                size = index
        return size

    async def _project(self, arrived: Sequence[_Arrived]) -> None:
        poison: _Poison | None = None
        change: Change | None = None
        while arrived:
            try:
                change = await self._change(arrived)
                break
            except _Poison as found:
                # The commits before the poisoned one are sound: they go in, and the view stops at the edge.
                poison = found
                arrived = [one for one in arrived if _commit_end(one) < found.number]
        if change is not None and poison is None:
            await self._apply(change)
        elif poison is not None:
            await self._stop(poison, change)

    async def _apply(self, change: Change) -> None:
        await self.target.apply(change)
        self.number = change.checkpoint.number

    async def _stop(self, poison: _Poison, change: Change | None) -> None:
        if change is None:
            now = await self.target.open()
            place = start_of(self._ledger_id) if now is None else now.place
            change = Change(checkpoint=self._checkpoint(place), facts={}, rows={})
        stuck = msgspec.structs.replace(change.checkpoint, state="stuck", stuck_at=poison.number, error=str(poison))
        await self._apply(msgspec.structs.replace(change, checkpoint=stuck))
        raise ProjectionStuck(view=self.model.name, number=poison.number, found=str(poison))

    def _checkpoint(self, place: Place) -> Checkpoint:
        return Checkpoint(ledger=self._ledger_id, number=place.number, chain=place.chain.hex(), columns=self._columns)

    async def _change(self, arrived: Sequence[_Arrived]) -> Change:
        new: dict[str, dict[int, Kept]] = {}
        before = arrived[0].place.number
        for one in arrived:
            for key, kept in (await self._bears_on(one, new, before)).items():
                new.setdefault(key, {}).update(kept)
        earlier = await self.target.kept(new)
        rows: dict[str, Row | None] = {}
        for key, added in new.items():
            rows[key] = self._row(key, _until(earlier[key], before) | added, max(added))
        self._known.clear()
        return Change(checkpoint=self._checkpoint(arrived[-1].place), facts=new, rows=rows)

    async def _bears_on(
        self, one: _Arrived, new: Mapping[str, Mapping[int, Kept]], before: int
    ) -> dict[str, dict[int, Kept]]:
        """What is to be kept because of `one`, by key; nothing where the read model does not ask for it."""
        kind, number = one.entry.type, one.entry.number
        if (kind not in self._types or kind not in self._catalogue) and kind != _WITHDRAWN:
            return {}
        fact = self._decode(Kept(number, number, one.data), one.entry)
        if isinstance(fact.body, FactWithdrawn):
            amended, keys = fact.body.number, set[str]()
        else:
            amended, keys = fact.corrects.number if fact.corrects is not None else 0, self._keys(fact)
        if not amended:
            return {key: {number: Kept(number, number, one.data)} for key in keys}
        related = {key: _until(kept, before) for key, kept in (await self.target.related(amended)).items()}
        _join(related, new, amended)
        group = {each.number: each for kept in related.values() for each in kept.values()}
        if not group and not keys:
            return {}
        root = next(iter(group.values())).root if group else amended
        group[number] = Kept(number, root, one.data)
        return dict.fromkeys(keys | {key for key, kept in related.items() if kept}, group)

    def _decode(self, kept: Kept, entry: Entry | None = None) -> RecordedFact:
        number = kept.number
        if number not in self._known:
            entry = entry or parse_entry(kept.entry)
            try:
                fact = self._catalogue.decode(stored_event(entry))
            except Exception as error:
                raise _Poison(number, f"{entry.type} does not decode: {_words(error)}") from error
            if isinstance(fact.body, Unknown) and fact.body.found:
                raise _Poison(number, f"{entry.type} version {fact.version} does not decode: {fact.body.found}")
            if isinstance(fact.body, Unknown):
                raise _Poison(number, f"{entry.type} version {fact.version} is later than this release knows")
            self._known[number] = fact
        return self._known[number]

    def _keys(self, fact: RecordedFact) -> set[str]:
        try:
            keys = set(self.model.keys(fact))
            _check_keys(keys)
        except Exception as error:
            raise _Poison(fact.number, f"{type(self.model).__name__}.keys: {_words(error)}") from error
        return keys

    def _row(self, key: str, facts: Mapping[int, Kept], latest: int) -> Row | None:
        decoded = [self._decode(facts[number]) for number in sorted(facts)]
        stands = [fact for fact in standing(decoded) if key in self._keys(fact)]
        try:
            row = self.model.row(key, stands)
            if row is not None:
                _check(row, self._columns)
        except Exception as error:
            raise _Poison(latest, f"{type(self.model).__name__}.row: {_words(error)}") from error
        return row


def stored_event(entry: Entry) -> StoredEvent:
    """The stored event that an entry was rendered from."""
    event = DCBEvent(entry.type, bytes(entry.data), entry.tag_list)
    return StoredEvent(event, entry.number, entry.recorded_at)


def _until(kept: Mapping[int, Kept], before: int) -> dict[int, Kept]:
    # A target without transactions may hold facts of a step that was cut off.
    return {number: one for number, one in kept.items() if number < before}


def _join(related: dict[str, dict[int, Kept]], new: Mapping[str, Mapping[int, Kept]], amended: int) -> None:
    """Add to `related` what this step has of the same root."""
    roots = {
        one.root for facts in (*related.values(), *new.values()) for one in facts.values() if one.number == amended
    }
    roots |= {one.root for facts in related.values() for one in facts.values()}
    for key, facts in new.items():
        same = {number: one for number, one in facts.items() if one.root in roots}
        if same:
            related.setdefault(key, {}).update(same)


def _check_keys(keys: set[str]) -> None:
    for key in keys:
        if _KEY.fullmatch(key) is None:
            raise ValueError(f"{key!r} cannot be a key")


def _check(row: Row, columns: tuple[str, ...]) -> None:
    if set(row) != set(columns):
        raise ValueError(f"its row has the columns {sorted(row)}, not {sorted(columns)}")
    for column, cell in row.items():
        if not (cell is None or type(cell) in (str, int)):
            raise ValueError(f"its column {column} holds {type(cell).__name__}")


def _commit_end(one: _Arrived) -> int:
    return one.place.number - one.commit.index + one.commit.size - 1


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
