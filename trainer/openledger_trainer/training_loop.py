"""The training loop: AdamW on the LoRA weights, logged step by step."""

import math
import random
import time
from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor

from openledger_trainer.answer_logits import answer_losses
from openledger_trainer.base_model import BaseModel
from openledger_trainer.errors import TrainerError
from openledger_trainer.events import ProgressEvent, emit
from openledger_trainer.examples import Example, make_batch, make_example
from openledger_trainer.forked import Forked
from openledger_trainer.gradients import Vector, adapter_parameters
from openledger_trainer.jobs import TrainConfig, TrainingRecord
from openledger_trainer.records import ask, wording
from openledger_trainer.training_log import TrainingLog

MAX_GRADIENT_NORM = 1.0

PartGradient = tuple[Vector, float, int]
"""Of a part of a batch: gradient [p] of its summed loss, that sum (nats), its answer tokens."""


def learning_rate_nano(config: TrainConfig, step: int, steps: int) -> int:
    """Rate × 10^9 of a step (from 0): linear warm-up, then linear decay towards 0."""
    if step < config.warmup_steps:
        return config.lr_nano * (step + 1) // config.warmup_steps
    return config.lr_nano * (steps - step) // max(1, steps - config.warmup_steps)


def epoch_examples(
    base: BaseModel, records: Sequence[TrainingRecord], config: TrainConfig, epoch: int
) -> list[Example]:
    """One example a record: the wording whose turn it is."""
    return [
        make_example(base.tokenizer, ask(wording(r, epoch)), r.content.answer, config.max_tokens_per_example)
        for r in records
    ]


def train_adapter(
    base: BaseModel,
    peft_model: Any,
    records: Sequence[TrainingRecord],
    config: TrainConfig,
    log: TrainingLog,
    processes: int,
) -> int:
    """Trains in place and returns the number of tokens processed. Throws TRAINER_DIVERGED.

    :param processes: that share a batch; the gradient's last digits depend on how many.
    """
    parameters = adapter_parameters(peft_model)
    for parameter in cast(list[Any], parameters):
        parameter.share_memory_()

    def part_gradient(examples: list[Example]) -> PartGradient:
        losses = answer_losses(peft_model.base_model.model, make_batch(examples, base.tokenizer.end_id))
        gradients = torch.autograd.grad(losses.sum(), parameters)
        flat = torch.cat([gradient.reshape(-1) for gradient in gradients]).numpy()
        return flat, float(losses.detach().sum()), losses.numel()

    with Forked(part_gradient, min(processes, config.batch_size, len(records))) as forked:
        return train_steps(base, parameters, records, config, log, forked)


def train_steps(
    base: BaseModel,
    parameters: list[Tensor],
    records: Sequence[TrainingRecord],
    config: TrainConfig,
    log: TrainingLog,
    forked: Forked[list[Example], PartGradient],
) -> int:
    """The steps of a training whose gradients come from `forked`."""
    optimiser = torch.optim.AdamW(parameters, lr=0.0, weight_decay=0.0)
    order = random.Random(config.seed)
    steps_per_epoch = math.ceil(len(records) / config.batch_size)
    steps = steps_per_epoch * config.epochs
    step, tokens, started = 0, 0, time.monotonic()
    for epoch in range(config.epochs):
        examples = epoch_examples(base, records, config, epoch)
        places = list(range(len(records)))
        order.shuffle(places)
        for start in range(0, len(places), config.batch_size):
            chosen = places[start : start + config.batch_size]
            rate_nano = learning_rate_nano(config, step, steps)
            for group in optimiser.param_groups:
                group["lr"] = rate_nano / 1_000_000_000
            value = set_gradients(parameters, forked, [examples[i] for i in chosen])
            norm = float(torch.nn.utils.clip_grad_norm_(parameters, MAX_GRADIENT_NORM))
            if not (math.isfinite(value) and math.isfinite(norm)):
                raise TrainerError("TRAINER_DIVERGED", f"loss {value}, gradient norm {norm} in step {step}")
            optimiser.step()
            batch_tokens = sum(len(examples[i].ids) for i in chosen)
            tokens += batch_tokens
            step += 1
            log.append(step, [records[i].commitment for i in chosen], value, rate_nano, norm, batch_tokens)
            seconds = time.monotonic() - started
            emit(
                ProgressEvent(
                    step=step,
                    steps=steps,
                    epoch=epoch + 1,
                    loss=round(value, 6),
                    lr=rate_nano / 1_000_000_000,
                    grad_norm=round(norm, 6),
                    tokens=tokens,
                    tokens_per_second=round(tokens / seconds, 1),
                    seconds_left=round(seconds / step * (steps - step), 1),
                )
            )
    return tokens


def set_gradients(
    parameters: list[Tensor], forked: Forked[list[Example], PartGradient], batch: list[Example]
) -> float:
    """Gives each parameter the gradient of the batch's mean loss over answer tokens; returns that loss."""
    parts = [batch[k :: forked.processes] for k in range(min(forked.processes, len(batch)))]
    flats, losses, counts = zip(*forked.map(parts), strict=True)
    total = torch.from_numpy(np.sum(flats, axis=0, dtype=np.float32) / np.float32(sum(counts)))
    start = 0
    for parameter in parameters:
        parameter.grad = total[start : start + parameter.numel()].view_as(parameter)
        start += parameter.numel()
    return float(sum(losses) / sum(counts))
