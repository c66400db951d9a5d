"""Schemas: what the last release wrote stays readable, and what was sent to it is still understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from regledger.testing.conformance.finding import Checked, Finding, Severity, checked
from regledger.testing.conformance.released import FILE, Field, Released, ReleasedFact, ReleasedView
from regledger.testing.conformance.subject import Subject

__all__ = ["check_schemas"]


def check_schemas(subject: Subject) -> Checked:
    """Compared with `released.json`; raises `ReleasedUnreadable`."""
    if subject.folder is None:
        return Checked(check="schemas", looked_at="it was installed without its project's folder", made=False)
    before = Released.read(subject.folder).get(subject.name)
    if before is None:
        missing = _finding(
            FILE,
            f"there is no {FILE} of this sector, so nothing can be compared",
            'Write it at each release with "regledger sectors check FOLDER --release", and keep it with the source.',
            "advice",
        )
        return checked("schemas", "no earlier release", [missing])
    looked_at = f"{len(before.facts)} facts, {len(before.commands)} commands of release {before.version}"
    return checked("schemas", looked_at, _compared(subject, before, Released.of(subject)))


def _finding(where: str, found: str, remedy: str, severity: Severity = "error") -> Finding:
    return Finding(check="schemas", where=where, found=found, remedy=remedy, severity=severity)


def _compared(subject: Subject, before: Released, now: Released) -> Iterator[Finding]:
    successors = _successors(subject)
    for name, old in before.facts.items():
        new = now.facts.get(successors.get(name, name))
        if new is None:
            yield _finding(
                name,
                "it was released, and nothing declares it or names it as what it was called",
                f"Declare it again, or give its successor formerly={name!r}: its facts stand in the log for ever.",
            )
        else:
            yield from _fact(name, old, new, renamed=name in successors)
        yield from _forgotten(
            name, old.formerly, {*now.facts, *successors}, "its facts of then stand in the log for ever"
        )
    called = {former: one.name for one in subject.declared.handlers for former in one.formerly}
    for name, command in before.commands.items():
        found = now.commands.get(called.get(name, name))
        if found is None:
            yield _finding(
                name,
                "the command was released, and nothing declares it",
                f"Declare it again, or give its successor formerly={name!r}: programs send it.",
            )
        else:
            remedy = "Keep the field as it was and add another, with a default."
            yield from _fields(name, command.fields, found.fields, remedy)
        yield from _forgotten(name, command.formerly, {*now.commands, *called}, "programs of then send it")
    for name, view in before.read_models.items():
        yield from _view(name, view, now.read_models.get(name))


def _forgotten(name: str, formerly: Iterable[str], known: set[str], why: str) -> Iterator[Finding]:
    for former in formerly:
        if former not in known:
            yield _finding(
                former,
                f"{name} was released as what it was called before, and nothing says so any more",
                f"Keep {former!r} among the names in formerly of its successor: {why}.",
            )


def _successors(subject: Subject) -> dict[str, str]:
    """Former name → the name of the fact that says it was called so."""
    found: dict[str, str] = {}
    for body in subject.declared.facts:
        found.update(dict.fromkeys(body.__fact__.formerly, body.__fact__.name))
    return found


def _fact(name: str, old: ReleasedFact, new: ReleasedFact, *, renamed: bool) -> Iterator[Finding]:
    if new.version < old.version:
        yield _finding(
            name, f"its version went from {old.version} to {new.version}", "A version is raised and never lowered."
        )
        return
    if old.tags != new.tags and not (new.version > old.version and old.tags.items() <= new.tags.items()):
        yield _finding(
            name,
            f"its tags were {_pairs(old.tags)} and are {_pairs(new.tags)}",
            "Leave them: facts of before are found by them. What is new is a side kind of tag (regledger_tag_kinds).",
        )
    for what, was, now in (("occurred", old.occurred, new.occurred), ("effective", old.effective, new.effective)):
        if was != now and not renamed:
            yield _finding(name, f"{what} was {was!r} and is {now!r}", "Leave it: what counts when would change.")
    if new.version == old.version:
        remedy = f"Raise the version of {name} and lift the stored bodies, or keep the field as it was."
        yield from _fields(name, old.fields, new.fields, remedy)


def _fields(name: str, old: Mapping[str, Field], new: Mapping[str, Field], remedy: str) -> Iterator[Finding]:
    for path, field in old.items():
        now = new.get(path)
        if now is None:
            if not any(path.startswith((f"{gone}.", f"{gone}[]", f"{gone}{{}}")) for gone in old if gone not in new):
                yield _finding(f"{name}.{path}", "the field was released, and is gone or renamed", remedy)
        elif not _reads(field.type, now.type):
            yield _finding(f"{name}.{path}", f"its type was {field.type} and is {now.type}", remedy)
        elif now.required and not field.required:
            yield _finding(f"{name}.{path}", "it had a default and has none", "Give it its default again.")
    for path, field in new.items():
        if path not in old and field.required and not _inside_new(path, old, new):
            yield _finding(f"{name}.{path}", "it is new and has no default", f"Give it a default. {remedy}")


def _inside_new(path: str, old: Mapping[str, Field], new: Mapping[str, Field]) -> bool:
    """Whether it lies in a field that is new itself."""
    return any(path.startswith((f"{one}.", f"{one}[]", f"{one}{{}}")) for one in new if one not in old)


def _reads(was: str, now: str) -> bool:
    """Whether everything that was written as `was` can be read as `now`."""
    if was == now:
        return True
    old, new = msgspec.json.decode(was), msgspec.json.decode(now)
    if isinstance(old, dict) and isinstance(new, dict) and "enum" in old and "enum" in new:
        return set(map(str, old["enum"])) <= set(map(str, new["enum"]))
    return False


def _view(name: str, old: ReleasedView, new: ReleasedView | None) -> Iterator[Finding]:
    where = f"read model {name}"
    if new is None:
        yield _finding(where, "it was released, and nothing declares it", "Declare it again: others read it.")
    elif new.version < old.version:
        yield _finding(where, f"its version went from {old.version} to {new.version}", "Raise it.")
    elif new.version == old.version and new.columns != old.columns:
        differ = sorted(
            {*old.columns, *new.columns} - {one for one in old.columns if new.columns.get(one) == old.columns[one]}
        )
        yield _finding(
            where, f"its columns changed ({', '.join(differ)}) and its version did not", "Raise its version."
        )


def _pairs(tags: Mapping[str, str]) -> str:
    return ", ".join(f"{field} → {kind}" for field, kind in sorted(tags.items())) or "none"
