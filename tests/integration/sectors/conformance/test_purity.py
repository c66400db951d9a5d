"""What the source of a sector shows: clocks, chance, files, state kept between decisions, and what it imports."""

from __future__ import annotations

import msgspec
import pytest
from regledger.testing.conformance import Finding
from regledger.testing.conformance.observations import Answer, Observations, Touch, Unsteady
from regledger.testing.conformance.purity import check_pure

from .conftest import Kilns

DECIDES = "    most = judge.whole("


def found(kilns: Kilns, *runs: Observations) -> list[Finding]:
    """What is found of its purity."""
    return list(check_pure(kilns.subject(), runs).findings)


IMPURE = {
    "the clock": ("from datetime import datetime", "datetime.now()", "datetime.datetime.now"),
    "today": ("import datetime as d", "d.date.today()", "datetime.date.today"),
    "a stopwatch": ("from time import monotonic as tick", "tick()", "time.monotonic"),
    "chance": ("import random", "random.random()", "random.random"),
    "a random id": ("from uuid import uuid4", "uuid4()", "uuid.uuid4"),
    "the environment": ("import os", "os.environ['X']", "os.environ"),
    "a file": ("", "open('x')", "open()"),
    "a path": ("from pathlib import Path", "Path('x').read_text()", ".read_text()"),
    "a socket": ("import socket", "socket.create_connection(('x', 1))", "socket.create_connection"),
    "a process": ("import subprocess", "subprocess.run(['x'])", "subprocess.run"),
    "a word": ("", "print('x')", "print()"),
    "today of a day": ("", "command.loaded_on.today()", ".today()"),
    "today by another name": ("from datetime import date as d; D = d", "D.today()", ".today()"),
    "today by its name": ("", "getattr(date, 'today')()", "getattr(…, 'today')"),
    "the zone of the machine": ("from datetime import datetime", "datetime.fromtimestamp(9)", ".fromtimestamp()"),
    "an import out of sight": ("", "__import__('datetime')", "__import__()"),
    "the time of a letter": ("import email.utils", "email.utils.localtime()", "email.utils.localtime"),
    "the machine": ("import platform", "platform.node()", "platform.node"),
    "who runs it": ("import getpass", "getpass.getuser()", "getpass.getuser"),
    "how it was called": ("import sys", "sys.argv[0]", "sys.argv"),
    "a pool": (
        "from concurrent.futures import ThreadPoolExecutor as P",
        "P()",
        "concurrent.futures.ThreadPoolExecutor",
    ),
    "whether a path is there": ("from pathlib import Path", "Path('/x').exists()", ".exists()"),
    "a clock beside a command line": ("import click; from datetime import date", "date.today()", "datetime.date.today"),
}


@pytest.mark.parametrize("case", IMPURE)
def test_a_decider_that_looks_around(kilns: Kilns, case: str) -> None:
    """A clock, chance, a file, a socket, a process and a word to the terminal are found at their line, in their function."""
    imports, expression, name = IMPURE[case]
    kilns.change("__init__.py", '"""Kilns."""\n', f'"""Kilns."""\n\n{imports}\n')
    kilns.change("__init__.py", DECIDES, f"    {expression}\n{DECIDES}")
    line = next(
        number
        for number, text in enumerate((kilns.package / "__init__.py").read_text("utf-8").splitlines(), 1)
        if text == f"    {expression}"
    )

    (finding,) = [one for one in found(kilns) if "imports click" not in one.found]

    assert finding.where == f"{kilns.package.name}/__init__.py:{line}"
    assert name in finding.found
    assert finding.found.endswith("in load_kiln")
    assert finding.severity == "error"


@pytest.mark.parametrize(
    ("imports", "expression"),
    [
        ("from datetime import datetime, time", "datetime.combine(judge.day, time(12))"),
        ("import os", "os.path.join('a', 'b')"),
        ("from uuid import UUID", "UUID(int=1)"),
        ("from random_words import x as random", ""),
    ],
)
def test_what_only_looks_alike(kilns: Kilns, imports: str, expression: str) -> None:
    """What computes from its arguments alone is no clock, no chance and no file."""
    kilns.change("__init__.py", '"""Kilns."""\n', f'"""Kilns."""\n\n{imports if expression else ""}\n')
    kilns.change("__init__.py", DECIDES, f"    {expression or 'pass'}\n{DECIDES}")

    assert found(kilns) == []


READS = """
from importlib.resources import files

def _texts():
    return (files("PACKAGE") / "sector.toml").read_text()

@hookimpl
def regledger_texts():
    _texts()
    return {}
"""


def test_a_file_of_its_own_read_where_it_declares(kilns: Kilns) -> None:
    """A hook that declares may read the package's own data, itself or through a function that only it calls."""
    kilns.change("__init__.py", "class Part(", f"{READS}\n\nclass Part(")

    assert found(kilns) == []


