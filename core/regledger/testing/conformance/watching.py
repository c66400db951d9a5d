"""Watching a sector while its tests run: every call into it timed, made twice and compared, and what it touches named."""

from __future__ import annotations

import copy
import hashlib
import os
import statistics
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from time import perf_counter_ns
from types import FrameType
from typing import Any

import msgspec

from regledger.deciding.judge import Judge
from regledger.log.facts import Fact, NewFact
from regledger.log.text import Personal
from regledger.testing.conformance.observations import Answer, Ask, AskedIn, Observations, Seen, Timed, Touch, Unsteady
from regledger.testing.conformance.personal_numbers import personal_number

__all__ = ["Watch"]

_TOUCHED = frozenset(
    {
        "open",
        "os.chdir",
        "os.exec",
        "os.fork",
        "os.kill",
        "os.link",
        "os.listdir",
        "os.mkdir",
        "os.posix_spawn",
        "os.putenv",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.scandir",
        "os.spawn",
        "os.symlink",
        "os.system",
        "os.truncate",
        "os.unsetenv",
    }
)
_TOUCHED_BELOW = ("socket.", "subprocess.", "shutil.", "sqlite3.", "urllib.", "ftplib.", "smtplib.", "http.client.")
_CORE = str(Path(__file__).resolve().parents[2])
_JUDGING = ("sectors/judge.py", "deciding/judge.py", "conformance/observing.py", "conformance/watching.py")
LONGEST = 160
MOST_ANSWERS = 20_000
"""Answers of one test that are compared with those of the other run."""


class Watch:
    """Sees what one sector does. It stays for as long as its process: an audit hook cannot be taken back."""

    def __init__(self, sector: str, own: Mapping[str, str], *, elsewhere: str = "") -> None:
        """Watch `sector`.

        Args:
            sector: its name.
            own: the paths of its files and of its package, without links, each with what findings call it.
            elsewhere: the working directory of its calls; then each is made once, and nothing but its answer is kept.
        """
        self.sector = sector
        self.test = ""
        self._own = own
        self._elsewhere = elsewhere
        self._called: dict[str, str] = {}
        self._now = threading.local()
        self._took: dict[str, list[int]] = {}
        self._asks: dict[Ask, None] = {}
        self._asked_in: dict[tuple[str, str], dict[str, None]] = {}
        self._touches: dict[Touch, None] = {}
        self._unsteady: dict[tuple[str, str], Unsteady] = {}
        self._answers: dict[str, list[Answer]] = {}
        self._parameters: set[str] = set()
        self._seen: dict[Seen, None] = {}
        if not elsewhere:
            sys.addaudithook(self._audit)

    def call(
        self,
        hook: str,
        function: Callable[..., Any],
        *arguments: Any,
        pure: bool = True,
        order: bool = True,
        **named: Any,
    ) -> Any:
        """What `function` answers.

        Args:
            hook: what findings call it.
            pure: it decides: it is asked a second time, and may touch nothing.
            order: whether the order of its answer counts.
        """
        if self._elsewhere:
            with _in_folder(self._elsewhere if pure else ""):
                answer = _whole(function(*arguments, **named))
            if pure:
                self._answered(hook, [*arguments, *named.values()], _text(answer, order))
            return answer
        with self._inside(hook if pure else ""):
            start = perf_counter_ns()
            answer = _whole(function(*arguments, **named))
            took = perf_counter_ns() - start
        self._read([*arguments, *named.values()])
        if pure:
            took = min(took, self._again(hook, function, arguments, named, answer, order))
        self._took.setdefault(hook, []).append(took)
        return answer

    def _again(
        self,
        hook: str,
        function: Callable[..., Any],
        arguments: Any,
        named: Mapping[str, Any],
        answer: Any,
        order: bool,
    ) -> int:
        given = [_apart(one) for one in arguments]
        given_named = {name: _apart(one) for name, one in named.items()}
        with self._inside(hook, again=True):
            start = perf_counter_ns()
            try:
                other = _whole(function(*given, **given_named))
            except Exception as error:  # whatever it raises the second time, it did not the first
                other = f"raised {type(error).__name__}: {error}"
            took = perf_counter_ns() - start
        one_text, other_text = _text(answer, order), _text(other, order)
        if one_text != other_text:
            at, other_at = _around(one_text, other_text)
            self._unsteady.setdefault((hook, self.test), Unsteady(hook=hook, test=self.test, one=at, other=other_at))
        self._answered(hook, [*arguments, *named.values()], one_text)
        return took

    def _answered(self, hook: str, arguments: list[Any], text: str) -> None:
        answers = self._answers.setdefault(self.test, [])
        if len(answers) < MOST_ANSWERS:
            asked = _digest("".join(_question(one) for one in arguments))
            answers.append(Answer(hook, asked, _digest(text), text[:LONGEST]))

    def asked(self, rule: object, code: object, holds: bool, args: Mapping[str, Any]) -> None:
        """A rule was asked through a judge in a sector's hand; another sector's is passed over."""
        if getattr(self._now, "again", False) or not getattr(self._now, "hook", ""):
            return
        figures = tuple(
            (name, value.toordinal() if isinstance(value, date) else int(value))
            for name, value in sorted(args.items())
            if isinstance(value, (int, date)) and not isinstance(value, (bool, datetime))
        )
        place = self._place(sys._getframe(1), through=_JUDGING)
        if place is None:
            return  # the core asks, in a command that it made of a site profile
        ask = Ask(rule=str(rule), code=str(code), holds=bool(holds), place=place, figures=figures)
        self._asks.setdefault(ask, None)
        self._asked_in.setdefault((ask.rule, ask.code), {}).setdefault(self.test, None)

    def recorded(self, outcome: Any) -> None:
        """A fact that the sector is about to record: what of it is public is looked at."""
        body = outcome.body if isinstance(outcome, NewFact) else outcome
        if not isinstance(body, Fact):
            return
        declared = body.__fact__
        tags = (*declared.tags_of(body), *(outcome.tags if isinstance(outcome, NewFact) else ()))
        for tag in tags:
            what = personal_number(tag.partition(":")[2])
            if what:
                self._seen.setdefault(Seen(fact=declared.name, field="", what=what, test=self.test), None)
        for path, text in _public(body, ""):
            what = personal_number(text)
            if what and path.partition(".")[0].partition("[")[0] not in declared.tags:
                self._seen.setdefault(Seen(fact=declared.name, field=path, what=what, test=self.test), None)

    def observations(self, passed: int, failed: list[str], skipped: list[str]) -> Observations:
        """Everything seen."""
        return Observations(
            passed=passed,
            failed=tuple(failed),
            skipped=tuple(skipped),
            calls={
                hook: Timed(calls=len(took), median_ns=int(statistics.median(took)), worst_ns=max(took))
                for hook, took in sorted(self._took.items())
            },
            asks=tuple(self._asks),
            asked_in=tuple(
                AskedIn(rule=rule, code=code, tests=tuple(tests)) for (rule, code), tests in self._asked_in.items()
            ),
            touches=tuple(self._touches),
            unsteady=tuple(self._unsteady.values()),
            answers={test: tuple(answers) for test, answers in self._answers.items()},
            parameters=tuple(sorted(self._parameters)),
            seen=tuple(self._seen),
        )

    def _read(self, arguments: list[Any]) -> None:
        for one in arguments:
            if isinstance(one, Judge):
                self._parameters.update(used.parameter for used in one.law.used)

    @contextmanager
    def _inside(self, hook: str, *, again: bool = False) -> Iterator[None]:
        before = getattr(self._now, "hook", ""), getattr(self._now, "again", False)
        self._now.hook, self._now.again = hook, again or before[1]
        try:
            yield
        finally:
            self._now.hook, self._now.again = before

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        hook = getattr(self._now, "hook", "")
        if not hook or not (event in _TOUCHED or event.startswith(_TOUCHED_BELOW)):
            return
        self._now.hook = ""  # what is looked up here is not the hook's doing
        try:
            place = self._place(sys._getframe(1))
            if place is not None:
                what = str(arguments[0] if arguments else "")[:LONGEST]
                own = event == "open" and self._name(what) != ""
                shown = Path(what).name if event == "open" else what
                self._touches.setdefault(Touch(hook=hook, event=event, what=shown, place=place, own=own), None)
        finally:
            self._now.hook = hook

    def _place(self, frame: FrameType | None, through: tuple[str, ...] = ()) -> str | None:
        """`file:line` of the innermost frame of the sector; None where the core, or an import, stands between."""
        while frame is not None:
            file = frame.f_code.co_filename
            if file.startswith("<frozen importlib"):
                return None
            if name := self._name(file):
                return f"{name}:{frame.f_lineno}"
            if file.startswith(_CORE) and not file.endswith(through):
                return None
            frame = frame.f_back
        return None

    def _name(self, file: str) -> str:
        """What findings call a file of the sector; empty for any other."""
        if file not in self._called:
            real = Path(os.path.realpath(file))
            below = next((one for one in (real, *real.parents) if str(one) in self._own), None)
            inner = "" if below is None else real.relative_to(below).as_posix()
            self._called[file] = "" if below is None else f"{self._own[str(below)]}/{inner}".removesuffix("/.")
        return self._called[file]


