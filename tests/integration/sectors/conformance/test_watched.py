"""What the sector's own tests show while they are watched; each of these runs them for real."""

from __future__ import annotations

from pathlib import Path

import pytest
from regledger.testing.conformance import Budget, Finding, check, running

from .conftest import TODAY, Kilns

DECIDES = "    most = judge.whole("


def wrong(kilns: Kilns) -> list[Finding]:
    """What fails the sector."""
    return [one for one in kilns.report().findings if one.severity != "advice"]


def test_a_sector_that_is_well(kilns: Kilns) -> None:
    """The sector passes every check, and leaves nothing in its folder."""
    before = sorted(path for path in kilns.folder.rglob("*") if "__pycache__" not in path.parts)

    report = kilns.report()

    assert report.passed
    assert [one.check for one in report.findings] == ["schemas"]
    assert {one.verdict for one in report.checks} == {"ok", "advice"}
    assert [one.looked_at for one in report.checks if one.check == "tests"] == [
        "2 tests passed, run under 4 hash seeds"
    ]
    assert sorted(path for path in kilns.folder.rglob("*") if "__pycache__" not in path.parts) == before


def test_a_test_that_fails(kilns: Kilns) -> None:
    """A failing test is a finding with its name."""
    kilns.change("tests/test_kilns.py", 'refuses("NAME-01")', "is_recorded()")

    assert ["test_a_kiln_that_is_too_full" in one.where for one in wrong(kilns)] == [True]


def test_tests_that_cannot_be_collected(kilns: Kilns) -> None:
    """A test file that cannot be imported is a finding."""
    kilns.change("tests/test_kilns.py", "import pytest", "import no_such_module_here")

    assert {one.check for one in wrong(kilns)} >= {"tests"}


def test_no_tests(kilns: Kilns) -> None:
    """A sector without tests is found wanting, and what only tests show is not looked at."""
    (kilns.folder / "tests" / "test_kilns.py").unlink()

    report = kilns.report()

    assert [one.check for one in report.findings if one.severity == "error"] == ["tests"]
    assert [one.check for one in report.checks if not one.made] == ["boundaries", "time"]


def test_one_side_of_a_rule(kilns: Kilns) -> None:
    """A rule that the tests only ever see hold is named, and so is its objection that nobody raised."""
    kilns.change("tests/test_kilns.py", 'loaded(county, 101).refuses("NAME-01")', "loaded(county, 99).is_recorded()")

    assert [(one.check, one.where) for one in wrong(kilns)] == [
        ("law", f"{kilns.name}_kiln.too_full"),
        ("boundaries", f"{kilns.name}-01 {kilns.name}_kiln.too_full"),
    ]


def test_a_rule_that_no_test_comes_to(kilns: Kilns) -> None:
    """A rule asked in a branch that no test takes is found at its line."""
    branch = (
        '    if command.load < 0:\n        yield from judge.rule("NAME-01", "site.unknown", False, site=command.site)\n'
    )
    kilns.change("__init__.py", DECIDES, branch + DECIDES)

    (finding,) = wrong(kilns)

    assert (finding.check, finding.where.rpartition(":")[0]) == ("boundaries", f"{kilns.package.name}/__init__.py")


def test_far_from_the_limit(kilns: Kilns) -> None:
    """Tests far from both sides of a limit are advised to stand right beside it."""
    kilns.change("tests/test_kilns.py", "loaded(county, 101)", "loaded(county, 150)")

    advice = [one for one in kilns.report().findings if one.check == "boundaries"]

    assert [(one.severity, "(load, most)" in one.found) for one in advice] == [("advice", True)]


def test_an_answer_that_changes(kilns: Kilns) -> None:
    """A decision that answers otherwise when it is asked again is found, with both answers."""
    kilns.change("__init__.py", "class Part(", "from itertools import count\n\nTURN = count()\n\n\nclass Part(")
    kilns.change("__init__.py", "remark=command.remark,", "remark=str(next(TURN)),")

    (finding,) = wrong(kilns)

    assert (finding.check, finding.where) == ("pure", f"command {kilns.name}_kiln.load")


