"""The training loop: AdamW on the LoRA weights, logged step by step, and able to go on from any kept
state as if it had never stopped."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor

from openledger_trainer.answer_logits import answer_losses
from openledger_trainer.base_model import BaseModel
from openledger_trainer.chat import prompt_tokens
from openledger_trainer.dropout import Dropout, add_dropout
from openledger_trainer.errors import TrainerError
from openledger_trainer.events import EvaluationEvent, ResumedEvent, SampleEvent, SavedEvent, emit
from openledger_trainer.examples import Example, make_batch
from openledger_trainer.forked import Forked
from openledger_trainer.generate import greedy_answers
from openledger_trainer.gradients import Vector, adapter_parameters
from openledger_trainer.jobs import TrainConfig, TrainingRecord, TrainJob
from openledger_trainer.records import ask
from openledger_trainer.step_progress import StepProgress
from openledger_trainer.training_log import TrainingLog
from openledger_trainer.training_state import TrainingState, fill, flat

MAX_GRADIENT_NORM = 1.0
SAMPLE_TOKENS = 48


@dataclass(frozen=True)
class Part:
    """A part of a batch. Keys: by which each example's dropout is drawn; none where only the loss is
    asked for."""

    examples: list[Example]
    keys: list[str]


PartResult = tuple[Vector | None, float, int]
"""Of a part: gradient [p] of its summed loss, that sum (nats), its answer tokens."""

Keep = Callable[[TrainingState, Sequence[Tensor], torch.optim.Optimizer], None]
Load = Callable[[Sequence[Tensor], torch.optim.Optimizer], TrainingState]


@dataclass(frozen=True)
class Material:
    """What a training reads: of each record the examples of its wordings, of held-out ones the first."""

    records: list[TrainingRecord]
    wordings: list[list[Example]]
    held_out: list[Example]


@dataclass(frozen=True)
class Training:
    """A training and what it works with; `save` keeps a state."""

    job: TrainJob
    base: BaseModel
    peft_model: Any
    material: Material
    log: TrainingLog
    save: Keep
    parameters: list[Tensor]
    optimiser: torch.optim.Optimizer
    forked: Forked[Part, PartResult]


def steps_of(config: TrainConfig, records: int) -> tuple[int, int]:
    """Steps an epoch, and in all."""
    each = math.ceil(records / config.batch_size)
    return each, each * config.epochs


def learning_rate_nano(config: TrainConfig, step: int, steps: int) -> int:
    """Rate × 10^9 of a step (from 0): linear warm-up, then linear decay towards 0."""
    warmup = -(-steps * config.warmup_ppm // 1_000_000) or config.warmup_steps
    if step < warmup:
        return config.lr_nano * (step + 1) // warmup
    return config.lr_nano * (steps - step) // max(1, steps - warmup)


def train_adapter(
    job: TrainJob,
    base: BaseModel,
    peft_model: Any,
    material: Material,
    load: Load,
    save: Keep,
    log_at: Callable[[TrainingState], TrainingLog],
) -> TrainingState:
    """Trains in place and returns where the training ended. Throws TRAINER_DIVERGED.

    :param load: puts back a kept state, or says where a fresh training stands.
    :param log_at: the log, open at the end of what the state has of it.
    """
    parameters = adapter_parameters(peft_model)
    for parameter in cast(list[Any], parameters):
        parameter.share_memory_()
    optimiser = torch.optim.AdamW(parameters, lr=0.0, weight_decay=0.0)
    state = load(parameters, optimiser)
    log = log_at(state)
    dropout = add_dropout(peft_model, job.config.dropout_micro / 1_000_000)

    def work(part: Part) -> PartResult:
        return part_result(base, peft_model, parameters, dropout, part)

    # The gradient's last digits depend on how many parts a batch has: the manifest says how many.
    processes = min(job.threads, job.config.batch_size, len(material.records))
    with Forked(work, processes) as forked:
        training = Training(job, base, peft_model, material, log, save, parameters, optimiser, forked)
        if state.step > 0:
            emit(ResumedEvent(step=state.step))
        else:
            watch(training, state, 0)
        if not state.finished:
            train_steps(training, state)
    if state.best_weights is not None:
        fill(parameters, state.best_weights)
    return state


def part_result(
    base: BaseModel, peft_model: Any, parameters: list[Tensor], dropout: Dropout, part: Part
) -> PartResult:
    """The work of a process."""
    batch = make_batch(part.examples, base.tokenizer.end_id)
    model = peft_model.base_model.model
    if not part.keys:
        with torch.no_grad():
            losses = answer_losses(model, batch)
        return None, float(losses.sum()), losses.numel()
    rows = [(key, len(example.ids)) for key, example in zip(part.keys, part.examples, strict=True)]
    with dropout.of(rows):
        losses = answer_losses(model, batch)
        gradients = torch.autograd.grad(losses.sum(), parameters)
    vector = torch.cat([gradient.reshape(-1) for gradient in gradients]).numpy()
    return cast(Vector, vector), float(losses.detach().sum()), losses.numel()


def train_steps(training: Training, state: TrainingState) -> None:
    """The steps that are left. Each epoch takes all records in an order of its own, each in the wording
    whose turn it is."""
    config, records = training.job.config, training.material.records
    steps_per_epoch, steps = steps_of(config, len(records))
    order = random.Random(config.seed)
    progress = StepProgress(steps, steps_per_epoch, state.step, state.tokens)
    for epoch in range(config.epochs):
        places = list(range(len(records)))
        order.shuffle(places)
        for start in range(0, len(places), config.batch_size):
            step = epoch * steps_per_epoch + start // config.batch_size
            if step < state.step:
                continue
            chosen = places[start : start + config.batch_size]
            examples = [wording_of(training.material.wordings[i], epoch) for i in chosen]
            commitments = [records[i].commitment for i in chosen]
            rate_nano = learning_rate_nano(config, step, steps)
            try:
                value, norm = take_step(training, step, rate_nano, examples, commitments)
            except TrainerError as error:
                if error.code == "TRAINER_DIVERGED" and state.step > 0:
                    keep(training, state)  # no weight was changed yet: what was learnt stays
                raise
            tokens = sum(len(example.ids) for example in examples)
            state.step, state.tokens = step + 1, state.tokens + tokens
            training.log.append(state.step, commitments, value, rate_nano, norm, tokens)
            progress.tell(state.step, state.tokens, value, rate_nano, norm)
            watch(training, state, state.step)
            state.finished = state.finished or state.step == steps
            every = training.job.checkpoint_every_steps
            if state.finished or (every > 0 and state.step % every == 0):
                keep(training, state)
            if state.finished:
                return


def wording_of(wordings: list[Example], epoch: int) -> Example:
    """Epoch e takes wording e modulo their number: all of them in turn."""
    return wordings[epoch % len(wordings)]


def take_step(
    training: Training, step: int, rate_nano: int, examples: list[Example], commitments: list[str]
) -> tuple[float, float]:
    """One step of the optimiser; returns the batch's mean loss and its gradient's norm."""
    for group in training.optimiser.param_groups:
        group["lr"] = rate_nano / 1_000_000_000
    seed = training.job.config.seed
    keys = [f"{seed}:{step}:{commitment}" for commitment in commitments]
    value = set_gradients(training.parameters, training.forked, examples, keys)
    norm = float(torch.nn.utils.clip_grad_norm_(training.parameters, MAX_GRADIENT_NORM))
    # Weights that grew too large overflow inside the model, which then answers anything alike: no gradient.
    dead = norm == 0 and value > 1
    if dead or not (math.isfinite(value) and math.isfinite(norm)):
        raise TrainerError("TRAINER_DIVERGED", f"loss {value}, gradient norm {norm} in step {step + 1}")
    training.optimiser.step()
    return value, norm


def set_gradients(
    parameters: list[Tensor], forked: Forked[Part, PartResult], batch: list[Example], keys: list[str]
) -> float:
    """Gives each parameter the gradient of the batch's mean loss over answer tokens; returns that loss."""
    count = min(forked.processes, len(batch))
    parts = [Part(batch[k::count], keys[k::count]) for k in range(count)]
    flats, losses, counts = zip(*forked.map(parts), strict=True)
    total = torch.from_numpy(np.sum(flats, axis=0, dtype=np.float32) / np.float32(sum(counts)))
    start = 0
    for parameter in parameters:
        parameter.grad = total[start : start + parameter.numel()].view_as(parameter)
        start += parameter.numel()
    return float(sum(losses) / sum(counts))


