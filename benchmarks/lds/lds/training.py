"""The trainer's own training of an adapter, in one process and on a part of the records.

Same loss, optimiser, rates, clipping and order as openledger_trainer.training_loop; a test holds them
together.
"""

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from openledger_trainer.answer_logits import answer_losses
from openledger_trainer.examples import Example, make_batch
from openledger_trainer.jobs import TrainConfig
from openledger_trainer.training_loop import MAX_GRADIENT_NORM, learning_rate_nano, steps_of
from openledger_trainer.training_state import fill
from torch import Tensor

from lds.setup import Step

Losses = Callable[[Sequence[int]], Tensor]
"""Of places of records: the loss of each answer token [r], with a graph."""


def losses_of(model: Any, examples: Sequence[Example], pad_id: int) -> Losses:
    """By the whole model."""
    return lambda places: answer_losses(model.base_model.model, make_batch([examples[i] for i in places], pad_id))


def train(
    parameters: list[Tensor],
    start: NDArray[np.float32],
    losses: Losses,
    places: Sequence[int],
    config: TrainConfig,
    seed: int,
    after: Callable[[int, Step, torch.optim.Optimizer], None] = lambda *_: None,
) -> None:
    """Trains the parameters in place, from `start` [p], on the records at `places`.

    :param seed: of the order.
    :param after: told after each step (from 1).
    """
    fill(parameters, torch.from_numpy(start))
    for parameter in parameters:
        parameter.requires_grad_(True)
    optimiser = torch.optim.AdamW(parameters, lr=0.0, weight_decay=0.0)
    _, steps = steps_of(config, len(places))
    order, step = random.Random(seed), 0
    for _ in range(config.epochs):
        shuffled = list(range(len(places)))
        order.shuffle(shuffled)
        for first in range(0, len(shuffled), config.batch_size):
            chosen = [places[i] for i in shuffled[first : first + config.batch_size]]
            rate = learning_rate_nano(config, step, steps) / 1_000_000_000
            for group in optimiser.param_groups:
                group["lr"] = rate
            gradients = torch.autograd.grad(losses(chosen).mean(), parameters)
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter.grad = gradient
            norm = float(torch.nn.utils.clip_grad_norm_(parameters, MAX_GRADIENT_NORM))
            optimiser.step()
            step += 1
            after(step, Step(chosen, rate, norm), optimiser)


@torch.no_grad()
def answer_log_probabilities(
    model: Any, examples: Sequence[Example], pad_id: int, batch_size: int = 16
) -> NDArray[np.float64]:
    """The summed log-probability [n], in nats, of each example's answer."""
    sums = []
    for first in range(0, len(examples), batch_size):
        part = examples[first : first + batch_size]
        batch = make_batch(part, pad_id)
        losses = answer_losses(model.base_model.model, batch).double()
        sums.append(-torch.zeros(len(part), dtype=torch.float64).index_add_(0, batch.rows, losses).numpy())
    return np.concatenate(sums)