def test_a_row_that_changes(kilns: Kilns) -> None:
    """A read model whose row is another when it is folded again is found, as a decision is."""
    kilns.change("__init__.py", "class Part(", "from itertools import count\n\nTURN = count()\n\n\nclass Part(")
    kilns.change("__init__.py", '"load": facts[-1].body.load}', '"load": next(TURN)}')
    folded = """

def test_the_row(county):
    from regledger.installation import Installation
    assert Installation().read_models["NAME_kilns"].row("K-1", [])
"""
    kilns.write("tests/test_kilns.py", (kilns.folder / "tests/test_kilns.py").read_text("utf-8") + folded)

    (finding,) = wrong(kilns)

    assert (finding.check, finding.where) == ("pure", f"read model {kilns.name}_kilns, its row")


def test_an_answer_out_of_a_set(kilns: Kilns) -> None:
    """What comes out of a set unsorted differs under another hash seed, and is found."""
    words = "{'" + "', '".join(f"w{number}" for number in range(40)) + "'}"
    kilns.change("__init__.py", "remark=command.remark,", f'remark=",".join({words}),')

    (finding,) = wrong(kilns)

    assert (finding.check, finding.where) == ("pure", f"command {kilns.name}_kiln.load")
    assert "PYTHONHASHSEED" in finding.found


def test_a_file_that_is_opened_out_of_sight(kilns: Kilns) -> None:
    """A file that the source does not show being opened is seen when it is, with hook and line."""
    kilns.change("__init__.py", DECIDES, f"    getattr(__builtins__, 'get', None)\n    _look()\n{DECIDES}")
    look = "import io\n\n\ndef _look():\n    getattr(io, 'op' + 'en')(__file__).close()\n\n\nclass Part("
    kilns.change("__init__.py", "class Part(", look)

    touched = [one for one in kilns.report().findings if one.check == "pure"]

    assert [(one.severity, f"{kilns.name}_kiln.load touched the world: open" in one.found) for one in touched] == [
        ("advice", True)
    ]
    kilns.change("__init__.py", "__file__", repr(str(Path(__file__))))
    assert [one.severity for one in wrong(kilns)] == ["error"]


def test_a_slow_hook(kilns: Kilns) -> None:
    """A hook that takes longer than its budget is named with what it took."""
    kilns.change("__init__.py", "    return iter(())", "    sum(range(3_000_000))\n    return iter(())")

    report = check(kilns.subject(), today=TODAY, budget=Budget(median_ms=1, worst_ms=10_000))

    assert [(one.check, one.where) for one in report.findings if one.severity == "error"] == [
        ("time", "regledger_objections")
    ]


def test_a_persons_number_in_a_test(kilns: Kilns) -> None:
    """A tag that is a person's number, and a remark with one, are found though no test fails."""
    kilns.change("tests/test_kilns.py", 'kiln="K-1"', 'kiln="11010519491231002X"')
    kilns.change("tests/test_kilns.py", "loaded(county, 100)", 'loaded(county, 100, remark="13812345678")')

    findings = wrong(kilns)

    assert {one.check for one in findings} == {"privacy"}
    assert {one.where for one in findings} == {f"{kilns.name}_kiln.loaded", f"{kilns.name}_kiln.loaded.remark"}
    assert not any("11010519491231002X" in one.found for one in findings)


ASSERTS_NOTHING = """

def test_nothing_is_said(county):
    for load in (100, 101):
        try:
            loaded(county, load).quietly()
        except AssertionError:
            pass
"""


def test_tests_that_assert_nothing(kilns: Kilns) -> None:
    """Tests that come to both sides of a rule and say nothing of either are an error: none fails when it is turned round."""
    tests = (kilns.folder / "tests/test_kilns.py").read_text("utf-8")
    kilns.write("tests/test_kilns.py", tests.split("def test_")[0] + ASSERTS_NOTHING)

    (finding,) = [one for one in wrong(kilns) if one.check == "boundaries"]

    assert finding.where == f"{kilns.name}-01 {kilns.name}_kiln.too_full"
    assert "no test notices when it is turned round" in finding.found


