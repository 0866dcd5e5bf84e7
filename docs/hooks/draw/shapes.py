"""What the loss of a broken loop does, by the name under which someone would look for it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, median

Losses = Sequence[float]


@dataclass(frozen=True)
class Seen:
    """The losses of a broken loop and its cured twin, and what can be said of them."""

    wrong: Losses
    right: Losses
    held_out: Losses = ()

    @property
    def end(self) -> float:
        """Where the loss ends; of batches that differ, the one in the middle of the last."""
        return median(self.wrong[-max(1, len(self.wrong) // 5) :])

    @property
    def _steps(self) -> list[float]:
        return [after - before for before, after in pairwise(self.wrong)]

    @property
    def _rises(self) -> list[float]:
        return [step for step in self._steps if step > 0]

    @property
    def _falls(self) -> list[float]:
        return [-step for step in self._steps if step < 0]

    @property
    def _jumps(self) -> list[int]:
        """The steps that lead up by a quarter of all that the loss ever does."""
        quarter = (max(self.wrong) - min(self.wrong)) / 4
        return [at for at, step in enumerate(self._steps) if step > quarter]

    @property
    def _is_up_and_down(self) -> bool:
        """Whether it rises by half of what it falls, or more; a little is seen in most."""
        up, down = sum(self._rises), sum(self._falls)
        return 2 * up > down > 0

    @property
    def _turns(self) -> list[bool]:
        """Of each step whether it turns: up after down, or down after up.

        Losses of batches that have nothing to do with each other turn in two of three steps, since
        of three numbers the middle one is as likely the largest or the smallest as not. A pendulum
        goes on for some steps before it turns.
        """
        ups = [step > 0 for step in self._steps if step]
        return [one != other for one, other in pairwise(ups)]

    def is_zero(self) -> bool:
        """It says 0 at each step."""
        return set(self.wrong) == {0}

    def is_flat(self) -> bool:
        """It says one number at each step."""
        return math.isfinite(self.wrong[0]) and len(set(self.wrong)) == 1

    def is_never_finite(self) -> bool:
        """It begins as nan or inf."""
        return not math.isfinite(self.wrong[0])

    def ends_infinite(self) -> bool:
        """It ends as nan or inf."""
        return not math.isfinite(self.wrong[-1])

    def explodes(self) -> bool:
        """It grows while it is finite, and ends as nan or inf."""
        finite = [x for x in self.wrong if math.isfinite(x)]
        return self.ends_infinite() and len(finite) > 1 and finite[-1] > finite[0]

    def falls_below_zero(self) -> bool:
        """It falls, and is below 0 somewhere."""
        return min(self.wrong) < 0 and self.wrong[-1] < self.wrong[0]

    def leaves_held_out_behind(self) -> bool:
        """It falls, and the held-out loss rises, or stays where it was."""
        if not self.held_out or self.wrong[-1] >= self.wrong[0]:
            return False
        return self.held_out[-1] > max(self.held_out[0], 1.1 * min(self.held_out))

    def is_above_held_out(self) -> bool:
        """It is above the held-out loss at most steps."""
        pairs = list(zip(self.wrong, self.held_out, strict=False))
        return bool(pairs) and sum(held < own for own, held in pairs) > len(pairs) * 3 / 4

    def stands_still(self) -> bool:
        """Its last fifth is one number, or the losses of one epoch again and again."""
        part = max(3, len(self.wrong) // 5)
        last = self.wrong[-part:]
        return any(last[:-p] == last[p:] for p in range(1, part // 2 + 1))

    def hardly_falls(self) -> bool:
        """It ends within a sixth of where it began, up or down, and could have halved."""
        return abs(self.end / self.wrong[0] - 1) < 1 / 6 and self.right[-1] < self.wrong[0] / 2

    def is_a_saw(self) -> bool:
        """It jumps up time and again, and falls for longer than it rises."""
        return len(self._jumps) > 3 and mean(self._rises) > 4 / 3 * mean(self._falls)

    def jumps_once(self) -> bool:
        """It jumps up from where it had come to rest."""
        if len(self._jumps) != 1 or self._jumps[0] < 5:
            return False
        (at,) = self._jumps
        before = self.wrong[at - 5 : at + 1]
        return max(before) - min(before) < self._steps[at] / 10

    def swings(self) -> bool:
        """It goes up as well as down, some steps at a time, and back again."""
        return self.jitters() and sum(self._turns) < len(self._turns) / 2

    def jitters(self) -> bool:
        """It goes up as well as down, again and again."""
        return self._is_up_and_down and sum(self._turns) > 2

    def grows(self) -> bool:
        """It ends higher than it began."""
        return self.end > self.wrong[0]

    def stays_above(self) -> bool:
        """It falls a little, and ends at twice the cured loop's loss or more."""
        return self.end > 2 * max(self.right[-1], 0) and self.end > self.wrong[0] / 100


# The first that is so of a broken loop and of its cured twin, from the plainest to see.
SHAPES: dict[str, Callable[[Seen], bool]] = {
    "It is 0 from the start": Seen.is_zero,
    "It stays the same, to the last digit": Seen.is_flat,
    "It is nan or inf from the start": Seen.is_never_finite,
    "It grows, to inf": Seen.explodes,
    "It is nan, from one step to the next": Seen.ends_infinite,
    "It falls below 0": Seen.falls_below_zero,
    "Training falls, and held-out does not": Seen.leaves_held_out_behind,
    "Held-out is below training": Seen.is_above_held_out,
    "It falls, then repeats itself to the last digit": Seen.stands_still,
    "It hardly falls": Seen.hardly_falls,
    "It falls, and jumps up time and again": Seen.is_a_saw,
    "It jumps up, once": Seen.jumps_once,
    "It swings like a pendulum": Seen.swings,
    "It jitters from one to the next": Seen.jitters,
    "It grows": Seen.grows,
    "It falls, and stays far above what it could be": Seen.stays_above,
    "It looks good, and is not": lambda seen: True,
}


def shape(wrong: Losses, right: Losses, held_out: Losses = ()) -> str:
    """What a loss does, by the name of its group on the wall."""
    seen = Seen(list(wrong), list(right), list(held_out))
    return next(name for name, is_so in SHAPES.items() if is_so(seen))
