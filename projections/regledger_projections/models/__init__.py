"""The read models that every installation has."""

from __future__ import annotations

from regledger_projections.models.licences import Licences
from regledger_projections.models.open_hazards import OpenHazards

__all__ = ["CORE_MODELS", "Licences", "OpenHazards"]

CORE_MODELS = (Licences(), OpenHazards())
