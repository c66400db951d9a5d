"""The county of the year: who there is. Every name is invented, and each follows from the seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from lines import Line, said
from stdnum.cn import uscc

__all__ = ["AUTHORITIES", "GOVERNMENTS", "TOWNSHIPS", "Enterprise", "World", "founding"]

AUTHORITIES = {
    "emb": "青澜县应急管理局",
    "hcb": "青澜县住房和城乡建设局",
    "trb": "青澜县交通运输局",
    "mrb": "青澜县市场监督管理局",
}
"""The four departments. `emb` is that of emergency management."""
TOWNSHIPS = {"qinghe": "清河镇人民政府", "shitan": "石滩乡人民政府"}
GOVERNMENTS = {"prov": "省人民政府", "gov": "青澜县人民政府"}
"""Who transfers powers and designates; neither enforces."""
_PLACES = (
    "临江",
    "石滩",
    "青岭",
    "白鹭",
    "南渡",
    "云台",
    "金盆",
    "龙塘",
    "枫林",
    "沙溪",
    "双桥",
    "月山",
    "东岸",
    "古井",
)
_TRADES = ("建材", "机械", "化工", "木业", "食品", "纺织", "物流", "陶瓷", "五金", "印务", "塑胶", "矿业")


@dataclass(frozen=True)
class Enterprise:
    """An enterprise with its one site."""

    id: str
    name: str
    credit_code: str
    site: str
    authority: str
    """The lead authority of the site."""
    township: str


@dataclass
class World:
    """What every chapter can use. The year is a calendar year; `day` gives its days."""

    seed: int
    year: int = 2025
    enterprises: list[Enterprise] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Invent the enterprises."""
        chance = self.random("world")
        names = chance.sample([f"{place}{trade}" for place in _PLACES for trade in _TRADES], 12)
        for number, name in enumerate(names, 1):
            self.enterprises.append(
                Enterprise(
                    id=f"E-{number:02}",
                    name=f"{name}有限公司",
                    credit_code=_credit_code(chance),
                    site=f"S-{number:02}",
                    authority=("emb", "emb", "hcb", "trb")[number % 4],
                    township=("qinghe", "shitan")[number % 2],
                )
            )

    def random(self, chapter: str) -> random.Random:
        """A source of chance of one chapter's own, so that no chapter changes another."""
        return random.Random(f"{self.seed}/{chapter}")

    def id(self, prefix: str) -> str:
        """A new id, `PREFIX-1`, `PREFIX-2`, …; each chapter has prefixes of its own."""
        self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
        return f"{prefix}-{self._numbers[prefix]}"

    def officers(self, authority: str) -> list[str]:
        """The four officers of an authority or township, all certified from 2024-01-02 to 2027-12-31."""
        return [f"{authority}-{number}" for number in range(1, 5)]

    def day(self, month: int, day: int) -> date:
        """A day of the year."""
        return date(self.year, month, day)

    def days(self, first: date, count: int, every: int) -> Iterator[date]:
        """`count` days from `first`, `every` days apart, inside the year."""
        last = date(self.year, 12, 31)
        yield from (on for number in range(count) if (on := first + timedelta(days=number * every)) <= last)


def founding(world: World) -> Iterator[Line]:
    """Authorities, townships, officers, enterprises and sites, all before the year begins."""
    on = date(world.year - 1, 1, 2)
    for id_, name in GOVERNMENTS.items():
        level = "province" if id_ == "prov" else "county"
        yield said(on, "authority.register", authority=id_, name=name, registered_on=on, level=level, form="government")
    for id_, name in (AUTHORITIES | TOWNSHIPS).items():
        level, form = ("township", "government") if id_ in TOWNSHIPS else ("county", "department")
        yield said(on, "authority.register", authority=id_, name=name, registered_on=on, level=level, form=form)
        for number, officer in enumerate(world.officers(id_), 1):
            yield said(
                on, "officer.appoint", officer=officer, authority=id_, name=f"{name}执法{number}", appointed_on=on
            )
            yield said(
                on,
                "officer.certify",
                officer=officer,
                certificate=f"QL-{officer}",
                valid_from=on,
                valid_to=date(world.year + 2, 12, 31),
                certified_on=on,
            )
    for one in world.enterprises:
        yield said(
            on, "enterprise.register", enterprise=one.id, name=one.name, credit_code=one.credit_code, registered_on=on
        )
        yield said(
            on,
            "site.register",
            site=one.site,
            enterprise=one.id,
            name=f"{one.name}厂区",
            address=f"{TOWNSHIPS[one.township]}工业路{int(one.id[2:])}号",
            authority=one.authority,
            sector="general",
            registered_on=on,
        )


def _credit_code(chance: random.Random) -> str:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    front = "91430922MA" + "".join(chance.choice(alphabet) for _ in range(7))
    return front + uscc.calc_check_digit(front)
