"""A profile of a store of fireworks, as an authority sends it and as a register has it."""

from __future__ import annotations

from datetime import date

from regledger.testing.scenario import step

__all__ = ["PROFILE", "REGISTER", "TODAY"]

TODAY = date(2026, 3, 2)

PROFILE = step(
    "fireworks_site.profile",
    site="S-2",
    authority="emb",
    profile={"boxes_licensed": 50},
    profiled_on="2026-03-02",
)

REGISTER = """
[register]
id = "stores"
title = "Stores"

[[record]]
name = "store"
key = ["no"]

[[record.fact]]
type = "fireworks_site.profiled"
fields.site = { id = ["no"] }
fields.enterprise = { constant = "E-1" }
fields.authority = { constant = "emb" }
fields.profiled_on = { date = "on" }
[[record.fact.fields.profile]]
boxes_licensed = { column = "boxes" }
"""
