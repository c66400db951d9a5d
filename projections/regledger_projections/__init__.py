"""Streams and read models of a ledger: publisher, projection runner, targets, service, status."""
