"""Tenancies, a factory within a factory: their facts, their state, and the commands on them."""
