"""Gradients of answers as rows that stay small in memory: float16 at length 1, and the lengths."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from openledger_trainer.examples import Example
from openledger_trainer.index_rows import CHUNK, ROW_SCALE, gram_matrix
from torch import Tensor
from torch.nn import functional

from lds.setup import Setup

Vector = NDArray[np.float32]
LossOf = Callable[[Tensor, Tensor], Tensor]
"""Of logits [r, vocabulary] and targets [r]: the loss to be derived."""


@dataclass(frozen=True)
class Rows:
    """rows: float16 [n, p], unit × ROW_SCALE. lengths: float64 [n]."""

    rows: NDArray[np.float16]
    lengths: NDArray[np.float64]

    def gram(self) -> NDArray[np.float64]:
        """[n, n], of the rows at their lengths."""
        return gram_matrix(self.rows) * np.outer(self.lengths, self.lengths)

    def products(self, others: "Rows") -> NDArray[np.float64]:
        """[n, others]."""
        total = np.zeros((len(self.rows), len(others.rows)))
        for start in range(0, self.rows.shape[1], CHUNK):
            part, other = (
                rows[:, start : start + CHUNK].astype(np.float32) for rows in (self.rows, others.rows)
            )
            total += (part @ other.T).astype(np.float64)
        return total * np.outer(self.lengths, others.lengths) / ROW_SCALE**2


def own_answer(logits: Tensor, targets: Tensor) -> Tensor:
    """The summed log-probability of the answer."""
    return -functional.cross_entropy(logits, targets, reduction="sum")


def drawn_answer(generator: torch.Generator) -> LossOf:
    """The same of tokens that the model draws itself: such gradients' outer products sum to the Fisher
    information in expectation (Martens 2014, arXiv 1412.1193)."""

    def loss(logits: Tensor, targets: Tensor) -> Tensor:
        del targets
        drawn = torch.multinomial(logits.detach().softmax(-1), 1, generator=generator).squeeze(1)
        return -functional.cross_entropy(logits, drawn, reduction="sum")

    return loss


def gradient(setup: Setup, example: Example, loss: LossOf, metric: Vector | None) -> Vector:
    """[p], by the weights that are in the model; times the metric where there is one."""
    for parameter in setup.parameters:
        parameter.requires_grad_(True)
    batch, logits = setup.answers.logits([example])
    gradients = torch.autograd.grad(loss(logits, batch.targets), setup.parameters)
    flat: Vector = torch.cat([part.reshape(-1) for part in gradients]).numpy()
    return flat if metric is None else flat * metric


def gradient_rows(setup: Setup, examples: Sequence[Example], loss: LossOf, metric: Vector | None) -> Rows:
    """The gradients of all examples, one backward pass each."""
    size = sum(parameter.numel() for parameter in setup.parameters)
    rows = np.empty((len(examples), size), dtype=np.float16)
    lengths = np.empty(len(examples))
    for place, example in enumerate(examples):
        one = gradient(setup, example, loss, metric)
        lengths[place] = np.linalg.norm(one.astype(np.float64))
        rows[place] = one * np.float32(ROW_SCALE / lengths[place])
    return Rows(rows, lengths)
