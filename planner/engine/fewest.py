"""Among plans that are as good, one that changes less: the score is held, the changes are counted.

The second of two goals, one after the other (lexicographic optimisation over the joint model).
"""

from __future__ import annotations

from collections.abc import Mapping

from planner.core.problem import DeltaWeights, Plan
from planner.core.score import score_plan
from planner.engine.frame import Frame, Host
from planner.engine.joint import JointModel, constant_points, make_plan
from planner.engine.mip import Limits


def fewer_changes(
    frame: Frame,
    names: Mapping[Host, str],
    base: Plan,
    plan: Plan,
    limits: Limits,
    *,
    schedule: bool = True,
) -> Plan | None:
    """A plan of the frame that scores no more than `plan` and is nearer to `base`, if one is found.

    Fields and booths are not counted: `core.steady` sees to them.
    """
    joint = JointModel.of(frame, schedule=schedule)
    model, costs = joint.model, DeltaWeights()
    score = score_plan(frame.problem, plan)
    most = score.total - score.points["adjacent"] - constant_points(frame, schedule)
    priced = [(column, cost) for column, cost in enumerate(model.cost) if cost]
    model.row(priced, upper=most - model.offset + 0.5)
    was = {(event.day, event.district): event for event in base.events}
    model.cost = [0.0] * len(model.cost)
    for (host, venue), column in joint.schedule.place.items():
        event = was.get((host.day, host.district))
        if event is None or event.venue != venue:
            model.cost[column] = costs.day if event is None else costs.venue
    for (agency, host), column in joint.agencies.come.items():
        event = was.get((host.day, host.district))
        there = event is not None and any(item.agency == agency for item in event.assign)
        model.cost[column] = -costs.dropped if there else costs.added
    free = [event for event in plan.events if event not in frame.settled]
    found = joint.solve(limits, joint.start_from(free))
    return make_plan(joint, found.values, names) if found.values else None
