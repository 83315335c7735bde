"""Ends this process when the process that started it is gone."""

import os
import threading
import time

POLL_SECONDS = 0.5


def exit_with_parent() -> None:
    """Watches the parent from a thread of its own. A child of a killed parent gets another parent."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(POLL_SECONDS)
        os._exit(3)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
