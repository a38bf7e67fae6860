"""Waiting for another process to get somewhere: the one loop with a deadline."""

import time
from collections.abc import Callable


def becomes_so(is_so: Callable[[], bool], *, seconds: float) -> bool:
    """Ask again and again until it is so; False when it still is not after so many seconds."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)  # the other process gives no sign to wait for
    return True
