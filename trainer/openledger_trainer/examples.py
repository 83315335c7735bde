"""Token examples (a prompt and its answer) and batches of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from openledger_trainer.base_model import Tokenizer
from openledger_trainer.chat import answer_tokens, prompt_tokens
from openledger_trainer.errors import TrainerError
from openledger_trainer.jobs import Message


@dataclass(frozen=True)
class Example:
    """Token ids: the first `prompt_length` are the prompt, the others the answer."""

    ids: list[int]
    prompt_length: int


@dataclass(frozen=True)
class Batch:
    """ids, mask: [b, t], padded on the right. rows, columns, targets: [r], one entry per answer
    token: the position whose output predicts it, and the token."""

    ids: Tensor
    mask: Tensor
    rows: Tensor
    columns: Tensor
    targets: Tensor


def make_example(tokenizer: Tokenizer, messages: Sequence[Message], answer: str, max_tokens: int) -> Example:
    """Renders and cuts nothing: too long is TRAINER_RECORD_TOO_LONG."""
    prompt = prompt_tokens(tokenizer, messages)
    ids = prompt + answer_tokens(tokenizer, answer)
    if len(ids) > max_tokens:
        raise TrainerError("TRAINER_RECORD_TOO_LONG", f"{len(ids)} tokens, allowed are {max_tokens}")
    return Example(ids, len(prompt))


def make_batch(examples: Sequence[Example], pad_id: int) -> Batch:
    """Pads on the right; padded positions are masked and never a target."""
    width = max(len(e.ids) for e in examples)
    ids = torch.full((len(examples), width), pad_id)
    mask = torch.zeros(len(examples), width, dtype=torch.long)
    rows, columns, targets = [], [], []
    for row, example in enumerate(examples):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
        mask[row, : len(example.ids)] = 1
        for position in range(example.prompt_length, len(example.ids)):
            rows.append(row)
            columns.append(position - 1)
            targets.append(example.ids[position])
    return Batch(ids, mask, torch.tensor(rows), torch.tensor(columns), torch.tensor(targets))