@contextmanager
def _in_folder(folder: str) -> Iterator[None]:
    before = os.getcwd()
    if folder:
        os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _whole(answer: Any) -> Any:
    return list(answer) if isinstance(answer, Iterator) else answer


def _apart(argument: Any) -> Any:
    """A judge that writes its trace elsewhere; anything else as it is."""
    if not isinstance(argument, Judge):
        return argument
    other = copy.copy(argument)
    other.asked, other.raised = list(other.asked), list(other.raised)
    return other


def _text(value: Any, order: bool) -> str:
    if not order and isinstance(value, (list, tuple, set, frozenset)):
        value = sorted(str(one) for one in value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_text(one, True) for one in value) + "]"
    if isinstance(value, msgspec.Struct):
        return repr(value)
    return msgspec.json.encode(value, enc_hook=str, order="deterministic").decode()


def _around(one: str, other: str) -> tuple[str, str]:
    """The two texts from a little before where they part."""
    parted = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    first = max(0, parted - 40)
    return one[first : first + LONGEST], other[first : first + LONGEST]


def _question(argument: Any) -> str:
    """What of an argument makes two runs ask the same; ids and instants that the core makes are left out."""
    command = getattr(argument, "command", None)
    if isinstance(command, msgspec.Struct):
        argument = command
    elif isinstance(getattr(argument, "body", None), msgspec.Struct):
        argument = argument.body
    return repr(argument) if isinstance(argument, msgspec.Struct) else ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def _public(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every text of a body with its path, personal values left out."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, msgspec.Struct) and not isinstance(value, Personal):
        for name in value.__struct_fields__:
            yield from _public(getattr(value, name), f"{path}.{name}".lstrip("."))
    elif isinstance(value, Mapping):
        for one in (*value.keys(), *value.values()):
            yield from _public(one, f"{path}{{}}")
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _public(one, f"{path}[]")
