"""Work in forked processes of one PyTorch thread each.

Small matrices are multiplied hardly faster by two threads than by one, and two threads wait for each
other at every operation: beside little other load on the cores, half of the time. Processes that do
whole pieces of work wait only at their ends. What a piece comes to does not depend on how many there
are.
"""

import logging
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from types import TracebackType
from typing import Generic, Self, TypeVar, cast

import torch

from openledger_trainer.errors import TrainerError
from openledger_trainer.parent import exit_with_parent

Item = TypeVar("Item")
Result = TypeVar("Result")


class Forked(Generic[Item, Result]):
    """Processes that call `work`; what it closes over they see as it was when they were forked, shared
    tensors as they are.

    :param work: its items and results are pickled.
    :param processes: with one, this process does the work itself.
    """

    def __init__(self, work: Callable[[Item], Result], processes: int) -> None:
        self._work = work
        self._processes = processes
        self._children: list[tuple[int, Connection]] = []
        self._threads = 1

    def __enter__(self) -> Self:
        self._threads = torch.get_num_threads()
        if self._processes > 1:
            for _ in range(self._processes):
                self._children.append(self._fork())
        else:
            torch.set_num_threads(1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        torch.set_num_threads(self._threads)
        for pid, connection in self._children:
            connection.close()
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        self._children.clear()

    @property
    def processes(self) -> int:
        """How many work."""
        return max(1, len(self._children))

    def map(self, items: Sequence[Item]) -> Iterator[Result]:
        """`work` of each item, in order. Throws what it throws as TrainerError, TRAINER_INTERNAL for a
        process that ended."""
        if not self._children:
            for item in items:
                yield self._work(item)
            return
        connections = [connection for _, connection in self._children]
        # One item a process is under way: both sides of a full pipe would wait for ever.
        for item, connection in zip(items, connections, strict=False):
            connection.send(item)
        for place in range(len(items)):
            connection = connections[place % len(connections)]
            result = receive(connection)
            if place + len(connections) < len(items):
                connection.send(items[place + len(connections)])
            yield cast(Result, result)

    def _fork(self) -> tuple[int, Connection]:
        here, there = Pipe()
        pid = os.fork()
        if pid > 0:
            there.close()
            return pid, here
        try:
            here.close()
            exit_with_parent()
            torch.set_num_threads(1)
            while True:
                there.send(answer(self._work, there.recv()))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            os._exit(0)
        except BaseException:
            logging.exception("a forked process failed")
        finally:
            os._exit(1)


def answer(work: Callable[[Item], Result], item: Item) -> tuple[str, object]:
    """What a process sends: ("done", result), or a code and a message."""
    try:
        return "done", work(item)
    except TrainerError as error:
        return error.code, error.message
    except Exception as error:
        logging.exception("a piece of work failed")
        return "TRAINER_INTERNAL", f"{type(error).__name__}: {error}"


def receive(connection: Connection) -> object:
    """The next result. Throws TrainerError."""
    try:
        code, content = connection.recv()
    except (EOFError, ConnectionResetError) as error:
        raise TrainerError("TRAINER_INTERNAL", "a forked process ended without a result") from error
    if code != "done":
        raise TrainerError(str(code), str(content))
    return cast(object, content)
