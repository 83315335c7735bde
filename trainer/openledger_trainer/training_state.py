"""What a training goes on from: one file, whole or absent, that is bound to its manifest."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from openledger_trainer.files import write_whole
from openledger_trainer.training_log import LogPosition

WEIGHTS, FIRST, SECOND, BEST = "weights", "first_moments", "second_moments", "best_weights"


@dataclass
class TrainingState:
    """Where a training stands. Everything else follows from the manifest: order, rates, masks.

    step, tokens: done so far. finished: no step is left. loss: of the held-out records when last
    taken. stale: evaluations since the best one; best_…: with patience, where the best weights stood.
    """

    log: LogPosition
    step: int = 0
    tokens: int = 0
    finished: bool = False
    loss: float | None = None
    stale: int = 0
    best_loss: float | None = None
    best_step: int = 0
    best_tokens: int = 0
    best_log: LogPosition | None = None
    best_weights: Tensor | None = None


def flat(tensors: Sequence[Tensor]) -> Tensor:
    """A copy of all values, one after the other."""
    return torch.cat([tensor.detach().reshape(-1) for tensor in tensors])


def fill(tensors: Sequence[Tensor], values: Tensor) -> None:
    """Puts values of `flat` back in place: shared tensors stay shared."""
    start = 0
    with torch.no_grad():
        for tensor in tensors:
            tensor.copy_(values[start : start + tensor.numel()].view_as(tensor))
            start += tensor.numel()


def save_state(
    path: Path,
    manifest_hash: str,
    state: TrainingState,
    parameters: Sequence[Tensor],
    optimiser: torch.optim.Optimizer,
) -> None:
    """Writes the state; a kill at any moment leaves the last one or this one."""
    moments = [optimiser.state[parameter] for parameter in parameters]
    tensors = {
        WEIGHTS: flat(parameters),
        FIRST: flat([moment["exp_avg"] for moment in moments]),
        SECOND: flat([moment["exp_avg_sq"] for moment in moments]),
    }
    if state.best_weights is not None:
        tensors[BEST] = state.best_weights
    header = {
        "manifestHash": manifest_hash,
        "state": json.dumps(asdict(replace(state, best_weights=None))),
        "digest": digest_of(tensors),
    }
    write_whole(path, lambda partial: partial.write_bytes(save(tensors, metadata=header)))


def load_state(
    path: Path,
    manifest_hash: str,
    parameters: Sequence[Tensor],
    optimiser: torch.optim.Optimizer,
    accept: Callable[[TrainingState], bool],
) -> TrainingState | None:
    """Puts weights and moments back and returns where the training stood; None, with nothing touched,
    when there is no file, or one of another manifest, or a damaged one, or one that is not accepted."""
    try:
        with safe_open(path, framework="pt") as file:
            header = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError):
        return None
    if header.get("manifestHash") != manifest_hash or header.get("digest") != digest_of(tensors):
        return None
    facts = json.loads(header["state"])
    state = TrainingState(**{**facts, "log": LogPosition(**facts["log"]), "best_weights": tensors.get(BEST)})
    if facts["best_log"] is not None:
        state.best_log = LogPosition(**facts["best_log"])
    if not accept(state):
        return None
    fill(parameters, tensors[WEIGHTS])
    for parameter in parameters:
        optimiser.state[parameter] = {
            "step": torch.tensor(float(state.step)),
            "exp_avg": torch.zeros_like(parameter),
            "exp_avg_sq": torch.zeros_like(parameter),
        }
    moments = [optimiser.state[parameter] for parameter in parameters]
    fill([moment["exp_avg"] for moment in moments], tensors[FIRST])
    fill([moment["exp_avg_sq"] for moment in moments], tensors[SECOND])
    return state


def digest_of(tensors: dict[str, Tensor]) -> str:
    """SHA-256 over names and bytes."""
    digest = hashlib.sha256()
    for name, tensor in sorted(tensors.items()):
        digest.update(name.encode())
        digest.update(tensor.numpy().tobytes())
    return digest.hexdigest()
