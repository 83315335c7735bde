"""Gradients of an answer's log-probability with respect to the adapter's weights."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from openledger_trainer.answer_logits import answer_losses
from openledger_trainer.errors import TrainerError
from openledger_trainer.examples import Example, make_batch

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class AnswerGradient:
    """What one backward pass over an answer gives.

    vector: [p], of the summed log-probability of the answer's tokens. log_probability: that sum, in
    nats. certainty: the probability of the token that the model was least sure of, 0…1; the end
    mark is left out, which an answer that was cut off does not have.
    """

    vector: Vector
    log_probability: float
    certainty: float


def adapter_parameters(peft_model: Any, modules: Collection[str] | None = None) -> list[Tensor]:
    """The LoRA weights in the order of their names, which is the order inside every gradient.

    :param modules: only those of these modules (ends of their paths: `gate_proj`, …); all when left out.
    """
    ends = None if modules is None else tuple(f".{module}" for module in modules)
    named = [
        (name, parameter)
        for name, parameter in peft_model.named_parameters()
        if "lora_" in name and (ends is None or name.split(".lora_")[0].endswith(ends))
    ]
    return [parameter for _, parameter in sorted(named, key=lambda pair: pair[0])]


def answer_gradient(
    peft_model: Any, example: Example, modules: Collection[str], pad_id: int
) -> AnswerGradient:
    """The gradient of an answer's log-probability with respect to the LoRA weights of `modules`.

    One example at a time: a gradient must not depend on what else is in a batch.
    Throws TRAINER_DIVERGED when it is not finite.
    """
    parameters = adapter_parameters(peft_model, modules)
    for parameter in parameters:
        parameter.requires_grad_(True)
    batch = make_batch([example], pad_id)
    with torch.enable_grad():
        losses = answer_losses(peft_model.base_model.model, batch)
        log_probability = -losses.sum()
        gradients = torch.autograd.grad(log_probability, parameters)
    flat = torch.cat([gradient.reshape(-1) for gradient in gradients]).numpy()
    if not np.isfinite(flat).all():
        raise TrainerError("TRAINER_DIVERGED", "a gradient is not finite")
    return AnswerGradient(
        vector=cast(Vector, flat),
        log_probability=float(log_probability.detach()),
        certainty=float(torch.exp(-losses.detach()[:-1].max())),
    )
