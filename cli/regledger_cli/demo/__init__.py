"""The sample county, and the story that is told in it."""
