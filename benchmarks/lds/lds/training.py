"""The trainer's own training of an adapter, in one process and on a part of the records.

Loss, optimiser, rates, clipping and order are those of openledger_trainer.training_loop.
"""

import random
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from openledger_trainer.examples import Example
from openledger_trainer.jobs import TrainConfig
from openledger_trainer.training_loop import MAX_GRADIENT_NORM, learning_rate_nano, steps_of
from openledger_trainer.training_state import fill
from torch import Tensor

from lds.answer_model import AnswerModel
from lds.setup import Step


def train(
    parameters: list[Tensor],
    start: NDArray[np.float32],
    model: AnswerModel,
    records: Sequence[Example],
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
            gradients = torch.autograd.grad(model.losses([records[i] for i in chosen])[1].mean(), parameters)
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter.grad = gradient
            norm = float(torch.nn.utils.clip_grad_norm_(parameters, MAX_GRADIENT_NORM))
            optimiser.step()
            step += 1
            after(step, Step(chosen, rate, norm), optimiser)
