"""What regledger's `Recorder` adds to the library's, as tests to inherit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from eventsourcing.dcb.api import DCBAppendCondition
from eventsourcing.persistence import ProgrammingError

from regledger.errors import BadFact, BadTag, EntryTooLarge
from regledger.log.recorder import Append, ConditionFailed, Head, OutOfStep, Recorder, StoredEvent
from regledger.log.tags import TagKinds
from regledger.testing.recorder_contract import RecorderContract, event, events_of, tagged
from regledger.testing.recorder_oracle import Oracle, Question, Several, plain

__all__ = ["StampedRecorderContract"]

_DIGEST = "ab" * 32


class StampedRecorderContract(RecorderContract):
    """What regledger's `Recorder` adds: stamps, commands, tag kinds, search, several appends at once, copying."""

    takes_several = True

    def check_several(self, recorder: Any, oracle: Oracle, step: Several) -> None:
        """Each of them is told what it would be told alone, in its turn; a refused one names the first fact that it met."""
        told = recorder.record_all([Append(events_of(one), one.condition) for one in step.appends])

        assert len(told) == len(step.appends)
        for append, answer in zip(step.appends, told, strict=True):
            if append.condition is not None and oracle.refuses(append.condition):
                first = oracle.matching(append.condition.fail_if_events_match, append.condition.after)[0]
                assert isinstance(answer, ConditionFailed)
                assert answer.number == first.position
            else:
                assert not isinstance(answer, Exception), answer
                last = oracle.append(events_of(append))
                assert [plain(e) for e in answer] == [plain(e) for e in oracle.events[last - len(append.facts) :]]

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

    def test_each_of_several_appends_is_told_its_own(self, new: Callable[..., Recorder]) -> None:
        """Of several appends each is recorded whole or told why not, and none touches another; what is stored is without a gap."""
        recorder = new(kinds=TagKinds())
        told = recorder.record_all(
            [
                Append([event("case:1"), event("case:1")], commands={_DIGEST: b"{}"}),
                Append([event("case:2"), event("planet:1")]),
                Append([event("case:3")], DCBAppendCondition(tagged("officer:7"))),
                Append([]),
                Append([event("case:4"), event(data=b'"%s"' % (b"x" * 61_440))], commands={"cd" * 32: b"{}"}),
                Append([event("case:5", type="two words")]),
                Append([event("case:6")]),
            ]
        )

        assert [type(one).__name__ for one in told] == [
            "list", "BadTag", "BadTag", "ProgrammingError", "EntryTooLarge", "BadFact", "list"
        ]  # fmt: skip
        assert [one for each in (told[0], told[6]) if isinstance(each, list) for one in each] == list(recorder.stored())
        assert [e.event.tags for e in recorder.stored()] == [["case:1"], ["case:1"], ["case:6"]]
        assert recorder.command(_DIGEST) == b"{}"
        assert recorder.command("cd" * 32) is None
        assert recorder.record_all([]) == []

    def test_a_later_of_several_appends_sees_an_earlier_one(self, recorder: Recorder) -> None:
        """The condition of one holds against what an earlier one of the same call has recorded, and not against what was refused."""

        def unless(case: int) -> DCBAppendCondition:
            return DCBAppendCondition(tagged(f"case:{case}", types=["a.new"]))

        # The type is one that the store meets for the first time.
        told = recorder.record_all(
            [
                Append([event("case:1", type="a.new")], unless(1)),
                Append([event("case:2", type="a.new")], unless(1)),
                Append([event("case:3", type="a.new")], unless(2)),
                Append([event("case:4", type="a.new")], unless(3)),
            ]
        )

        assert [[e.position for e in one] if isinstance(one, list) else type(one) for one in told] == [
            [1],
            ConditionFailed,
            [2],
            ConditionFailed,
        ]
        assert isinstance(told[3], ConditionFailed)
        assert told[3].number == 2

    def test_one_clock_stamps_several_appends(self, new: Callable[..., Recorder]) -> None:
        """Stamps never go back within several appends nor after them."""
        clock = iter([500, 400, 600, 300, 200])
        recorder = new(clock=lambda: next(clock))

        recorder.record_all([Append([event()]), Append([event(), event()])])
        recorder.record([event()])

        stamps = [e.recorded_at for e in recorder.stored()]
        assert stamps == sorted(stamps)
        assert recorder.head() == Head(4, stamps[-1])

    def test_facts_are_copied_with_their_numbers(self, new: Callable[..., Recorder]) -> None:
        """A copy taken in page by page is the same in every fact, command and answer, and goes on with the next number."""
        source, copy = new(clock=iter(range(1_000, 9_000)).__next__), new(clock=lambda: 1)
        for n in range(30):
            body = f'{{"名":"甲","n":{n}}}'
            source.record(
                [event(f"row:{n}", "site:1", type=f"a.t{n % 3}", data=body.encode()) for _ in range(n % 4 + 1)]
            )
        source.record([event("case:1")], commands={_DIGEST: b'{"a":1}'})
        page = list(source.stored())

        copy.replicate(page[:7])
        copy.replicate(page[7:], commands={_DIGEST: b'{"a":1}'})

        assert list(copy.stored()) == page
        assert copy.head() == source.head()
        assert copy.command(_DIGEST) == b'{"a":1}'
        for query in (
            tagged("site:1"),
            tagged("row:7"),
            tagged("row:8", types=["a.t2"]),
            tagged(types=["a.t0", "a.t1"]),
        ):
            assert list(copy.stored(query)) == list(source.stored(query)) != []
        with pytest.raises(ConditionFailed):
            copy.append([event()], DCBAppendCondition(tagged("row:29")))
        # The copy's clock runs behind what it has taken in.
        assert copy.record([event()])[0] == StoredEvent(event(), page[-1].position + 1, page[-1].recorded_at)

    @pytest.mark.parametrize("out_of_step", ["gap", "repeat", "inner gap", "stamp", "inner stamp"])
    def test_facts_out_of_step_are_not_copied(self, new: Callable[..., Recorder], out_of_step: str) -> None:
        """A page that leaves out a number, repeats one or goes back in time is named, nothing of it is written, and the right one
        can follow."""
        first = [StoredEvent(event("case:1", type="a.first"), n, 100 + n) for n in (1, 2, 3)]
        right = [StoredEvent(event("case:2", type="a.later"), n, 100 + n) for n in (4, 5, 6)]
        wrong = {
            "gap": right[1:],
            "repeat": first[2:] + right,
            "inner gap": [right[0], right[2]],
            "stamp": [StoredEvent(event("case:2"), 4, 102)],
            "inner stamp": [right[0], StoredEvent(event("case:2"), 5, 103)],
        }[out_of_step]
        recorder = new(clock=lambda: 200)
        recorder.replicate(first)

        with pytest.raises(OutOfStep):
            recorder.replicate(wrong, commands={_DIGEST: b"{}"})

        assert list(recorder.stored()) == first
        assert list(recorder.stored(tagged("case:2"))) == []
        assert recorder.command(_DIGEST) is None
        recorder.replicate(right)
        assert recorder.append([event()]) == 7

    def test_who_listens_is_woken(self, new: Callable[..., Recorder]) -> None:
        """An event that listens is set by an append and by a page of a copy before they return, until it no longer listens."""
        recorder = new(clock=lambda: 5)
        woken = threading.Event()
        recorder.listen(woken)

        recorder.append([event()])
        by_append = woken.is_set()
        woken.clear()
        recorder.replicate([StoredEvent(event(), 2, 9)])
        by_copy = woken.is_set()
        recorder.unlisten(woken)
        woken.clear()
        recorder.append([event()])

        assert (by_append, by_copy, woken.is_set()) == (True, True, False)

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
        assert [e.position for e in recorder.search("氯碱厂", limit=2, until=3_001)] == [3_001, 2_999]
        assert list(recorder.search("氯碱厂", until=0)) == []
        assert [e.position for e in recorder.search("氯碱厂", limit=1, until=9_000)] == [4_499]

    def test_newest_is_the_last_that_matches(self, recorder: Recorder) -> None:
        """Near the end and far from it, under a tag and by type alone, up to any number, and None where nothing matches."""
        recorder.append([event("case:1"), *[event("case:1", type="other")] * 700, event("case:2")])
        wanted = tagged("case:1", types=["hazard.found"])

        assert [recorder.newest(wanted, until=until) for until in (0, 1, 5, 700, None)] == [
            None,
            *[recorder.at(1)] * 4,
        ]
        assert recorder.newest(tagged("case:1")) == recorder.at(701)
        assert recorder.newest(tagged(types=["hazard.found"])) == recorder.at(702)
        assert recorder.newest(tagged("case:2", "case:1")) is None

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
