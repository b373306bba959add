"""What proposals should look to: how much each goal weighs, and which comes before which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from planner.campaigns.words import FACTORS, WEIGHT_LABELS
from planner.core.goal_order import Order, order_of, ranks_of, void_terms
from planner.core.problem import Weights
from planner.forms import VersionedForm, choices

USUAL = Weights()
WEIGHTED, ORDERED = "weighted", "ordered"
MODES = {
    WEIGHTED: _l("Weighed against each other"),
    ORDERED: _l("One after the other"),
}
MODE_MEANINGS = {
    WEIGHTED: _l("A little less of one goal may be worth much more of another."),
    ORDERED: _l("A goal is given up for none that comes after it, however much the other gains."),
}
RANKS = tuple(range(1, len(WEIGHT_LABELS) + 1))


class GoalFields:
    """The fields of goals, for the season's settings and for what-if assumptions."""

    mode = RadioField(_l("How goals count"), choices=choices(MODES.items()), default=WEIGHTED)

    def offer_goals(self, weights: Mapping[str, int], order: Order) -> None:
        """Fill in the choices, and the values where nothing was sent."""
        fill_weights(self, weights)
        ranks = ranks_of(order)
        for name in WEIGHT_LABELS:
            field: Any = self[f"rank_{name}"]  # type: ignore[index]
            labels = [(rank, _("Rank %(n)s", n=rank)) for rank in RANKS]
            field.choices = choices(labels, empty=str(_("Last, together")))
            if not field.raw_data:
                field.data = str(ranks.get(name, ""))
        if not self.mode.raw_data:
            self.mode.data = ORDERED if order else WEIGHTED

    def weights(self) -> dict[str, int]:
        """The chosen weights by term."""
        return {name: int(self[f"weight_{name}"].data) for name in WEIGHT_LABELS}  # type: ignore[index]

    def order(self) -> Order:
        """The chosen order; empty where goals are weighed against each other."""
        if self.mode.data != ORDERED:
            return ()
        typed = {name: self[f"rank_{name}"].data for name in WEIGHT_LABELS}  # type: ignore[index]
        ranks = {str(rank): rank for rank in RANKS}
        return order_of({name: ranks[text] for name, text in typed.items() if text in ranks})

    def goals_fault(self) -> tuple[Any, str] | None:
        """(field, sentence) of what is wrong with an order, None where nothing is."""
        order = self.order()
        if self.mode.data != ORDERED:
            return None
        if not order:
            return self.mode, _("Give a rank to at least one goal, or weigh the goals.")
        if len(order) == 1 and len(order[0]) == len(WEIGHT_LABELS):
            return self.mode, _(
                "All goals share one rank, so none comes first. Give different ranks, or weigh "
                "the goals against each other."
            )
        void = void_terms(self.weights(), order)
        if void:
            return self[f"rank_{void[0]}"], _(  # type: ignore[index]
                "'%(goal)s' has a rank but does not matter. Give it a weight, or take its rank "
                "away.",
                goal=WEIGHT_LABELS[void[0]],
            )
        return None


for _name, _label in WEIGHT_LABELS.items():
    setattr(GoalFields, f"weight_{_name}", SelectField(_label, choices=[]))
    setattr(GoalFields, f"rank_{_name}", SelectField(_label, choices=[]))


class GoalsForm(GoalFields, VersionedForm):
    """A season's goals."""

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        fault = self.goals_fault()
        if fault is not None:
            fault[0].errors = [*fault[0].errors, fault[1]]
        return fault is None


def fill_weights(form: Any, weights: Mapping[str, int]) -> None:
    """The choices of each weight in words; one set by a file stays as it is."""
    for name in WEIGHT_LABELS:
        usual = getattr(USUAL, name)
        found = [SelectChoice(str(usual * factor), label) for factor, label in FACTORS]
        now = str(weights.get(name, usual))
        if now not in [choice.value for choice in found]:
            found.append(SelectChoice(now, _("As set: %(points)s points", points=now)))
        field = form[f"weight_{name}"]
        field.choices = found
        if not field.raw_data:
            field.data = now
