"""The record of a park: its facts, its state, and the commands on it."""
