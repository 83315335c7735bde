"""A state is whole or absent, and what goes on from it goes on bit for bit."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch
from torch import Tensor

from openledger_trainer.disk_errors import coded_disk_errors
from openledger_trainer.errors import TrainerError
from openledger_trainer.training_log import LogPosition
from openledger_trainer.training_state import TrainingState, load_state, save_state

MANIFEST = "0x" + "ab" * 32
Model = tuple[list[Tensor], torch.optim.Optimizer]


def fresh() -> Model:
    torch.manual_seed(1)
    parameters = [torch.randn(40, 3, requires_grad=True), torch.randn(7, requires_grad=True)]
    return parameters, torch.optim.AdamW(parameters, lr=0.01, weight_decay=0.0)


def run(model: Model, first: int, last: int) -> None:
    parameters, optimiser = model
    for step in range(first, last):
        generator = torch.Generator().manual_seed(step)
        for parameter in parameters:
            parameter.grad = torch.randn(parameter.shape, generator=generator)
        optimiser.step()


def state_at(step: int) -> TrainingState:
    return TrainingState(LogPosition(10 * step, step, MANIFEST), step=step, tokens=30 * step, loss=0.1 + 0.2)


def load(path: Path, model: Model, manifest: str = MANIFEST, accept: bool = True) -> TrainingState | None:
    return load_state(path, manifest, *model, lambda _: accept)


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """The kernel refuses to let files grow beyond `size`: what a full disk does, without filling one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_it_goes_on_bit_for_bit(tmp_path: Path) -> None:
    unbroken, broken, resumed = fresh(), fresh(), fresh()
    run(unbroken, 0, 9)
    run(broken, 0, 4)
    state = state_at(4)
    state.best_loss, state.best_log, state.best_weights = 0.7, LogPosition(20, 2, MANIFEST), torch.ones(127)
    save_state(tmp_path / "state", MANIFEST, state, *broken)
    found = load(tmp_path / "state", resumed)
    assert found is not None
    assert (found.log, found.step, found.tokens, found.loss) == (state.log, 4, 120, 0.1 + 0.2)
    assert (found.best_loss, found.best_log) == (0.7, state.best_log)
    assert found.best_weights is not None
    assert torch.equal(found.best_weights, torch.ones(127))
    run(resumed, 4, 9)
    for one, other in zip(unbroken[0], resumed[0], strict=True):
        assert torch.equal(one, other)


def test_what_is_not_this_training_s_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "state"
    model = fresh()
    assert load(path, model) is None
    run(model, 0, 1)
    save_state(path, MANIFEST, state_at(1), *model)
    other = fresh()
    before = [parameter.clone() for parameter in other[0]]
    assert load(path, other, manifest="0x" + "cd" * 32) is None
    assert load(path, other, accept=False) is None
    whole = path.read_bytes()
    for damaged in (whole[:-1], b"", whole[:-4] + b"\x00\x00\x00\x01"):
        path.write_bytes(damaged)
        assert load(path, other) is None
    assert all(torch.equal(one, two) for one, two in zip(before, other[0], strict=True))
    assert not other[1].state


def test_a_full_disk_is_coded_and_costs_no_earlier_state(tmp_path: Path) -> None:
    path = tmp_path / "state"
    model = fresh()
    run(model, 0, 1)
    save_state(path, MANIFEST, state_at(1), *model)
    run(model, 1, 2)
    with largest_file(200), pytest.raises(TrainerError) as full, coded_disk_errors():
        save_state(path, MANIFEST, state_at(2), *model)
    assert full.value.code == "TRAINER_DISK_FULL"
    found = load(path, fresh())
    assert found is not None
    assert found.step == 1
    assert [file.name for file in tmp_path.iterdir()] == ["state"]
