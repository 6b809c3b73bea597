"""The conversations behind the page: questions and answers by session, up to a number and size."""

from __future__ import annotations

import json
import time
import zlib
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence

MOST_TURNS = 10  # earlier questions that a follow-up can refer to
MOST_EXCHANGES = 20  # shown of a conversation; older ones leave the page
_MOST_SESSIONS = 2_000
_MOST_BYTES = 64 * 1024 * 1024  # of all conversations, compressed
_IDLE = 2 * 3600.0  # seconds a conversation is kept after its last question
_PER_SESSION = 1_024  # bytes that a session costs beside its exchanges, about

Exchange = tuple[str, str]
"""A question and its answer as HTML."""


class Conversation:
    """The questions of one reader and the answers, oldest first."""

    def __init__(self) -> None:
        self.turns: deque[str] = deque(maxlen=MOST_TURNS)
        self.count = 0
        self._exchanges: deque[bytes] = deque(maxlen=MOST_EXCHANGES)

    def add(self, exchange: Exchange, turn: str = "") -> None:
        """Keeps an exchange; `turn` is the question as later ones may refer to it, "" if they may not."""
        self._exchanges.append(zlib.compress(json.dumps(exchange).encode(), 6))
        self.count += 1
        if turn:
            self.turns.append(turn)

    def exchanges(self) -> list[Exchange]:
        read = (json.loads(zlib.decompress(packed)) for packed in self._exchanges)
        return [(question, answer) for question, answer in read]

    def clear(self) -> None:
        self.turns.clear()
        self._exchanges.clear()

    def size(self) -> int:
        """Bytes, about."""
        return (
            _PER_SESSION
            + sum(map(len, self._exchanges))
            + sum(len(turn) * 2 for turn in self.turns)
        )


class Conversations:
    """The conversations by session id, the least recently used one first; used from one thread."""

    def __init__(
        self,
        *,
        most: int = _MOST_SESSIONS,
        most_bytes: int = _MOST_BYTES,
        idle: float = _IDLE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._most_bytes, self._idle, self._clock = most, most_bytes, idle, clock
        self._kept: OrderedDict[str, tuple[Conversation, float, int]] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, session: str) -> bool:
        return session in self._kept

    def of(self, session: str) -> Conversation:
        """The conversation of a session, an empty one where there is none."""
        kept = self._kept.get(session)
        conversation = kept[0] if kept else Conversation()
        self.keep(session, conversation)
        return conversation

    def keep(self, session: str, conversation: Conversation) -> None:
        """Keeps a conversation at its present size; the oldest ones make room for it."""
        self._drop([session] if session in self._kept else [])
        size = conversation.size()
        self._kept[session] = (conversation, self._clock(), size)
        self._bytes += size
        self._drop(self._expired())
        while len(self._kept) > 1 and (
            len(self._kept) > self._most or self._bytes > self._most_bytes
        ):
            self._drop([next(iter(self._kept))])

    def _expired(self) -> list[str]:
        before = self._clock() - self._idle
        expired = []
        for session, (_, used, _) in self._kept.items():
            if used >= before:
                break
            expired.append(session)
        return expired

    def _drop(self, sessions: Sequence[str]) -> None:
        for session in sessions:
            self._bytes -= self._kept.pop(session)[2]
