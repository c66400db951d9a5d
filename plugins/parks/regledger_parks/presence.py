"""What every record of the sector asks first: its id is free, and what it names is on record; and what is known of a site in a park."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Act, Judge, Objection, Site, State

from regledger_parks.park.state import Park
from regledger_parks.profile import RECORD, ParkSite

__all__ = ["filled", "on_record", "park_of", "park_reads", "site_of", "vacant"]


def on_record(subject: str, state: State | None, judge: Judge) -> Iterator[Objection]:
    """REF: `subject` (`kind:id`), whose state on the day is `state`, is on record."""
    yield from judge.rule("REF", "record.unknown", state is not None, subject=subject)


def vacant(subject: str, known: bool, judge: Judge) -> Iterator[Objection]:
    """REF: nothing is recorded under the id of `subject` yet."""
    yield from judge.rule("REF", "record.taken", not known, subject=subject)


def filled(subject: str, judge: Judge, **parts: str) -> Iterator[Objection]:
    """REF: none of `parts` is blank."""
    for part, text in parts.items():
        yield from judge.rule("REF", "parks.blank", bool(text.strip()), subject=subject, part=part)


def site_of(enterprise: str, site: Site, judge: Judge) -> Iterator[Objection]:
    """REF: the site is the enterprise's."""
    yield from judge.rule(
        "REF",
        "parks.site_of_another",
        site.enterprise == enterprise,
        site=site.site,
        owner=site.enterprise,
        enterprise=enterprise,
    )


def park_reads(act: Act, site: str) -> Iterator[str]:
    """The profile of `site`, then the park that it names."""
    yield f"{RECORD}:{site}"
    profile = act.dossier.loaded(ParkSite, site)
    if profile is not None:
        yield f"park:{profile.park}"


def park_of(act: Act, site: str) -> Park | None:
    """The park in which `site` lies; None where nobody said so, or the park is not on record."""
    profile = act.dossier.loaded(ParkSite, site)
    return None if profile is None else act.dossier.loaded(Park, profile.park)
