"""What a season leaves to the next: debts, and the targets that pay them back.

A debt is what was due (the usual target and what was carried in) less what was done: positive,
where a zone got fewer visits or an agency came to fewer events; negative, where it was ahead.
Targets are apportioned anew by largest remainder, within limits, so that their sum stays.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants a part: its usual one, what is carried, and from `least` to `most`."""

    key: int
    usual: int
    carried: int = 0
    least: int = 0
    most: int = 99


@dataclass(frozen=True, slots=True)
class Share:
    """What one gets: `given` with its debt, `plain` if nobody carried anything.

    `counted` is what the apportionment gave, where somebody then set `given` by hand.
    """

    wish: Wish
    given: int
    plain: int
    counted: int | None = None

    @property
    def extra(self) -> int:
        return self.given - self.plain

    @property
    def reason(self) -> str:
        """Why it is so much.

        'usual'; 'others' (it carries nothing, but others do); 'paid', 'part' or 'unpaid' (its
        debt), 'taken', 'taken_part' or 'untaken' (it was ahead); 'contrary' (away from its debt,
        as others carry more); 'hand' (somebody set it).
        """
        if self.counted not in (None, self.given):
            return "hand"
        carried, extra = self.wish.carried, self.extra
        if not carried:
            return "others" if extra else "usual"
        if extra * carried < 0:
            return "contrary"
        ahead = ("taken", "taken_part", "untaken")
        kinds = ("paid", "part", "unpaid") if carried > 0 else ahead
        return kinds[0 if abs(extra) >= abs(carried) else 1 if extra else 2]


def owed(usual: int, carried: int, done: int) -> int:
    """The debt that a season leaves: positive, where less was done than was due."""
    return usual + carried - done


def usual_target(target: int, carried: int, least: int, most: int, before: int | None) -> int:
    """The target without its debt, of a season whose target may hold only a part of it.

    `before` is the usual target of the season before, where one is known. It is believed where it
    explains the target: limits and sums stop a debt on its way from the usual to the full target.
    """
    if not carried:
        return target
    low, high = sorted((target - carried, target))
    if before is not None and low <= before <= high:
        return before
    return min(max(target - carried, least), most)


def shares(wishes: Sequence[Wish], total: int | None = None) -> tuple[Share, ...]:
    """Everyone's share; together `total` (the sum of the usual ones, unless said otherwise)."""
    wanted = sum(wish.usual for wish in wishes) if total is None else total
    given = apportion(wishes, wanted)
    plain = apportion([replace(wish, carried=0) for wish in wishes], wanted)
    return tuple(Share(wish, given[wish.key], plain[wish.key]) for wish in wishes)


def apportion(wishes: Sequence[Wish], total: int) -> dict[int, int]:
    """Whole numbers within the limits that add up to `total`, or as near as the limits allow.

    What is carried is paid first; the rest is shared in proportion to the usual parts. Fractions
    go to the largest remainders; of equal ones to who is still short of the part without debts
    and the debt, then to the larger debt, then to the smaller key.
    """
    lowest, highest = sum(wish.least for wish in wishes), sum(wish.most for wish in wishes)
    wanted = min(max(total, lowest), highest)
    lines = [_Line(wish.usual, Fraction(wish.carried), wish.least, wish.most) for wish in wishes]
    quotas = _level(lines, wanted)
    if sum(quotas) != wanted:  # the limits of all with a usual part are reached
        lines = [
            replace(line, slope=0, base=quota) if line.slope else replace(line, slope=1)
            for line, quota in zip(lines, quotas, strict=True)
        ]
        quotas = _level(lines, wanted)
    plain = {}
    if any(wish.carried for wish in wishes):
        plain = apportion([replace(wish, carried=0) for wish in wishes], total)
    return _rounded(wishes, quotas, wanted, plain)


@dataclass(frozen=True, slots=True)
class _Line:
    """A quota that rises with the common level, between its limits."""

    slope: int
    base: Fraction
    least: int
    most: int

    def at(self, level: Fraction) -> Fraction:
        value = self.base + self.slope * level
        return min(max(value, Fraction(self.least)), Fraction(self.most))

    def bends(self) -> Iterable[Fraction]:
        if self.slope:
            yield (self.least - self.base) / self.slope
            yield (self.most - self.base) / self.slope


def _level(lines: Sequence[_Line], total: int) -> list[Fraction]:
    """The quotas at the level at which they add up to `total`, or at the nearest end."""

    def reached(level: Fraction) -> Fraction:
        return sum((line.at(level) for line in lines), Fraction(0))

    bends = sorted({bend for line in lines for bend in line.bends()}) or [Fraction(0)]
    place = bisect_left(bends, Fraction(total), key=reached)
    if place == len(bends):
        level = bends[-1]
    elif place == 0:
        level = bends[0]
    else:  # between two bends the sum is a straight line
        low, high = bends[place - 1], bends[place]
        rise = reached(high) - reached(low)
        level = low + (high - low) * (total - reached(low)) / rise
    return [line.at(level) for line in lines]


def _rounded(
    wishes: Sequence[Wish], quotas: Sequence[Fraction], total: int, plain: Mapping[int, int]
) -> dict[int, int]:
    found = {wish.key: int(quota // 1) for wish, quota in zip(wishes, quotas, strict=True)}

    def rank(pair: tuple[Wish, Fraction]) -> tuple[Fraction, bool, int, int]:
        wish, quota = pair
        short = found[wish.key] < plain.get(wish.key, 0) + wish.carried
        return quota % 1, short, wish.carried, -wish.key

    broken = [pair for pair in zip(wishes, quotas, strict=True) if pair[1] % 1]
    missing = total - sum(found.values())
    for wish, _quota in sorted(broken, key=rank, reverse=True)[:missing]:
        found[wish.key] += 1
    return found
