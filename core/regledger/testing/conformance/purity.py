"""Pure: what decides looks at nothing but what it is handed, and answers the same whenever it is asked."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import packages_distributions
from pathlib import Path
from re import split

import msgspec

from regledger.sectors.contract import DECLARERS, OBSERVERS
from regledger.testing.conformance.code import dotted, functions, imported, inside, only_from
from regledger.testing.conformance.finding import Checked, Finding, Severity, checked
from regledger.testing.conformance.mutation import containers_of, made, mutations
from regledger.testing.conformance.observations import Answer, Observations
from regledger.testing.conformance.subject import Source, Subject

__all__ = ["check_pure"]

CONTRACT = ("regledger.sectors", "regledger_cli.kit")
"""What a sector may import of regledger."""

_CLOCK = "Time comes in with the act: use judge.day, judge.on, or a field of the command."
_CHANCE = "Ids come in with the command; a decision holds nothing random."
_WORLD = "Take it in with the command, declare it as law, or name it in regledger_reads."
_SAID = "Say it with an objection; a log belongs into regledger_observed."

_NAMES = {
    "datetime.datetime.now": _CLOCK,
    "datetime.datetime.utcnow": _CLOCK,
    "datetime.datetime.today": _CLOCK,
    "datetime.date.today": _CLOCK,
    "uuid.uuid1": _CHANCE,
    "uuid.uuid4": _CHANCE,
    "uuid.getnode": _CHANCE,
    "importlib.import_module": _WORLD,
    "pathlib.Path.cwd": _WORLD,
    "pathlib.Path.home": _WORLD,
    "sys.argv": _WORLD,
    "sys.stdin": _WORLD,
}
_BELOW = {
    "time": _CLOCK,
    "random": _CHANCE,
    "secrets": _CHANCE,
    "email.utils": _CLOCK,
    **dict.fromkeys(
        (
            *("asyncio", "concurrent.futures", "ftplib", "getpass", "http.client", "httpx", "multiprocessing", "os"),
            *("platform", "requests", "shutil", "smtplib", "socket", "sqlite3", "subprocess", "tempfile"),
            *("threading", "urllib.request"),
        ),
        _WORLD,
    ),
}
_AT_IMPORT = frozenset({"importlib.import_module"})
_DECIDES = frozenset(f"regledger.sectors.{one}" for one in ("Judge", "fact", "handles", "hookimpl"))
_HARMLESS = ("os.path", "os.fspath", "os.PathLike", "time.struct_time")
_BUILT_IN = {"open": _WORLD, "input": _WORLD, "print": _SAID, **dict.fromkeys(("exec", "eval", "__import__"), _WORLD)}
_CLOCKS = frozenset({"today", "now", "utcnow", "localtime"})
"""What is asked for the time, whatever it is called on."""
_ZONED = {"astimezone": 1, "fromtimestamp": 2}
"""Method → arguments, with fewer of which it takes the zone of the machine."""
_PLACES = frozenset(
    {
        "absolute",
        "cwd",
        "exists",
        "expanduser",
        "glob",
        "home",
        "is_dir",
        "is_file",
        "iterdir",
        "resolve",
        "rglob",
        "stat",
    }
)
"""What a path is asked about the machine."""
_FILES = frozenset({"open", "read_bytes", "read_text", "write_bytes", "write_text"})


def check_pure(subject: Subject, runs: tuple[Observations, ...]) -> Checked:
    """Its source, and what its functions touched and answered while its tests ran."""
    code = [one for one in subject.sources if not _is_cli(one, subject.sources)]
    own = _Own(
        observing=only_from(subject.sources, OBSERVERS),
        declaring=only_from(subject.sources, DECLARERS),
        at_import=only_from(subject.sources, ()),
        methods=frozenset(one.name for one in functions(subject.sources)),
        shared=frozenset(name for one in subject.sources for name in containers_of(one.tree)),
    )
    findings = [
        *_unread(subject),
        *(one for source in subject.sources for one in _imports(subject, source)),
        *(one for source in code for one in (*_calls(source, own), *_state(source, own))),
        *(one for seen in runs[:1] for one in _ran(seen)),
        *_between(runs),
    ]
    if subject.data_alone:
        return Checked(check="pure", looked_at="it is data alone: there is no Python file", made=False)
    answers = sum(len(one) for seen in runs[:1] for one in seen.answers.values())
    return checked(
        "pure", f"{len(subject.sources)} files of source, {answers} answers given twice and compared", findings
    )


class _Own(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the sector's functions."""

    observing: frozenset[str]
    declaring: frozenset[str]
    at_import: frozenset[str]
    methods: frozenset[str]
    shared: frozenset[str]


