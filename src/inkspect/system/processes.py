"""Worker processes that are no more trouble than threads: they leave Ctrl-C to their parent, and end when it does."""

import os
import signal
import threading
import time

_SECONDS_BETWEEN_LOOKS = 0.5


def live_with_the_parent(parent: int) -> None:
    """Begin a worker process, as a pool's `initializer`.

    From now on the parent alone decides what Ctrl-C means; and when the parent has been killed, and could tell nobody,
    this process ends too, instead of waiting, or computing, for nobody. (Windows keeps a dead parent's number: there,
    such a process stays until its pool's own time limit.)

    Args:
        parent: the parent's process number.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(1)
