"""LoRA dropout whose masks follow from (seed, step, example, module) alone.

PyTorch draws masks from a generator that remembers what it gave before: then a training that was
resumed, or that shares its batches by another number of processes, would draw others. Here each mask
is drawn afresh from a key, so it does not matter which process takes the example, or when. What is
dropped is the input of a LoRA module, as PEFT does it; the rest is scaled up by 1 / (1 - p).
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from peft.tuners.lora import LoraLayer
from torch import Tensor, nn

from openledger_trainer.errors import TrainerError

Row = tuple[str, int]
"""Key of an example's masks in a step, and its tokens."""


@dataclass
class Dropout:
    """The rows of the batch that is now computed; without any, nothing is dropped."""

    probability: float
    rows: list[Row] = field(default_factory=list)

    @contextmanager
    def of(self, rows: Sequence[Row]) -> Iterator[None]:
        """Drops while the block runs."""
        self.rows = list(rows) if self.probability > 0 else []
        try:
            yield
        finally:
            self.rows = []


class ModuleDropout(nn.Module):
    """The dropout of one LoRA module.

    :param place: of the module in the model; each has masks of its own.
    """

    def __init__(self, dropout: Dropout, place: int) -> None:
        super().__init__()
        self.dropout = dropout
        self.place = place

    def forward(self, hidden: Tensor) -> Tensor:
        rows = self.dropout.rows
        if not rows:
            return hidden
        if hidden.dim() != 3 or hidden.shape[0] != len(rows):
            raise TrainerError(
                "TRAINER_JOB_INVALID", "dropoutMicro: a layer of this model mixes examples; train it with 0"
            )
        factor = torch.ones_like(hidden)
        for row, (key, length) in enumerate(rows):
            kept = mask(f"{key}:{self.place}", (length, hidden.shape[2]), self.dropout.probability)
            factor[row, :length] = torch.from_numpy(kept)
        return hidden * factor


def mask(key: str, shape: tuple[int, int], probability: float) -> "np.ndarray[Any, np.dtype[np.float32]]":
    """0 with the probability, else 1 / (1 - probability)."""
    seed = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=16).digest())
    drawn = np.random.Generator(np.random.SFC64(seed)).random(shape, dtype=np.float32)
    return (drawn >= np.float32(probability)) * np.float32(1 / (1 - probability))


def add_dropout(peft_model: Any, probability: float) -> Dropout:
    """Gives every LoRA module its dropout; off until a batch's rows are set."""
    dropout = Dropout(probability)
    if probability > 0:
        modules = [module for module in peft_model.modules() if isinstance(module, LoraLayer)]
        for place, module in enumerate(modules):
            for name in list(module.lora_dropout):
                module.lora_dropout[name] = ModuleDropout(dropout, place)
    return dropout
