"""What the process logs: major hazard sources of grades 1 and 2, which the county reports to the city (F-09)."""

from __future__ import annotations

import logging

from regledger.sectors import Act, Recorded, Refused, RegledgerError

from regledger_hazardous_chemicals.major_hazard_sources import Quantity, grade
from regledger_hazardous_chemicals.record import identify_major_hazard_source

__all__ = ["log_grave_sources"]

_log = logging.getLogger(__name__)

REPORTED = 2
"""The mildest grade that is reported upwards."""


def log_grave_sources(act: Act, answer: Recorded | Refused) -> None:
    """One line for each source of grade 1 or 2 that was recorded: its id, site and grade, and nobody's name."""
    if act.name != identify_major_hazard_source.name or not isinstance(answer, Recorded):
        return
    command = act.command
    unit = [Quantity(substance=one.substance, tonnes=one.tonnes, classes=one.classes) for one in command.quantities]
    try:
        found = grade(unit, command.people_within_500_m).grade
    except RegledgerError:
        return  # recorded, and not gradable: its beta is not known
    if found is not None and found <= REPORTED:
        _log.info(
            "major hazard source %s of site %s is of grade %d: report it to the city this quarter (F-09)",
            command.source,
            command.site,
            found,
        )
