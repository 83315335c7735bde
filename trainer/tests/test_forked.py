import os
import signal
import time
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from openledger_trainer.errors import TrainerError
from openledger_trainer.forked import Forked


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_come_in_order_whoever_worked(processes: int) -> None:
    def work(item: int) -> tuple[int, int]:
        time.sleep(0.02 if item % 2 == 0 else 0)
        assert torch.get_num_threads() == 1
        return item * item, os.getpid()

    before = torch.get_num_threads()
    with Forked(work, processes) as forked:
        for items in (list(range(10)), [3], []):
            assert [square for square, _ in forked.map(items)] == [item * item for item in items]
        pids = {pid for _, pid in forked.map(list(range(6)))}
    assert len(pids) == processes
    assert (os.getpid() in pids) == (processes == 1)
    assert all(pid == os.getpid() or gone(pid) for pid in pids)
    assert torch.get_num_threads() == before


def test_large_results_and_many_large_items_block_nobody() -> None:
    items = [np.full(500_000, place, dtype=np.float32) for place in range(8)]
    with Forked[NDArray[np.float32], NDArray[np.float32]](lambda item: item + 1, 2) as forked:
        for place, result in enumerate(forked.map(items)):
            assert np.array_equal(result, items[place] + 1)


def test_shared_tensors_are_seen_as_they_are() -> None:
    weights: Any = torch.zeros(3)
    weights.share_memory_()
    with Forked[int, float](lambda item: float(weights.sum()) + item, 2) as forked:
        assert list(forked.map([1, 2])) == [1.0, 2.0]
        weights += 1
        assert list(forked.map([1, 2])) == [4.0, 5.0]


def test_what_the_work_throws_keeps_its_code() -> None:
    def work(item: str) -> str:
        if item == "known":
            raise TrainerError("TRAINER_DIVERGED", "not finite")
        raise ValueError(item)

    with Forked(work, 2) as forked, pytest.raises(TrainerError, match="not finite") as known:
        list(forked.map(["known", "known"]))
    assert known.value.code == "TRAINER_DIVERGED"
    with Forked(work, 2) as forked, pytest.raises(TrainerError, match="ValueError: other") as other:
        list(forked.map(["other"]))
    assert other.value.code == "TRAINER_INTERNAL"


def test_a_process_that_is_killed_is_an_error() -> None:
    def work(item: int) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return item

    with Forked(work, 2) as forked, pytest.raises(TrainerError, match="ended without a result"):
        list(forked.map([1, 2, 3]))


def test_the_processes_end_with_the_one_that_forked_them() -> None:
    reader, writer = os.pipe()
    parent = os.fork()
    if parent == 0:
        with Forked[int, int](lambda _: os.getpid(), 2) as forked:
            os.write(writer, " ".join(map(str, forked.map([1, 2]))).encode())
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(parent, 0)
    pids = [int(pid) for pid in os.read(reader, 100).split()]
    deadline = time.monotonic() + 10
    while not all(gone(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert all(gone(pid) for pid in pids)
