"""Secondary suppression: which further cells are hidden so that no small one can be worked out.

For each number that must stay unknown a programme asks how the hidden cells could differ from the
truth and still agree with all that is shown, once with that number as small and once as large as
a reader must hold possible; cells that would have to move although they are shown are paid for,
and hidden. At the end every further cell whose hiding turns out to be needless is shown again.
(The idea is that of Kelly, Golden and Assad, 'Cell suppression: disclosure protection for sensitive
tabular data', Networks 22, 1992; the costs are linear instead of fixed.)

The outcome is judged by `disclosure_audit`, which shares nothing with this but the cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from planner.core.disclosure import (
    HIDDEN,
    SMALL,
    SMALL_FROM,
    SMALL_TO,
    WIDTH,
    Figures,
    Published,
    primary_marks,
)
from planner.core.disclosure_system import FIXED, FREE, OPEN, UNKNOWN, System, build, separate
from planner.engine.mip import Model

# Small systems are solved in other ways too (power, backwards), and what hides least is taken.
OTHER_WAYS = ((0.0, False), (1.0, True), (0.5, True))
FEW = 250
MOVED = 0.01  # what moving a cell costs that is hidden already
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Suppression:
    """The marks of a publication; `unprotected` are cells that no hiding can protect."""

    published: Published
    unprotected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A number to be made possible: the unknown, where it is to go, and whether all the others
    stay within what their marks say."""

    unknown: int
    target: int
    strict: bool


@dataclass(slots=True)
class Search:
    """The system, the cells hidden so far beyond the small ones, and a proof for each move."""

    system: System
    power: float = 1.0  # how much a dear cell is dearer than a cheap one
    backwards: bool = False  # the order in which the numbers are protected
    hidden: set[int] = field(default_factory=set)
    proofs: dict[Move, dict[int, int]] = field(default_factory=dict)  # how far each number moves
    narrow: list[str] = field(default_factory=list)  # what could not be protected

    def bounds(self, place: int, strict: bool, closed: frozenset[int]) -> tuple[float, float]:
        """How far an unknown may lie; a known one nowhere but where it is."""
        unknown = self.system.unknowns[place]
        if unknown.state == FIXED or place in closed:
            return (unknown.value, unknown.value)
        if not strict:
            return FREE
        if unknown.state == OPEN:
            return (max(SMALL_TO + 1, unknown.marked[0]), unknown.marked[1])
        return unknown.marked

    def cost(self, place: int) -> float:
        unknown = self.system.unknowns[place]
        if unknown.state == UNKNOWN or place in self.hidden:
            return MOVED
        return float(unknown.cost**self.power)

    def solve(self, move: Move, closed: frozenset[int] = frozenset()) -> dict[int, int] | None:
        """The cheapest way to make a move, as whole numbers; None when there is none.

        With `closed` only cells hidden already may move, and those not at all.
        """
        if closed:
            shown = {i for i, one in enumerate(self.system.unknowns) if one.state == OPEN}
            closed |= frozenset(shown - self.hidden)
        model, columns = self._model(move, closed)
        found = model.solve(relaxed=True)
        if found.values and any(abs(v - round(v)) > TOLERANCE for v in found.values):
            model.integral = [True] * len(model.integral)
            found = model.solve()
        if not found.values:
            return None
        steps = {
            place: round(found.values[up]) - round(found.values[down])
            for place, (up, down) in columns.items()
        }
        return {place: step for place, step in steps.items() if step}

    def _model(
        self, move: Move, closed: frozenset[int]
    ) -> tuple[Model, dict[int, tuple[int, int]]]:
        model, columns = Model(), {}
        for place, unknown in enumerate(self.system.unknowns):
            lower, upper = self.bounds(place, move.strict, closed)
            if place == move.unknown:
                lower = upper = move.target
            elif lower == upper:
                continue
            up, down = upper - unknown.value, unknown.value - lower
            least = (max(0.0, -down), max(0.0, -up))
            cost = self.cost(place)
            columns[place] = (
                model.column(cost, least[0], max(up, 0.0)),
                model.column(cost, least[1], max(down, 0.0)),
            )
        for row in self.system.rows:
            entries = [
                entry
                for place, factor in row
                if place in columns
                for entry in ((columns[place][0], factor), (columns[place][1], -factor))
            ]
            if entries:
                model.row(entries, 0.0, 0.0)
        return model, columns

    def require(self, move: Move) -> bool:
        """Make a move possible, hiding what it takes; False when nothing helps."""
        steps = self.solve(move)
        if steps is None:
            return False
        self.proofs[move] = steps
        self.hidden |= {place for place in steps if self.system.unknowns[place].state == OPEN}
        return True

    def price(self, steps: dict[int, int]) -> float:
        """What the cells cost that a proof would hide."""
        return sum(self.cost(place) for place in steps)

    def reach(self, place: int) -> tuple[int, int]:
        """How far up and down a number moves in the proofs."""
        steps = [proof.get(place, 0) for proof in self.proofs.values()]
        return max(steps, default=0), -min(steps, default=0)


