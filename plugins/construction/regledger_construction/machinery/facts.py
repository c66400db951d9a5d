"""What is recorded of lifting machinery and self-lifting structures: erected or taken down, accepted, used, registered."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.sectors import Code, Fact, Id, fact

__all__ = [
    "PARTIES",
    "LiftingMachineAccepted",
    "LiftingMachineErected",
    "LiftingMachineRegistered",
    "LiftingMachineUsed",
    "Machine",
    "Party",
    "Work",
]

Machine = Literal[
    "tower_crane", "hoist", "material_hoist", "gantry_crane", "lifting_scaffold", "lifting_formwork", "other"
]
"""塔式起重机 · 施工升降机 · 物料提升机 · 门式起重机 · 整体提升脚手架 · 整体提升模板 · 其他."""

Work = Literal["erect", "climb", "dismantle"]
"""安装 · 顶升、附着 · 拆卸."""

Party = Literal["contractor", "subcontractor", "lessor", "installer"]
"""施工(总承包)单位 · 分包单位 · 出租单位 · 安装单位."""
PARTIES: tuple[Party, ...] = ("contractor", "subcontractor", "lessor", "installer")
"""Those that accept what was rented (393 Art 35)."""

_TAGS = {"machine": "lifting_machine", "site": "site"}


@fact(
    "lifting_machine.erected",
    1,
    tags={**_TAGS, "enterprise": "enterprise", "authority": "authority"},
    occurred="worked_on",
    amended="withdrawn",
)
class LiftingMachineErected(Fact, frozen=True, kw_only=True):
    """`lifting_machine.erected` v1: a machine was erected, climbed or taken down on a legal day (393 Art 17)."""

    machine: Id
    site: Id
    enterprise: Id
    """The contractor that uses it."""
    authority: Id
    kind: Machine
    work: Work
    installer: Id
    """The unit that did it; an id of its own, for it need not be registered here."""
    qualified: bool
    """Whether that unit holds the qualification for it."""
    plan: bool
    """Whether there is a plan with safety measures."""
    technician: Id | None
    """Surrogate id of the technical person who supervised on site; None where nobody did."""
    self_checked: bool
    """Whether a certificate of its own check was issued; asked of what stands ready for use."""
    explained: bool
    """Whether safe use was explained and the hand-over signed; asked of what stands ready for use."""
    worked_on: date


@fact("lifting_machine.accepted", 1, tags=_TAGS, occurred="accepted_on", amended="withdrawn")
class LiftingMachineAccepted(Fact, frozen=True, kw_only=True):
    """`lifting_machine.accepted` v1: the machine was accepted as fit on a legal day (393 Art 35)."""

    machine: Id
    site: Id
    rented: bool
    special: bool
    """Whether it is special equipment, which a testing body inspects first."""
    inspected_on: date | None
    """The day of that inspection, passed; None where there was none."""
    parties: tuple[Party, ...]
    """Who signed."""
    subcontracted: bool
    """Whether any of the works are subcontracted, so that there is a subcontractor who can sign."""
    accepted_on: date


@fact("lifting_machine.used", 1, tags=_TAGS, occurred="used_on", amended="withdrawn")
class LiftingMachineUsed(Fact, frozen=True, kw_only=True):
    """`lifting_machine.used` v1: the machine was in use on a legal day, as an inspector saw or was shown (393 Art 35)."""

    machine: Id
    site: Id
    used_on: date


@fact("lifting_machine.registered", 1, tags=_TAGS, occurred="registered_on", amended="withdrawn")
class LiftingMachineRegistered(Fact, frozen=True, kw_only=True):
    """`lifting_machine.registered` v1: the contractor registered the machine for use on a legal day (393 Art 35)."""

    machine: Id
    site: Id
    number: Code
    """Of the registration."""
    mark_fixed: bool
    """Whether its mark is fixed where it can be seen."""
    registered_on: date
