"""What was estimated is remembered: within bounds, once for many who ask at once, and never a failure."""

from threading import Barrier, Thread

import pytest

from suixin.engines.statistics.estimates.memory import remembered


def test_only_the_answers_asked_for_last_are_kept():
    made = []

    @remembered(3)
    def double(number: int) -> int:
        made.append(number)
        return 2 * number

    assert [double(number) for number in (1, 2, 3, 1, 4, 1, 3, 2)] == [2, 4, 6, 2, 8, 2, 6, 4]
    assert made == [1, 2, 3, 4, 2]


def test_many_who_ask_at_once_wait_for_one_answer():
    made, begin = [], Barrier(8)

    @remembered(3)
    def slow(number: int) -> int:
        made.append(number)
        return number

    def ask() -> None:
        begin.wait()
        slow(7)

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [7]


def test_a_failure_is_tried_again():
    tries = []

    @remembered(3)
    def fails_first(number: int) -> int:
        tries.append(number)
        if len(tries) == 1:
            raise ValueError
        return number

    with pytest.raises(ValueError):
        fails_first(5)
    assert (fails_first(5), fails_first(5), len(tries)) == (5, 5, 2)
