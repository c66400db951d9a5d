"""A sector with an offence, smoke, that is fined from 20,000 to 50,000 yuan, and a case about it."""

from __future__ import annotations

from typing import Any

from regledger.testing.penalty import DECIDED, FILED, NOTIFIED

from .conftest import parameter, rule

LEAST, MOST = 2_000_000, 5_000_000
"""20,000 and 50,000 yuan, in fen."""
HERE = FILED.but(site="S-2")
TOLD = NOTIFIED.but(fine_fen=9_000_000)
"""A notice that names no offence, of more than any fine below."""


def offence(name: str = "K-99.smoke", status: str = "VERIFIED", ends: str = "both") -> str:
    """An offence with its two parameters as its ends, as TOML."""
    named = 'fine_min = "K-99.least"\nfine_max = "K-99.most"\n' if ends == "both" else ""
    return f"""
[[offence]]
id = "{name}"
title = "Smoke"
title_zh = "冒烟"
citations = [{{ instrument = "窑炉条例", edition = "2026", article = "Art 99" }}]
status = "{status}"
{named}"""


def tier(name: str, least: str, most: str, of: str = "K-99.smoke") -> str:
    """A tier of a benchmark, as TOML."""
    return f"""
[[benchmark]]
id = "{name}"
offence = "{of}"
title = "Tier {name}"
title_zh = "档次"
citations = [{{ instrument = "窑炉裁量基准", edition = "2026", article = "item 1" }}]
status = "VERIFIED"
fine_min = "{least}"
fine_max = "{most}"
"""


def ends(least: int = LEAST, most: int = MOST, **how: Any) -> str:
    """The parameters of the range."""
    how = {"nature": "substantive", **how}
    return parameter("K-99.least", least, "fen", **how) + parameter("K-99.most", most, "fen", **how)


RANGE = rule("K-99") + ends() + offence()
TIERS = (
    parameter("K-99.middle", 3_000_000, "fen", nature="substantive")
    + tier("K-99.light", "K-99.least", "K-99.middle")
    + tier("K-99.grave", "K-99.middle", "K-99.most")
)


def decided(fine: int, **changes: Any) -> Any:
    """The decision of a fine for smoke."""
    return DECIDED.but(fine_fen=fine, offence="K-99.smoke", **changes)
