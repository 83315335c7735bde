"""The forward pass, with output logits only where an answer token is predicted."""

from typing import Any, cast

import torch
from torch import Tensor
from torch.nn import functional

from openledger_trainer.examples import Batch


def answer_logits(model: Any, batch: Batch) -> Tensor:
    """Logits [r, vocabulary] for the batch's answer tokens.

    The output layer is a fifth of this model's work; prompts (most tokens) do not need it.

    :param model: transformers' causal language model, whose layers may carry LoRA modules.
    """
    hidden = model.base_model(input_ids=batch.ids, attention_mask=batch.mask, use_cache=False)[0]
    logits = cast(Tensor, model.get_output_embeddings()(hidden[batch.rows, batch.columns]))
    # Gemma 2 bends its logits.
    cap = getattr(model.config, "final_logit_softcapping", None)
    return logits if cap is None else torch.tanh(logits / cap) * cap


def answer_losses(model: Any, batch: Batch) -> Tensor:
    """Cross-entropy [r] in nats of each answer token."""
    return functional.cross_entropy(answer_logits(model, batch), batch.targets, reduction="none")
