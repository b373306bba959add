"""`python -m planner.jobs.runner`: the one worker process beside the web workers.

It ends when it is told to (SIGTERM, SIGINT) or when the process that started it is gone; what it
was working on goes back into the queue.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from types import FrameType

from planner import create_app
from planner.jobs import letters, upkeep
from planner.jobs.worker import work_forever


def main() -> None:
    """Work until told to end."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    ending = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ending.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    parent = os.getppid()
    threading.Thread(target=watch_parent, args=(parent, ending), daemon=True).start()
    app = create_app()
    sending = letters.start(app, ending)
    upkeep.start(app, ending)
    work_forever(app, ending)
    if sending is not None:
        sending.join(timeout=8)  # a letter on its way is seen to its end, if the server answers


def watch_parent(parent: int, ending: threading.Event, every: float = 1.0) -> None:
    """Set `ending` once the parent process is gone (an orphan gets another parent)."""
    while not ending.wait(every):
        if os.getppid() != parent:
            ending.set()


if __name__ == "__main__":
    main()
