"""What regledger's `Recorder` adds to the library's, as tests to inherit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from eventsourcing.dcb.api import DCBAppendCondition
from eventsourcing.persistence import ProgrammingError

from regledger.errors import BadFact, BadTag, EntryTooLarge
from regledger.log.recorder import Head, Recorder, StoredEvent
from regledger.log.tags import TagKinds
from regledger.testing.recorder_contract import RecorderContract, event, tagged
from regledger.testing.recorder_oracle import Oracle, Question, plain

__all__ = ["StampedRecorderContract"]

_DIGEST = "ab" * 32


class StampedRecorderContract(RecorderContract):
    """What regledger's `Recorder` adds: stamps, commands, tag kinds, search."""

    def check_question(self, recorder: Any, oracle: Oracle, step: Question) -> None:
        """Also ask by `stored`, which has an upper bound."""
        super().check_question(recorder, oracle, step)
        answer = recorder.stored(step.query, after=step.after or 0, until=step.until, limit=step.limit)
        assert [plain(e) for e in answer] == [plain(e) for e in oracle.stored(step)]

    def test_a_stamp_never_goes_back(self, new: Callable[..., Recorder]) -> None:
        """Each fact is stamped with the clock, or with the last stamp where the clock has gone back."""
        clock = iter([500, 400, 600])
        recorder = new(clock=lambda: next(clock))

        answered = [*recorder.record([event(), event()]), *recorder.record([event()]), *recorder.record([event()])]

        assert [e.recorded_at for e in answered] == [500, 500, 500, 600]
        assert list(recorder.stored()) == answered
        assert recorder.head() == Head(4, 600)

    def test_what_is_answered_is_what_is_stored(self, recorder: Recorder) -> None:
        """`record` answers the stored facts, tags sorted and without repeats, as every way of reading does."""
        answered = recorder.record([event("site:2", "case:1", "site:2")])

        assert answered[0].event.tags == ["case:1", "site:2"]
        assert list(recorder.stored()) == list(recorder.read()) == answered == [recorder.at(1)]
        assert isinstance(recorder.at(1), StoredEvent)
        assert recorder.at(2) is None

    def test_an_empty_store_has_head_nought(self, recorder: Recorder) -> None:
        """Before the first fact the head is 0 and nothing is found."""
        assert recorder.head() == Head(0, 0)
        assert list(recorder.stored()) == list(recorder.search("")) == []
        assert recorder.read().head is None

    def test_an_empty_append_is_an_error(self, recorder: Recorder) -> None:
        """An append of no facts is refused as the library refuses it."""
        with pytest.raises(ProgrammingError):
            recorder.append([])

    def test_commands_are_kept_under_their_digest(self, recorder: Recorder) -> None:
        """A command's body is kept with its facts; the first one under a digest stays; a refused commit's is not kept."""
        recorder.record([event("case:1")], commands={_DIGEST: b'{"a":1}'})
        recorder.record([event("case:1")], commands={_DIGEST: b'{"a":2}'})
        with pytest.raises(Exception, match="1"):
            recorder.record([event()], DCBAppendCondition(tagged("case:1")), commands={"cd" * 32: b"{}"})

        assert recorder.command(_DIGEST) == b'{"a":1}'
        assert recorder.command("cd" * 32) is None
        assert recorder.command("no digest") is None

    def test_tag_kinds_are_checked(self, new: Callable[..., Recorder]) -> None:
        """An undeclared tag in a fact, and an index tag in a condition, are named, and nothing is recorded."""
        recorder = new(kinds=TagKinds())
        recorder.append([event("officer:7", "case:1")])

        with pytest.raises(BadTag, match="planet:1"):
            recorder.append([event("case:2"), event("planet:1")])
        with pytest.raises(BadTag, match=r"officer:7.*index"):
            recorder.append([event("case:2")], DCBAppendCondition(tagged("officer:7")))
        with pytest.raises(BadTag, match="planet:1"):
            recorder.append([event("case:2")], DCBAppendCondition(tagged("planet:1")))

        assert recorder.head().number == 1
        assert len(list(recorder.stored(tagged("officer:7")))) == 1

    @pytest.mark.parametrize("tag", ["two words", 'quo"te', "back\\slash", "", "所:1", "line\n"])
    def test_a_tag_that_an_entry_cannot_hold_is_refused(self, recorder: Recorder, tag: str) -> None:
        """Where no kinds are declared, a tag must still fit an entry as it is."""
        with pytest.raises(BadTag):
            recorder.append([event(tag)])
        with pytest.raises(BadFact):
            recorder.append([event(type=tag)])

        assert recorder.head().number == 0

    def test_a_large_entry_is_refused_whole(self, recorder: Recorder) -> None:
        """A fact above 60 KiB as an entry is named, and the facts before it in the commit are not kept either."""
        with pytest.raises(EntryTooLarge, match=r"61\d+ bytes as an entry"):
            recorder.append([event("case:1"), event(data=b'"%s"' % (b"x" * 61_440))])

        assert recorder.append([event("case:2")]) == 1
        assert list(recorder.stored(tagged("case:1"))) == []

    def test_search_is_newest_first(self, recorder: Recorder) -> None:
        """Text is found in data and in tags, in any script, newest first and no more than asked for."""
        texts = [
            b'{"name":"\xe6\xb2\xb3\xe5\x8c\x97\xe6\xb0\xaf\xe7\xa2\xb1\xe5\x8e\x82"}',
            b'{"name":"Abc \\"Ltd\\""}',
        ]
        recorder.append([event(f"row:{n}", data=texts[n % 2]) for n in range(4_500)])

        assert [e.position for e in recorder.search("氯碱厂", limit=3)] == [4_499, 4_497, 4_495]
        assert [e.position for e in recorder.search('Abc "Ltd"', limit=2)] == [4_500, 4_498]
        assert [e.position for e in recorder.search("row:7", limit=2_000)][-2:] == [71, 8]
        assert len(list(recorder.search("氯碱厂", limit=5_000))) == 2_250
        assert list(recorder.search("absent")) == []

    def test_an_open_read_holds_nobody_up(self, recorder: Recorder) -> None:
        """While a read is half done others append, and it ends at the head it began with."""
        recorder.append([event("site:1") for _ in range(1_000)])
        reading = recorder.stored(tagged("site:1"))
        next(reading)

        recorder.append([event("site:1") for _ in range(10)])

        assert len(list(reading)) == 999

    def test_changed_differs_after_an_append(self, recorder: Recorder) -> None:
        """`changed` stays while nothing is appended and differs afterwards."""
        before = recorder.changed()
        assert recorder.changed() == before

        recorder.append([event()])

        assert recorder.changed() != before

    def test_closing_ends_what_waits(self, recorder: Recorder) -> None:
        """Closing ends a waiting subscription; a closed recorder says that it is closed; closing twice is harmless."""
        ended = threading.Event()
        subscription: Any = recorder.subscribe()

        def wait() -> None:
            list(subscription)
            ended.set()

        waiting = threading.Thread(target=wait)
        waiting.start()

        recorder.close()
        recorder.close()

        assert ended.wait(10)
        waiting.join()
        for use in (lambda: recorder.append([event()]), lambda: list(recorder.stored()), recorder.changed):
            with pytest.raises(ProgrammingError, match="closed"):
                use()