def test_a_file_of_its_own_read_where_it_decides(kilns: Kilns) -> None:
    """The same function called by a decider as well is advised against."""
    kilns.change("__init__.py", "class Part(", f"{READS}\n\nclass Part(")
    kilns.change("__init__.py", DECIDES, f"    _texts()\n{DECIDES}")

    assert [(one.severity, one.found.rpartition(" ")[2]) for one in found(kilns)] == [("advice", "_texts")]


STATE = {
    "a list": ("SEEN = []", "SEEN.append(1)"),
    "a mapping": ("SEEN = {}", "SEEN['x'] = 1"),
    "a set of sets": ("SEEN = {'x': set()}", "SEEN['x'].add(1)"),
    "a deletion": ("SEEN: dict[str, int] = dict()", "del SEEN['x']"),
    "a counter": ("SEEN = 0", "global SEEN"),
}


@pytest.mark.parametrize("case", STATE)
def test_state_that_is_kept_between_decisions(kilns: Kilns, case: str) -> None:
    """A function that changes a value of its module is named with the value."""
    module, changes = STATE[case]
    kilns.change("__init__.py", "class Part(", f"{module}\n\n\nclass Part(")
    kilns.change("__init__.py", DECIDES, f"    {changes}\n{DECIDES}")

    assert [one.found for one in found(kilns)] == ["load_kiln changes SEEN, which outlives the call"]


def test_state_of_its_own_function(kilns: Kilns) -> None:
    """A list that the function makes itself is its own, whatever the module calls so."""
    kilns.change("__init__.py", "class Part(", "SEEN = []\n\n\nclass Part(")
    kilns.change("__init__.py", DECIDES, f"    SEEN = []\n    SEEN.append(1)\n{DECIDES}")

    assert found(kilns) == []


OBSERVER = """
SEEN = []


def _count(act):
    SEEN.append(act.name)
    print(act.name)


@hookimpl
def regledger_observed(act, answer):
    _count(act)
"""


def test_an_observer_may_count(kilns: Kilns) -> None:
    """What only an observer calls may keep state and write: it decides nothing."""
    kilns.change("__init__.py", "class Part(", f"{OBSERVER}\n\nclass Part(")

    assert found(kilns) == []


def test_commands_of_a_terminal_may_look_around(kilns: Kilns) -> None:
    """A module of click commands may read files and print: no decision is made in it."""
    kilns.write(
        f"{kilns.package.name}/terminal.py", "import click\n\n\ndef show(path):\n    print(open(path).read())\n"
    )
    kilns.change("pyproject.toml", '"msgspec>=0.19"', '"msgspec>=0.19", "click>=8.1"')

    assert found(kilns) == []


@pytest.mark.parametrize(
    ("imports", "name"),
    [
        ("import regledger.ledger", "regledger.ledger"),
        ("from regledger.law.book import Law", "regledger.law.book"),
        ("import stdnum.luhn", "stdnum.luhn"),
    ],
)
def test_an_import_that_is_not_declared(kilns: Kilns, imports: str, name: str) -> None:
    """What is neither the standard library, nor the contract, nor a declared dependency is named with its line."""
    kilns.change("__init__.py", "class Part(", f"{imports}\n\n\nclass Part(")

    (finding,) = found(kilns)

    assert f"imports {name}," in finding.found


def test_an_import_that_is_declared(kilns: Kilns) -> None:
    """A dependency may be imported under the name of the module that it brings."""
    kilns.change("__init__.py", "class Part(", "import stdnum.luhn\n\n\nclass Part(")
    kilns.change("pyproject.toml", '"msgspec>=0.19"', '"msgspec>=0.19", "python-stdnum>=1.20"')

    assert found(kilns) == []


@pytest.mark.parametrize(("own", "severity"), [(False, "error"), (True, "advice")])
def test_what_a_run_touched(kilns: Kilns, own: bool, severity: str) -> None:
    """A file that a decider opened while the tests ran is an error, and advice where it is the package's own."""
    touch = Touch(hook="regledger_objections", event="open", what="x.csv", place="k/x.py:7", own=own)

    assert [(one.where, one.severity) for one in found(kilns, Observations(touches=(touch,)))] == [
        ("k/x.py:7", severity)
    ]


def test_what_a_run_answered_differently(kilns: Kilns) -> None:
    """A call that answered twice differently is an error that shows both answers."""
    unsteady = Unsteady(hook="command x.y", test="test_x", one="[1]", other="[2]")

    (finding,) = found(kilns, Observations(unsteady=(unsteady,)))

    assert "'[1]' and then '[2]'" in finding.found


@pytest.mark.parametrize(("asked", "told"), [("q", 1), ("another", 0)])
def test_what_two_runs_answered_differently(kilns: Kilns, asked: str, told: int) -> None:
    """The same question answered differently under another hash seed is an error; another question is none."""
    one = Observations(answers={"test_x": (Answer("regledger_objections", "q", "a", "[a, b]"),)})
    other = Observations(answers={"test_x": (Answer("regledger_objections", asked, "b", "[b, a]"),)})

    assert len(found(kilns, one, other)) == told