def watch(training: Training, state: TrainingState, step: int) -> None:
    """Takes the held-out loss and asks the sample prompts when it is time; may finish the training."""
    job, config = training.job, training.job.config
    steps_per_epoch, steps = steps_of(config, len(training.material.records))
    last = step == steps
    if training.material.held_out and (last or step % (config.eval_every_steps or steps_per_epoch) == 0):
        evaluate(training, state)
    if job.sample_prompts and job.sample_every_steps and (last or step % job.sample_every_steps == 0):
        prompts = [prompt_tokens(training.base.tokenizer, ask(prompt)) for prompt in job.sample_prompts]
        answers = greedy_answers(
            training.peft_model, training.base.tokenizer, prompts, SAMPLE_TOKENS, len(prompts)
        )
        for prompt, text in zip(job.sample_prompts, answers, strict=True):
            emit(SampleEvent(step=step, prompt=prompt, text=text))


def evaluate(training: Training, state: TrainingState) -> None:
    """The held-out records' mean loss over answer tokens, each computed alone: neither company nor the
    number of processes has an effect. With patience, what was best is remembered, and whether to stop."""
    parts = [Part([example], []) for example in training.material.held_out]
    _, losses, counts = zip(*training.forked.map(parts), strict=True)
    loss = float(sum(losses) / sum(counts))
    if not math.isfinite(loss):
        raise TrainerError("TRAINER_DIVERGED", f"held-out loss {loss} after step {state.step}")
    state.loss = loss
    emit(EvaluationEvent(step=state.step, loss=round(loss, 6), tokens=state.tokens))
    patience = training.job.config.patience
    if patience == 0 or state.step == 0:
        return
    if state.best_loss is None or loss < state.best_loss:
        state.stale, state.best_loss = 0, loss
        state.best_step, state.best_tokens = state.step, state.tokens
        state.best_log, state.best_weights = training.log.position, flat(training.parameters)
    else:
        state.stale += 1
        state.finished = state.stale >= patience


def keep(training: Training, state: TrainingState) -> None:
    """Has the log on the disk, then the state that counts on it."""
    training.log.sync()
    state.log = training.log.position
    training.save(state, training.parameters, training.optimiser)
    emit(SavedEvent(step=state.step))
