"""What a mine has to have, do and report day by day: posts, shifts, training, plans, reports, designs, bounds (E-05 to E-07, E-10, E-12, E-23, E-24, E-26)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regledger.sectors import Fact, Handler, Kind, TagKind, hookimpl

from regledger_mining.duties import boundaries, designs, leaders, plans, posts, reports, shifts, training

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """Of posts, shifts, miners, plans, reports, designs, bounds and leaders."""
    return [
        posts.MinePostsExamined,
        shifts.MineShiftExamined,
        training.MinerTrained,
        training.MinerBegan,
        training.MinerWorkedAlone,
        *plans.FACTS,
        reports.HazardReportExamined,
        designs.DesignsExamined,
        designs.OperationBegun,
        boundaries.BoundarySurveyed,
        boundaries.BoundaryTransferred,
        leaders.MineLeaderNamed,
        leaders.MineLeadersReviewed,
    ]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """Persons by surrogate ids, shifts, operations and surveys are subjects of their own."""
    return [
        TagKind(name, "consistency") for name in ("mine_person", "miner", "mine_shift", "coal_operation", "mine_survey")
    ]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """What is known of each."""
    return [
        posts.MINE_POSTS,
        posts.MINE_PERSON,
        shifts.MINE_SHIFT,
        training.MINER,
        plans.MINE_PLAN,
        reports.HAZARD_REPORTS,
        designs.DESIGNS,
        designs.OPERATION,
        boundaries.MINE_SURVEY,
        leaders.MINE_LEADER,
    ]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """What an inspector looked at, was shown or measured."""
    return [
        posts.examine_posts,
        shifts.examine_shift,
        training.train_miner,
        training.begin_miner,
        training.work_alone,
        *plans.HANDLERS,
        reports.examine_report,
        designs.examine_designs,
        designs.begin_operation,
        boundaries.survey_boundary,
        boundaries.transfer_boundary,
        leaders.name_leader,
        leaders.review_leaders,
    ]
