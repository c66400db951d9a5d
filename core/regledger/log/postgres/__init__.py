"""The scale-out store: one schema of a PostgreSQL database, and any number of processes and machines that write."""

from __future__ import annotations

from regledger.log.postgres.driver import DriverMissing
from regledger.log.postgres.recorder import PostgresRecorder
from regledger.log.postgres.schema import grant, schema_version, upgrade_schema

__all__ = ["DriverMissing", "PostgresRecorder", "grant", "schema_version", "upgrade_schema"]
