"""Losses of answers, with the activations below the first trained layer computed once an example."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from openledger_trainer.examples import Batch, Example, make_batch
from torch import Tensor, nn
from torch.nn import functional

Key = tuple[int, ...]


class AnswerModel:
    """A PEFT model of the LLaMA family whose layers below `first_layer` hold no LoRA modules.

    What such a layer puts out does not change in a training; from then on the model runs on what was
    kept. Right padding is masked, so kept activations do not depend on company.
    """

    def __init__(self, peft_model: Any, first_layer: int, pad_id: int) -> None:
        self._model = peft_model.base_model.model
        self._pad = pad_id
        self._kept: dict[Key, Tensor] = {}
        body = self._model.base_model
        self._frozen = nn.ModuleList(body.layers[:first_layer])
        self._trained = nn.ModuleList(body.layers[first_layer:])

    def losses(self, examples: Sequence[Example]) -> tuple[Batch, Tensor]:
        """The batch, and the cross-entropy [r] in nats of each of its answer tokens."""
        batch, logits = self.logits(examples)
        return batch, functional.cross_entropy(logits, batch.targets, reduction="none")

    def logits(self, examples: Sequence[Example]) -> tuple[Batch, Tensor]:
        """The batch, and the logits [r, vocabulary] that predict its answer tokens."""
        batch = make_batch(examples, self._pad)
        body = self._model.base_model
        if len(self._frozen) == 0:
            hidden = body(input_ids=batch.ids, attention_mask=batch.mask, use_cache=False)[0]
        else:
            body.layers = self._trained
            inputs = self._inputs(examples, batch.ids.shape[1])
            hidden = body(inputs_embeds=inputs, attention_mask=batch.mask, use_cache=False)[0]
        return batch, self._model.get_output_embeddings()(hidden[batch.rows, batch.columns])

    def whole(self) -> None:
        """Puts all layers back, for what calls the model itself."""
        self._model.base_model.layers = nn.ModuleList([*self._frozen, *self._trained])

    def _inputs(self, examples: Sequence[Example], width: int) -> Tensor:
        kept = [self._activations(example) for example in examples]
        return torch.stack([functional.pad(one, (0, 0, 0, width - len(one))) for one in kept])

    @torch.no_grad()
    def _activations(self, example: Example) -> Tensor:
        """What goes into the first trained layer [t, width]."""
        key = tuple(example.ids)
        if key not in self._kept:
            body = self._model.base_model
            norm, body.layers, body.norm = body.norm, self._frozen, nn.Identity()
            try:
                self._kept[key] = body(input_ids=torch.tensor([example.ids]), use_cache=False)[0][0]
            finally:
                body.layers, body.norm = self._trained, norm
        return self._kept[key]


@torch.no_grad()
def answer_log_probabilities(
    model: AnswerModel, examples: Sequence[Example], batch_size: int = 16
) -> NDArray[np.float64]:
    """The summed log-probability [n], in nats, of each example's answer."""
    sums = []
    for first in range(0, len(examples), batch_size):
        part = examples[first : first + batch_size]
        batch, losses = model.losses(part)
        none = torch.zeros(len(part), dtype=torch.float64)
        sums.append(-none.index_add_(0, batch.rows, losses.double()).numpy())
    return np.concatenate(sums)
