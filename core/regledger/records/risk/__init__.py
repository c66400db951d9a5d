"""The risk of a site, as its lead sector assesses it (安全风险分级; B-15, B-22)."""