OUTLIVES = {
    "an object": ("class M:\n    last = 0\n\n\nM1 = M()", "M1.last = 1", "M1"),
    "a class": ("class M:\n    seen = {}", "M.seen.setdefault('x', 1)", "M"),
    "a function": ("def memo():\n    pass", "memo.last = 1", "memo"),
    "a module": ("import msgspec as m", "m.last = 1", "m"),
}


@pytest.mark.parametrize("case", OUTLIVES)
def test_state_in_what_outlives_the_call(kilns: Kilns, case: str) -> None:
    """State in an object, a class, a function or a module is state as well."""
    module, changes, name = OUTLIVES[case]
    kilns.change("__init__.py", "class Part(", f"{module}\n\n\nclass Part(")
    kilns.change("__init__.py", DECIDES, f"    {changes}\n{DECIDES}")

    assert [one.found for one in found(kilns)] == [f"load_kiln changes {name}, which outlives the call"]


def test_state_in_a_default(kilns: Kilns) -> None:
    """A default that is a list is one for all calls."""
    kilns.change("__init__.py", "class Part(", "def _note(x, seen=[]):\n    seen.append(x)\n\n\nclass Part(")

    assert [one.found for one in found(kilns)] == ["_note changes seen, which outlives the call"]


def test_state_in_an_instance(kilns: Kilns) -> None:
    """A read model that remembers is found; what its `__init__` sets is what it is."""
    kilns.change("__init__.py", "    def keys(self", "    def __init__(self):\n        self.n = 0\n\n    def keys(self")
    before = found(kilns)
    kilns.change("__init__.py", "        return [fact", "        self.n = 1\n        return [fact")

    assert before == []
    assert [one.found for one in found(kilns)] == ["keys changes self of Kilns, which outlives the call"]


def test_a_registry_that_is_filled_at_import(kilns: Kilns) -> None:
    """A decorator of the module that keeps what it decorates runs at import, and is no state between decisions."""
    registry = (
        "ALL = {}\n\n\ndef _keep(f):\n    ALL[f.__name__] = f\n    return f\n\n\n@_keep\ndef _one():\n    pass\n\n\n"
    )
    kilns.change("__init__.py", "class Part(", f"{registry}class Part(")

    assert found(kilns) == []


def test_a_method_that_is_called_open(kilns: Kilns) -> None:
    """The sector's own method may be called open, or today."""
    door = "class Door:\n    def open(self):\n        return 1\n\n    def today(self):\n        return 2\n\n\n"
    kilns.change("__init__.py", "class Part(", f"{door}class Part(")
    kilns.change("__init__.py", DECIDES, f"    Door().open()\n    Door().today()\n{DECIDES}")

    assert found(kilns) == []


@pytest.mark.parametrize("lazily", [True, False])
def test_code_beside_the_package(kilns: Kilns, lazily: bool) -> None:
    """A module of the project outside the package is its own code, imported at the top or where it is called; a test is not."""
    clock = f"{kilns.name}_clock"
    kilns.write(f"{clock}.py", "from datetime import date\n\n\ndef day():\n    return date.today()\n")
    imports = f"from {clock} import day"
    kilns.change("__init__.py", DECIDES, f"    {imports if lazily else 'pass'}\n    day()\n{DECIDES}")
    kilns.change("__init__.py", '"""Kilns."""\n', f'"""Kilns."""\n\n{"" if lazily else imports}\n')

    (finding,) = found(kilns)

    assert (finding.where, finding.severity) == (f"{clock}.py:5", "error")


def test_a_sector_that_is_one_module(kilns: Kilns) -> None:
    """A sector whose entry point names a module, and no package, is looked at as well."""
    text = (kilns.package / "__init__.py").read_text("utf-8").replace(DECIDES, f"    print('x')\n{DECIDES}")
    (kilns.package / "__init__.py").unlink()
    (kilns.package / "sector.toml").unlink()
    (kilns.package / "demo.toml").unlink()
    kilns.package.rmdir()
    kilns.write(f"{kilns.package.name}.py", text)

    assert [one.where.partition(":")[0] for one in found(kilns)] == [f"{kilns.package.name}.py"]


def test_a_sector_whose_source_is_not_found(kilns: Kilns) -> None:
    """Without one file of source nothing is said to be well."""
    subject = kilns.subject()

    nowhere = msgspec.structs.replace(subject, files=kilns.folder / "nowhere", folder=None)

    assert [one.severity for one in check_pure(nowhere, ()).findings] == ["error"]


@pytest.mark.parametrize("source", ["X = " + "(" * 300 + "1" + ")" * 300, "X = " + "-" * 9000 + "1"])
def test_a_source_that_cannot_be_parsed(kilns: Kilns, source: str) -> None:
    """A file that is nested too deep to be parsed is named."""
    kilns.write(f"{kilns.package.name}/deep.py", source)

    assert [one.where for one in found(kilns)] == [f"{kilns.package.name}/deep.py"]


def test_a_long_sum(kilns: Kilns) -> None:
    """A sum of a thousand texts is looked at as any other line."""
    kilns.write(f"{kilns.package.name}/long.py", "X = " + " + ".join(['"a"'] * 900) + "\n")

    assert found(kilns) == []
