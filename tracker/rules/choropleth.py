"""The map of states: where each one's number stands, and how dark it is."""

from collections.abc import Iterable
from typing import NamedTuple

PLACES = {
    "az": (449, 424),
    "hu": (58, 192),
    "kg": (866, 350),
    "kz": (700, 250),
    "tm": (622, 436),
    "tr": (226, 424),
    "trnc": (191, 512),
    "uz": (668, 372),
}
"""Where a state's number stands, by its slug: in the units of static/map.svg."""

DOTS = {"trnc"}
"""The states that are marked by a dot: no disputed line is drawn."""

MOST_STEPS = 3


class Step(NamedTuple):
    """A step of darkness: from how many to how many; step 0 is none at all."""

    level: int
    first: int
    last: int


def steps(most: int) -> list[Step]:
    """Return the Steps, equally wide, that hold every number from 0 to `most`."""
    width = -(-most // MOST_STEPS)
    found = [Step(0, 0, 0)]
    while found[-1].last < most:
        first = found[-1].last + 1
        found.append(Step(len(found), first, first + width - 1))
    return found


def level(number: int, found: Iterable[Step]) -> int:
    """Return the level of a number."""
    return next(step.level for step in found if number <= step.last)
