"""What fails in a row is left alone for a while, then tried once."""

from __future__ import annotations

from assistant.llm.circuit_breaker import CircuitBreaker


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> CircuitBreaker:
    breaker = CircuitBreaker(3, 30.0, clock)
    assert [breaker.failed() for _ in range(3)] == [False, False, True]
    return breaker


def test_it_opens_after_failures_in_a_row() -> None:
    breaker = CircuitBreaker(3, 30.0, Clock())
    for _ in range(2):
        breaker.failed()
    assert breaker.admits()
    breaker.succeeded()
    for _ in range(2):
        breaker.failed()
    assert breaker.admits()
    assert breaker.failed()
    assert not breaker.admits()


def test_after_its_rest_one_call_is_let_through_and_the_next_not() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 29.0
    assert not breaker.admits()
    clock.now = 30.0
    assert breaker.admits()
    assert not breaker.admits()


def test_a_probe_that_fails_begins_a_new_rest_and_is_not_said_again() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 30.0
    assert breaker.admits()
    assert not breaker.failed()
    clock.now = 59.0
    assert not breaker.admits()
    clock.now = 60.0
    assert breaker.admits()


def test_a_probe_that_succeeds_closes_it() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 31.0
    assert breaker.admits()
    breaker.succeeded()
    assert breaker.admits() and breaker.admits()
    assert not breaker.failed()


def test_a_probe_that_never_says_how_it_went_is_followed_by_another() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 30.0
    assert breaker.admits()
    clock.now = 60.0
    assert breaker.admits()
