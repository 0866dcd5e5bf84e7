"""What a curve does, by the name under which a reader is told: from where it turns, and its end.

docs/assets/ask/bends.js says the same of what a reader draws.
"""

from collections.abc import Sequence

SEEN = 0.05  # of a picture's height: no hand draws less, and no eye looks for it
_RESTS = 0.1  # of a way: what is left of it for the last quarter, if the curve rests

STAYS = "stays where it is"
FALLS = "falls on"
FALLS_TO_0 = "falls to 0"
FALLS_TO_A_FLOOR = "falls to a floor above 0"
RISES = "rises"
FALLS_THEN_RISES = "falls, then rises"
RISES_THEN_FALLS = "rises, then falls"
SWINGS = "swings up and down"
SHAPES = (
    STAYS,
    FALLS,
    FALLS_TO_0,
    FALLS_TO_A_FLOOR,
    RISES,
    FALLS_THEN_RISES,
    RISES_THEN_FALLS,
    SWINGS,
)

Heights = Sequence[float]


def turns(heights: Heights) -> list[int]:
    """Where each way up or down begins that can be seen, and where the last one ends.

    Args:
        heights: the curve's, from 0 at the picture's foot to 1 at its top.
    """
    low = high = 0
    found: list[int] = []
    for at, height in enumerate(heights):
        if found:
            last = heights[found[-1]]
            rising = last > heights[found[-2]]
            if height >= last if rising else height <= last:
                found[-1] = at
            elif abs(height - last) > SEEN:
                found.append(at)
            continue
        low = at if height < heights[low] else low
        high = at if height > heights[high] else high
        if heights[high] - heights[low] > SEEN:
            found = sorted((low, high))
    return found


def shape(heights: Heights) -> str:
    """One of `SHAPES`, of which just one is so of any curve."""
    at = turns(heights)
    if not at:
        return STAYS
    if len(at) > 3:
        return SWINGS
    falls = heights[at[1]] < heights[at[0]]
    if len(at) == 3:
        return FALLS_THEN_RISES if falls else RISES_THEN_FALLS
    if not falls:
        return RISES
    if heights[-1] <= SEEN:
        return FALLS_TO_0
    last = heights[-1 - len(heights) // 4 :]
    whole = heights[at[0]] - heights[at[1]]
    return FALLS_TO_A_FLOOR if max(last) - min(last) < _RESTS * whole else FALLS