def test_no_time_to_turn_a_rule_round(kilns: Kilns, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that could not be turned round in time is told as advice, and not as noticed."""
    monkeypatch.setattr(running, "TURNING", 0.0)

    (advice,) = [one for one in kilns.report().findings if one.check == "boundaries"]

    assert (advice.severity, "was not turned round" in advice.found) == ("advice", True)


def test_an_answer_that_follows_the_machine(kilns: Kilns) -> None:
    """What depends on the time zone, the home or the working directory differs in another run, and is found."""
    kilns.change("__init__.py", '"""Kilns."""\n', '"""Kilns."""\n\nimport os as _o\n')
    kilns.change("__init__.py", "remark=command.remark,", "remark=getattr(_o, 'get' + 'cwd')(),")

    (finding,) = wrong(kilns)

    assert (finding.check, finding.where) == ("pure", f"command {kilns.name}_kiln.load")
    assert "working directory" in finding.found


def test_an_answer_that_parts_before_the_test_does(kilns: Kilns) -> None:
    """Answers are compared up to where the test itself asks something else in another run."""
    words = "{'" + "', '".join(f"w{number}" for number in range(40)) + "'}"
    kilns.change("__init__.py", "remark=command.remark,", f'remark=",".join({words}),')
    more = "\n\ndef test_chance(county):\n    import os\n    loaded(county, 7).is_recorded()\n"
    more += "    loaded(county, 5, remark=os.urandom(9).hex()).is_recorded()\n"
    tests = (kilns.folder / "tests/test_kilns.py").read_text("utf-8")
    kilns.write("tests/test_kilns.py", tests.split("def test_")[0] + more.replace("NAME", kilns.name))

    assert "pure" in [one.check for one in wrong(kilns)]


def test_a_test_that_is_skipped(kilns: Kilns) -> None:
    """A test that is skipped, or expected to fail, is told as advice: it proves nothing."""
    more = (
        "\n\n@pytest.mark.skip\ndef test_one():\n    pass\n\n\n@pytest.mark.xfail\ndef test_two():\n    assert False\n"
    )
    kilns.write("tests/test_kilns.py", (kilns.folder / "tests/test_kilns.py").read_text("utf-8") + more)

    report = kilns.report()

    told = [one for one in report.findings if one.check == "tests"]
    assert [(one.where.rpartition("::")[2], one.severity) for one in told] == [
        ("test_one", "advice"),
        ("test_two", "advice"),
    ]
    assert report.passed


@pytest.mark.parametrize("said", ["../../../../escaped", "1.0\\nX: y", "1" * 300])
def test_a_version_that_is_none(kilns: Kilns, said: str) -> None:
    """A version with slashes, lines or no end names no file: the tests are run all the same."""
    kilns.change("pyproject.toml", 'version = "1.4.0"', f'version = "{said}"')

    assert [one for one in wrong(kilns) if one.check == "tests"] == []


def test_a_package_that_is_a_link(kilns: Kilns) -> None:
    """A package behind a symbolic link is the sector's own: its asks are seen, and its clock is found."""
    kilns.change("__init__.py", DECIDES, f"    _clock()\n{DECIDES}")
    clock = "def _clock():\n    from datetime import date\n    return date.today()\n\n\nclass Part("
    kilns.change("__init__.py", "class Part(", clock)
    real = kilns.folder.parent / "elsewhere"
    kilns.package.rename(real)
    kilns.package.symlink_to(real)

    report = kilns.report()

    assert [one.check for one in report.findings if one.severity == "error"] == ["pure"]
    assert [one.looked_at.partition(",")[0] for one in report.checks if one.check == "boundaries"] == [
        "1 pairs of rule and objection"
    ]


def test_a_story_that_ends_otherwise(kilns: Kilns) -> None:
    """A step of its story that is refused, or is not, against what it says is found with its line and the rules."""
    kilns.change("demo.toml", '"load": 101', '"load": 99')

    [finding] = [one for one in kilns.report().findings if one.check == "demo"]

    assert (finding.severity, finding.where) == ("error", "demo.toml, step 2")
    assert f"was refused by no rule and not by {kilns.name}-01" in finding.found


def test_a_story_that_cannot_be_read(kilns: Kilns) -> None:
    """A story with a line that is no command is found, and named."""
    kilns.change("demo.toml", '{"command": "site.register"', '{"order": "site.register"')

    assert [one.check for one in wrong(kilns)] == ["demo"]
