"""What was estimated once is remembered for whoever asks next: a page of eleven districts would otherwise run X-13
eleven times for every reader. Held in the process, bounded, and forgotten when it ends."""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TypeVar, TypeVarTuple

Asked = TypeVarTuple("Asked")
Answer = TypeVar("Answer")


def remembered(most: int) -> Callable[[Callable[[*Asked], Answer]], Callable[[*Asked], Answer]]:
    """Remembers the `most` answers that were asked for last, by their arguments. What failed is not remembered.

    One answer is made at a time: many who open one page at once are given what the first of them waited for.
    """

    def decorate(make: Callable[[*Asked], Answer]) -> Callable[[*Asked], Answer]:
        held: OrderedDict[tuple[*Asked], Answer] = OrderedDict()
        looking, making = Lock(), Lock()

        def known(asked: tuple[*Asked]) -> Answer | None:
            with looking:
                if asked in held:
                    held.move_to_end(asked)
                return held.get(asked)

        def keep(asked: tuple[*Asked], found: Answer) -> Answer:
            with looking:
                held[asked] = found
                if len(held) > most:
                    held.popitem(last=False)
            return found

        @wraps(make)
        def ask(*asked: *Asked) -> Answer:
            if (found := known(asked)) is not None:
                return found
            with making:
                found = known(asked)  # another may have asked the same meanwhile
                return keep(asked, make(*asked)) if found is None else found

        return ask

    return decorate
