"""One line for all readers: so many answers are written at once, the others wait and see their place."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

_LOOK_EVERY = 1.0  # seconds


class WaitingRoom:
    """Lets `at_once` in and `most` wait; used in one event loop."""

    def __init__(self, at_once: int, most: int) -> None:
        self._free = at_once
        self._most = most
        self._line: deque[Place] = deque()

    def enter(self) -> Place | None:
        """A place, at once or in the line; None where the line is full."""
        if not self._free and len(self._line) >= self._most:
            return None
        place = Place(self)
        if self._free:
            self._free -= 1
            place.called.set()
        else:
            self._line.append(place)
        return place

    def ahead_of(self, place: Place) -> int:
        """How many wait before `place`."""
        return self._line.index(place)

    def leave(self, place: Place) -> None:
        if not place.called.is_set():
            self._line.remove(place)
        elif self._line:
            self._line.popleft().called.set()
        else:
            self._free += 1


class Place:
    """A place in the room; to be left once, whether its turn came or not."""

    def __init__(self, room: WaitingRoom) -> None:
        self.called = asyncio.Event()
        self._room = room
        self._left = False

    async def turn(self) -> AsyncIterator[int]:
        """While others are before it, how many: about once a second. Ends when its turn comes."""
        while not self.called.is_set():
            yield self._room.ahead_of(self)
            try:
                await asyncio.wait_for(self.called.wait(), _LOOK_EVERY)
            except TimeoutError:
                continue

    def leave(self) -> None:
        if not self._left:
            self._left = True
            self._room.leave(self)
