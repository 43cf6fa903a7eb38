"""Worker processes that are as easy to handle as threads: they leave Ctrl-C to their parent, and end when it does."""

import os
import signal
import threading
import time

_SECONDS_BETWEEN_LOOKS = 0.5


def live_with_the_parent(parent: int) -> None:
    """Initialize a worker process, as a pool's `initializer`.

    From now on, only the parent handles Ctrl-C. If the parent is killed, which it cannot announce, this process ends
    too, instead of waiting or computing in vain. (Windows keeps a dead parent's process ID; there, such a process stays
    until its pool's own time limit.)

    Args:
        parent: the parent's process ID.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(1)
