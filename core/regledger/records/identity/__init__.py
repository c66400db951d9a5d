"""Identity over time: new names, mergers and splits, successors, regions and their codes. Nothing is ever retagged."""