def suppress(figures: Figures, earlier: Sequence[Published] = ()) -> Suppression:
    """Mark the small cells and the further ones, against all that was published before."""
    marks: dict[str, str] = {}
    unprotected: list[str] = []
    for *before, part in separate(Published(figures, primary_marks(figures)), earlier):
        found = _suppress(part, before)
        marks |= found.published.marks
        unprotected += found.unprotected
    return Suppression(Published(figures, marks), tuple(unprotected))


def _suppress(part: Published, earlier: Sequence[Published]) -> Suppression:
    """Of figures that hang together."""
    marks = dict(part.marks)
    while True:
        search = Search(build(Published(part.figures, marks), earlier))
        betrayed = _protect(search)
        if all(marks.get(key) != SMALL for key in betrayed):
            break  # none, or of an earlier publication, which nothing calls back
        marks |= {key: HIDDEN for key in betrayed if key in marks}
    system, found = search.system, _choose(search)
    if len(found.hidden) > 1 and len(system.unknowns) <= FEW:
        found = min((found, *(_choose(_start(system, *way)) for way in OTHER_WAYS)), key=_lost)
    further = {system.unknowns[place].key: HIDDEN for place in sorted(found.hidden)}
    unprotected = dict.fromkeys(betrayed + found.narrow)
    return Suppression(Published(part.figures, {**marks, **further}), tuple(unprotected))


def _start(system: System, power: float, backwards: bool) -> Search:
    search = Search(system, power, backwards)
    _protect(search)
    return search


def _choose(search: Search) -> Search:
    """Hide what else has to be hidden, and show again what need not be."""
    _widen(search)
    for place in sorted(search.hidden, key=lambda place: -search.system.unknowns[place].cost):
        _show_again(search, place)
    search.narrow = _widen(search)
    return search


def _lost(search: Search) -> tuple[int, int, float]:
    """What an outcome loses: protection first, then cells, then what they are worth."""
    costs = [search.system.unknowns[place].cost for place in sorted(search.hidden)]
    return len(search.narrow), len(costs), sum(costs)


def _protect(search: Search) -> list[str]:
    """Make each number possible that a mark leaves open; the cells for which that cannot be."""
    betrayed = []
    unknowns = search.system.unknowns
    order = reversed(range(len(unknowns))) if search.backwards else range(len(unknowns))
    for place in order:
        unknown = unknowns[place]
        if unknown.strict and unknown.state == UNKNOWN:
            ends = [end for end in (SMALL_FROM, SMALL_TO) if end != unknown.value]
            if not all(search.require(Move(place, end, True)) for end in ends):
                betrayed.append(unknown.key)
    return betrayed


def _widen(search: Search) -> list[str]:
    """Give each hidden number its `WIDTH`, also those hidden on the way; those that cannot have
    it."""
    narrow: dict[int, str] = {}
    unknowns = search.system.unknowns
    sensitive = [i for i, one in enumerate(unknowns) if one.sensitive and one.state == UNKNOWN]
    while True:
        places = dict.fromkeys((*sensitive, *sorted(search.hidden)))
        short = [i for i in places if i not in narrow and sum(search.reach(i)) < WIDTH]
        if not short:
            return list(narrow.values())
        up, down = search.reach(short[0])
        value = unknowns[short[0]].value
        targets = [value + WIDTH - down, *([value - WIDTH + up] if value + up >= WIDTH else [])]
        moves = [Move(short[0], target, False) for target in targets]
        found = [(search.price(steps), move) for move in moves if (steps := search.solve(move))]
        if found:
            search.require(min(found, key=lambda pair: pair[0])[1])
        else:
            narrow[short[0]] = unknowns[short[0]].key


def _show_again(search: Search, place: int) -> None:
    """Show a cell after all if every proof can do without it."""
    search.hidden.discard(place)
    closed, fresh = frozenset({place}), {}
    for move, steps in search.proofs.items():
        if place in steps and move.unknown != place:
            found = search.solve(move, closed)
            if found is None:
                search.hidden.add(place)
                return
            fresh[move] = found
    search.proofs.update(fresh)
    for move in [move for move in search.proofs if move.unknown == place]:
        del search.proofs[move]
