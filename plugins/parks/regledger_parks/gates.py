"""The gates of an enclosed park: vehicles with hazardous goods are registered before they come in (H-08)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from regledger.sectors import (
    Authority,
    Code,
    Command,
    Dossier,
    Enterprise,
    Fact,
    Handler,
    Id,
    Judge,
    Kind,
    Outcome,
    RecordedFact,
    State,
    TagKind,
    Text,
    fact,
    handles,
    hookimpl,
)

from regledger_parks.park.state import Park
from regledger_parks.presence import on_record

__all__ = [
    "HazardousVehicle",
    "VehicleEntered",
    "VehiclePreregistered",
    "enter_vehicle",
    "preregister_vehicle",
]

_TAGS = {"vehicle": "hazardous_vehicle", "park": "park", "enterprise": "enterprise", "authority": "authority"}


@fact("hazardous_vehicle.preregistered", 1, tags=_TAGS, occurred="registered_on")
class VehiclePreregistered(Fact, frozen=True, kw_only=True):
    """`hazardous_vehicle.preregistered` v1: a vehicle with hazardous goods was announced at a park for some days."""

    vehicle: Id
    """An id of the register of vehicles, not its plate."""
    park: Id
    enterprise: Id
    """To whom it goes."""
    authority: Id
    cargo: Code
    valid_from: date
    valid_to: date
    registered_on: date


@fact("hazardous_vehicle.entered", 1, tags=_TAGS, occurred="entered_on")
class VehicleEntered(Fact, frozen=True, kw_only=True):
    """`hazardous_vehicle.entered` v1: a vehicle with hazardous goods came in through a gate."""

    vehicle: Id
    park: Id
    enterprise: Id
    authority: Id
    cargo: Code
    gate: Text
    entered_on: date


class HazardousVehicle(State, frozen=True, kw_only=True):
    """A vehicle as it was last announced; read as `hazardous_vehicle:<vehicle>`."""

    vehicle: str
    park: str = ""
    enterprise: str = ""
    cargo: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    entered_on: date | None = None

    def announced(self, park: str, enterprise: str, cargo: str, day: date) -> bool:
        """Whether it may come into `park` on `day` with `cargo` for `enterprise`."""
        same = (self.park, self.enterprise, self.cargo) == (park, enterprise, cargo)
        return (
            same
            and self.valid_from is not None
            and self.valid_to is not None
            and self.valid_from <= day <= self.valid_to
        )


def _evolve(state: HazardousVehicle | None, recorded: RecordedFact) -> HazardousVehicle | None:
    match recorded.body:
        case VehiclePreregistered() as body:
            return HazardousVehicle(
                vehicle=body.vehicle,
                park=body.park,
                enterprise=body.enterprise,
                cargo=body.cargo,
                valid_from=body.valid_from,
                valid_to=body.valid_to,
                entered_on=None if state is None else state.entered_on,
            )
        case VehicleEntered() as body if state is None:
            return HazardousVehicle(vehicle=body.vehicle, entered_on=body.entered_on)
        case VehicleEntered() as body if state is not None:
            return HazardousVehicle(
                vehicle=state.vehicle,
                park=state.park,
                enterprise=state.enterprise,
                cargo=state.cargo,
                valid_from=state.valid_from,
                valid_to=state.valid_to,
                entered_on=body.entered_on,
            )
    return state


HAZARDOUS_VEHICLE = Kind(
    name="hazardous_vehicle", state=HazardousVehicle, evolve=_evolve, facts=(VehiclePreregistered, VehicleEntered)
)


class PreregisterVehicle(Command, frozen=True, kw_only=True):
    """Announce a vehicle with hazardous goods at a park."""

    vehicle: Id
    park: Id
    enterprise: Id
    authority: Id
    cargo: Code
    valid_from: date
    valid_to: date
    registered_on: date


class EnterVehicle(Command, frozen=True, kw_only=True):
    """Record that a vehicle with hazardous goods came in."""

    vehicle: Id
    park: Id
    enterprise: Id
    authority: Id
    cargo: Code
    gate: Text
    entered_on: date


def _reads(command: PreregisterVehicle | EnterVehicle, dossier: Dossier) -> Iterator[str]:
    del dossier
    yield f"hazardous_vehicle:{command.vehicle}"
    yield f"park:{command.park}"
    yield f"enterprise:{command.enterprise}"
    yield f"authority:{command.authority}"


def _named(command: PreregisterVehicle | EnterVehicle, dossier: Dossier, judge: Judge) -> Outcome:
    yield from on_record(f"park:{command.park}", dossier.get(Park, command.park), judge)
    yield from on_record(f"enterprise:{command.enterprise}", dossier.get(Enterprise, command.enterprise), judge)
    yield from on_record(f"authority:{command.authority}", dossier.get(Authority, command.authority), judge)


@handles("hazardous_vehicle.preregister", PreregisterVehicle, on="registered_on", reads=_reads, world=True)
def preregister_vehicle(command: PreregisterVehicle, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where park, enterprise or authority is unknown, or the days run backwards."""
    yield from _named(command, dossier, judge)
    yield from judge.rule(
        "REF",
        "parks.dates_reversed",
        command.valid_from <= command.valid_to,
        subject=f"hazardous_vehicle:{command.vehicle}",
        first=command.valid_from,
        last=command.valid_to,
    )
    yield VehiclePreregistered(
        vehicle=command.vehicle,
        park=command.park,
        enterprise=command.enterprise,
        authority=command.authority,
        cargo=command.cargo,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        registered_on=command.registered_on,
    )


@handles("hazardous_vehicle.enter", EnterVehicle, on="entered_on", reads=_reads, world=True)
def enter_vehicle(command: EnterVehicle, dossier: Dossier, judge: Judge) -> Outcome:
    """H-08: into an enclosed park comes only what was announced for the day, with this cargo, to this enterprise."""
    yield from _named(command, dossier, judge)
    park = dossier.get(Park, command.park)
    enclosed = park is not None and park.enclosed_on is not None
    vehicle = dossier.get(HazardousVehicle, command.vehicle)
    announced = vehicle is not None and vehicle.announced(
        command.park, command.enterprise, command.cargo, command.entered_on
    )
    yield from judge.rule(
        "H-08",
        "hazardous_vehicle.not_preregistered",
        not enclosed or announced,
        vehicle=command.vehicle,
        park=command.park,
        cargo=command.cargo,
        day=command.entered_on,
    )
    yield VehicleEntered(
        vehicle=command.vehicle,
        park=command.park,
        enterprise=command.enterprise,
        authority=command.authority,
        cargo=command.cargo,
        gate=command.gate,
        entered_on=command.entered_on,
    )


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`hazardous_vehicle.preregistered` and `hazardous_vehicle.entered`."""
    return [VehiclePreregistered, VehicleEntered]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """A vehicle is a subject of its own."""
    return [TagKind("hazardous_vehicle", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """A vehicle."""
    return [HAZARDOUS_VEHICLE]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`hazardous_vehicle.preregister` and `hazardous_vehicle.enter`."""
    return [preregister_vehicle, enter_vehicle]
