"""`python -m openledger_trainer.serve SOCKET`: a process for each job, its imports done beforehand.

Loading PyTorch, transformers and PEFT takes longer than scoring an answer. This process does it once,
then listens on a Unix socket. Who connects sends a job (JSON) and closes its side; a forked child runs
it as `openledger_trainer` does and writes its events to the connection. Before them comes
`{"type":"started","pid":…}`, after them `{"type":"exited","status":…,"signal":…}` (one of the two null),
so that the other side can end the job and knows how it ended. A job that crashes takes nothing along.
The process ends with the one that started it, or after IDLE_SECONDS without a job; what runs then ends
too.
"""

import json
import logging
import os
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

from openledger_trainer.__main__ import EXIT_WITH_PARENT, load_everything, main

IDLE_SECONDS = 600
POLL_SECONDS = 0.5

Running = dict[int, socket.socket]


def serve(path: Path) -> None:
    """Takes jobs until its parent is gone or nothing came for a while."""
    parent = os.getppid()
    load_everything()
    ended, wake = socket.socketpair()
    for end in (ended, wake):
        end.setblocking(False)
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()
    say(sys.stdout.fileno(), type="ready")
    running: Running = {}
    busy_at = time.monotonic()
    while os.getppid() == parent and (running or time.monotonic() - busy_at < IDLE_SECONDS):
        readable, _, _ = select.select([listener, ended], [], [], POLL_SECONDS)
        if ended in readable:
            ended.recv(4096)
        reap(running)
        if listener in readable:
            start(listener, running)
        if running:
            busy_at = time.monotonic()


def start(listener: socket.socket, running: Running) -> None:
    """Forks the child that runs the next connection's job."""
    connection, _ = listener.accept()
    pid = os.fork()
    if pid > 0:
        running[pid] = connection
        return
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(connection.fileno(), 0)
        os.dup2(connection.fileno(), 1)
        for other in (listener, connection, *running.values()):
            other.close()
        say(1, type="started", pid=os.getpid())
        status = main([EXIT_WITH_PARENT])
        sys.stdout.flush()
    except Exception:
        logging.exception("the job could not be run")
    finally:
        os._exit(status)


def reap(running: Running) -> None:
    """Tells each child's end to whom it worked for."""
    for pid, connection in list(running.items()):
        done, wait_status = os.waitpid(pid, os.WNOHANG)
        if done == 0:
            continue
        code = os.waitstatus_to_exitcode(wait_status)
        exited = (
            {"status": code, "signal": None}
            if code >= 0
            else {"status": None, "signal": signal.Signals(-code).name}
        )
        say(connection.fileno(), type="exited", **exited)
        connection.close()
        del running[pid]


def say(descriptor: int, **line: object) -> None:
    """Writes a line; whoever does not listen any more does not get it."""
    with suppress(OSError):
        os.write(descriptor, f"{json.dumps(line)}\n".encode())


if __name__ == "__main__":
    socket_path = Path(sys.argv[1])
    try:
        serve(socket_path)
    finally:
        socket_path.unlink(missing_ok=True)