def _unread(subject: Subject) -> Iterator[Finding]:
    read = {one.path for one in subject.sources}
    for path in subject.paths:
        if path not in read:
            yield _finding(subject.called(path), "it cannot be parsed, so nothing is known of it", "Mend or split it.")
    if not subject.paths and not subject.data_alone:
        yield _finding(
            subject.package,
            "none of its source was found below its project",
            "Let the entry point name a package or a module in the folder of pyproject.toml, or in src.",
        )


def _finding(where: str, found: str, remedy: str, severity: Severity = "error") -> Finding:
    return Finding(check="pure", where=where, found=found, remedy=remedy, severity=severity)


def _is_cli(source: Source, sources: Iterable[Source]) -> bool:
    """A module of commands, which nothing else of the sector imports: it may look around, and no decision is made in it."""
    if not _imports_cli(source) or any(name in _DECIDES for name in imported(source.tree).values()):
        return False
    name = source.path.parent.name if source.path.name == "__init__.py" else source.path.stem
    return not any(name in _modules(one.tree) for one in sources if one != source and not _imports_cli(one))


def _imports_cli(source: Source) -> bool:
    return any(name.partition(".")[0] in {"click", "regledger_cli"} for name in imported(source.tree).values())


def _modules(tree: ast.Module) -> set[str]:
    """The last parts of what is imported."""
    froms = (node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    names = (node.name for node in ast.walk(tree) if isinstance(node, ast.alias))
    return {one.rpartition(".")[2] for one in (*froms, *names)}


def _imports(subject: Subject, source: Source) -> Iterator[Finding]:
    own = {subject.package.partition(".")[0], *(_top(path, subject) for path in subject.paths)}
    required = {_canonical(split(r"[ <>=!~;\[(]", one, maxsplit=1)[0]) for one in subject.requires}
    brought = packages_distributions()
    for node in ast.walk(source.tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        for name in names:
            top = name.partition(".")[0]
            if top in own or top in sys.stdlib_module_names:
                continue
            if top.partition("_")[0] == "regledger" and top in {"regledger", "regledger_cli", "regledger_projections"}:
                if name not in CONTRACT:
                    yield _finding(
                        source.at(node),
                        f"it imports {name}, which is no part of the contract",
                        f"Import from {' or '.join(CONTRACT)}: what stands there keeps working.",
                    )
            elif required.isdisjoint(_canonical(one) for one in brought.get(top, [top])):
                yield _finding(
                    source.at(node),
                    f"it imports {name}, and its distribution does not ask for it",
                    "Name the distribution in dependencies of pyproject.toml, or do without.",
                )


def _top(path: Path, subject: Subject) -> str:
    """What an import of the file begins with."""
    for root in () if subject.folder is None else (subject.folder / "src", subject.folder):
        if path.is_relative_to(root):
            return path.relative_to(root).parts[0].removesuffix(".py")
    return ""


def _canonical(name: str) -> str:
    return name.strip().lower().replace("_", "-").replace(".", "-")


def _calls(source: Source, own: _Own) -> Iterator[Finding]:
    names = imported(source.tree)
    for function, node in inside(source.tree, ""):
        if function in own.observing and function not in own.declaring:
            continue
        reads_at_import = function == "" or function in own.declaring
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
            remedy, name = _forbidden(dotted(node, names))
            if remedy and not (reads_at_import and name in _AT_IMPORT):
                yield _finding(source.at(node), f"it uses {name}{_in(function)}", remedy)
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in _BUILT_IN and node.func.id not in names:
            if not (node.func.id == "open" and reads_at_import):
                yield _finding(source.at(node), f"it calls {node.func.id}(){_in(function)}", _BUILT_IN[node.func.id])
        elif asked := _asks_clock(node, own):
            if not _forbidden(dotted(node.func, names))[0]:
                yield _finding(source.at(node), f"it calls {asked}{_in(function)}", _CLOCK)
        elif isinstance(node.func, ast.Attribute) and not reads_at_import:
            yield from _asks_files(source, function, node, names, own)


def _asks_clock(node: ast.Call, own: _Own) -> str:
    """`.today()` for a call of that method, or of `getattr` with its name; empty for anything else."""
    if isinstance(node.func, ast.Name) and node.func.id == "getattr" and len(node.args) > 1:
        named = node.args[1]
        known = isinstance(named, ast.Constant) and named.value in {*_CLOCKS, *_ZONED}
        return f"getattr(…, {named.value!r})" if known and isinstance(named, ast.Constant) else ""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if name in own.methods:
        return ""  # its own, which is looked at where it is written
    asks = name in _CLOCKS or len(node.args) + len(node.keywords) < _ZONED.get(name, 0)
    return f".{name}()" if asks else ""


def _asks_files(
    source: Source, function: str, node: ast.Call, names: Mapping[str, str], own: _Own
) -> Iterator[Finding]:
    assert isinstance(node.func, ast.Attribute)
    name, paths = node.func.attr, "pathlib.Path" in names.values() or "pathlib" in names.values()
    if name in own.methods and not paths:
        return
    if name in _FILES or (name in _PLACES and paths):
        resources = "importlib.resources.files" in names.values() and not paths
        yield _finding(
            source.at(node),
            f"it {'reads or writes a file' if name in _FILES else 'looks at the machine'} with .{name}(){_in(function)}",
            "Read the package's own data at import, or in a hook that declares; take all else in with the command.",
            "advice" if resources else "error",
        )


def _in(function: str) -> str:
    return f" in {function}" if function else ""


def _forbidden(name: str) -> tuple[str, str]:
    """The remedy, and the name as it is told; empty for what is harmless, and for a bare module."""
    if not name or name.startswith(_HARMLESS):
        return "", ""
    if name in _NAMES:
        return _NAMES[name], name
    for module, remedy in _BELOW.items():
        # One finding for `os.environ.get`, at the part that is the first below the module.
        rest = name.removeprefix(f"{module}.")
        if rest != name and "." not in rest:
            return remedy, name
    return "", ""


def _state(source: Source, own: _Own) -> Iterator[Finding]:
    kept = frozenset({"ReadModel", *made(source.tree, own.declaring)})
    for function, node, name in mutations(source.tree, kept, own.shared):
        if function not in own.observing | own.at_import:
            yield _finding(
                source.at(node),
                f"{function} changes {name}, which outlives the call",
                "Keep nothing between two decisions: what has to be known stands in facts and their state.",
            )


def _ran(seen: Observations) -> Iterator[Finding]:
    for touch in seen.touches:
        severity: Severity = "advice" if touch.own else "error"
        remedy = "Read the package's own data at import, not while a decision waits." if touch.own else _WORLD
        yield _finding(touch.place, f"{touch.hook} touched the world: {touch.event} {touch.what}", remedy, severity)
    for one in {each.hook: each for each in reversed(seen.unsteady)}.values():
        yield _finding(
            one.hook,
            f"asked the same twice, it answered {one.one!r} and then {one.other!r} (in {one.test})",
            "Let the answer follow from the arguments alone: no clock, no chance, no state.",
        )


def _between(runs: tuple[Observations, ...]) -> Iterator[Finding]:
    told = {one.hook for seen in runs[:1] for one in seen.unsteady}
    pairs = ((runs[0], later, test) for later in runs[1:] for test in runs[0].answers)
    for before, after, test in pairs:
        for one, other in zip(before.answers[test], after.answers.get(test, ()), strict=False):
            if _question(one) != _question(other):
                break  # from here on the test itself asked something else
            if one.digest != other.digest and one.hook not in told:
                told.add(one.hook)
                yield _finding(
                    one.hook,
                    f"under another PYTHONHASHSEED, time zone, home and working directory it answers {other.text!r} "
                    f"instead of {one.text!r} (in {test})",
                    "Sort what comes out of a set before it goes into an answer; ask the machine for nothing.",
                )


def _question(answer: Answer) -> tuple[str, str]:
    return answer.hook, answer.asked
