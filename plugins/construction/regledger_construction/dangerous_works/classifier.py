"""What works are by the two lists of 建办质〔2018〕31号: dangerous, over-scale or neither (G-10).

The numbers are parameters `G-10.<figure>_dangerous` and `G-10.<figure>_over_scale`, each met at it and above (以上). What
a list takes in at any size, or by what was looked at, stands here. What is over-scale is dangerous as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal

import msgspec
from regledger.sectors import Judge

__all__ = ["KINDS", "KIND_OF_FIGURE", "Classified", "KindOfWorks", "Scale", "WorksKind", "classified_works", "in_force"]

Scale = Literal["none", "dangerous", "over_scale"]
"""On neither list; on the first, so a plan is drawn up (危大工程); on the second, so experts look at it (超危大工程)."""

WorksKind = Literal[
    "foundation_pit",
    "tool_formwork",
    "formwork_support",
    "load_support",
    "unconventional_lifting",
    "machinery_installation",
    "machinery_erection",
    "floor_scaffold",
    "attached_scaffold",
    "cantilever_scaffold",
    "suspended_basket",
    "platform",
    "special_scaffold",
    "demolition",
    "underground_excavation",
    "curtain_wall",
    "steel_structure",
    "grid_membrane",
    "dug_pile",
    "jacking",
    "underwater",
    "prefabricated",
    "new_technique",
]
"""基坑 · 工具式模板 · 混凝土模板支撑 · 承重支撑体系 · 非常规起重吊装 · 采用起重机械安装 · 起重机械安装拆卸 · 落地式钢管脚手架 · 附着式升降脚手架(平台) ·
悬挑式脚手架 · 高处作业吊篮 · 卸料、操作平台 · 异型脚手架 · 拆除 · 暗挖 · 建筑幕墙 · 钢结构 · 网架和索膜 · 人工挖孔桩 · 整体顶升平移转体 · 水下作业 ·
装配式构件安装 · 无相应标准的新技术."""


class KindOfWorks(msgspec.Struct, frozen=True):
    """How the lists take in one kind of works."""

    at_least: Scale = "none"
    """What it is at any size."""
    dangerous: tuple[str, ...] = ()
    """Figures with a threshold on the first list."""
    over_scale: tuple[str, ...] = ()
    """Figures with a threshold on the second list."""
    dangerous_if: tuple[str, ...] = ()
    """What is looked at, 1 for yes: on the first list where it is so."""
    over_scale_if: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[str, ...]:
        """Every figure that it is measured by."""
        return tuple(
            dict.fromkeys((*self.dangerous, *self.over_scale, *self.dangerous_if, *self.over_scale_if)),
        )

    @property
    def measured(self) -> tuple[str, ...]:
        """Those that have a number in the lists, and so have to be known."""
        return tuple(dict.fromkeys((*self.dangerous, *self.over_scale)))


_SUPPORT = ("support_height_m", "support_span_m", "support_load_kn_m2", "support_line_load_kn_m")

KINDS: Mapping[str, KindOfWorks] = {
    "foundation_pit": KindOfWorks(
        dangerous=("pit_depth_m",), over_scale=("pit_depth_m",), dangerous_if=("pit_complex_surroundings",)
    ),
    "tool_formwork": KindOfWorks("over_scale"),
    "formwork_support": KindOfWorks(
        dangerous=_SUPPORT, over_scale=_SUPPORT, dangerous_if=("support_slender_and_free",)
    ),
    "load_support": KindOfWorks("dangerous", over_scale=("point_load_kn",)),
    "unconventional_lifting": KindOfWorks(dangerous=("piece_kn",), over_scale=("piece_kn",)),
    "machinery_installation": KindOfWorks("dangerous"),
    "machinery_erection": KindOfWorks("dangerous", over_scale=("machine_kn", "erection_height_m", "base_elevation_m")),
    "floor_scaffold": KindOfWorks(dangerous=("scaffold_height_m",), over_scale=("scaffold_height_m",)),
    "attached_scaffold": KindOfWorks("dangerous", over_scale=("lifting_height_m",)),
    "cantilever_scaffold": KindOfWorks("dangerous", over_scale=("section_height_m",)),
    "suspended_basket": KindOfWorks("dangerous"),
    "platform": KindOfWorks("dangerous"),
    "special_scaffold": KindOfWorks("dangerous"),
    "demolition": KindOfWorks(dangerous_if=("demolition_affects_others",), over_scale_if=("demolition_listed_object",)),
    "underground_excavation": KindOfWorks("over_scale"),
    "curtain_wall": KindOfWorks("dangerous", over_scale=("wall_height_m",)),
    "steel_structure": KindOfWorks("dangerous", over_scale=("steel_span_m",)),
    "grid_membrane": KindOfWorks("dangerous", over_scale=("grid_span_m",)),
    "dug_pile": KindOfWorks("dangerous", over_scale=("pile_depth_m",)),
    "jacking": KindOfWorks(over_scale=("jacked_kn",)),
    "underwater": KindOfWorks("over_scale"),
    "prefabricated": KindOfWorks("dangerous"),
    "new_technique": KindOfWorks("over_scale"),
}
"""What is looked at: `pit_complex_surroundings` ground, surroundings or pipelines are complex, or neighbouring buildings are
affected; `support_slender_and_free` higher than its projection is wide, and tied to nothing; `demolition_affects_others`
people, traffic, power, communications or other structures may be affected; `demolition_listed_object` a wharf, bridge,
viaduct, chimney, water tower, what holds toxic, dusty, flammable or explosive things, or a protected building."""

KIND_OF_FIGURE: Mapping[str, str] = {figure: kind for kind, one in KINDS.items() for figure in one.figures}
"""Each figure belongs to one kind of works."""

_RANK: Mapping[Scale, int] = {"none": 0, "dangerous": 1, "over_scale": 2}


class Classified(msgspec.Struct, frozen=True, kw_only=True):
    """What works are, and by which figures or list."""

    scale: Scale
    ground: str


def in_force(judge: Judge) -> bool:
    """Whether the lists apply on the day of the act."""
    return judge.law.has("G-10.pit_depth_m_dangerous", on=judge.day)


def classified_works(kind: str, figures: Mapping[str, Decimal], judge: Judge) -> Classified:
    """What works of `kind` with `figures` are on the day of the act; a figure that is not given meets nothing."""
    found = [*_met(KINDS[kind], figures, judge)]
    scale: Scale = max((one for one, _ in found), key=_RANK.__getitem__, default="none")
    grounds = "; ".join(ground for one, ground in found if one == scale)
    return Classified(scale=scale, ground=grounds or "no figure reaches a list")


def _met(one: KindOfWorks, figures: Mapping[str, Decimal], judge: Judge) -> Iterator[tuple[Scale, str]]:
    if one.at_least != "none":
        yield one.at_least, "of any size"
    levels: tuple[tuple[Scale, tuple[str, ...], tuple[str, ...]], ...] = (
        ("dangerous", one.dangerous, one.dangerous_if),
        ("over_scale", one.over_scale, one.over_scale_if),
    )
    for scale, measured, seen in levels:
        for figure in measured:
            least = judge.decimal(f"G-10.{figure}_{scale}")
            value = figures.get(figure)
            if value is not None and value >= least:
                yield scale, f"{figure} is {value:f} (at least {least:f})"
        for figure in seen:
            if figures.get(figure, Decimal(0)) > 0:
                yield scale, figure
