"""Greedy answers for many prompts."""

from collections.abc import Sequence
from typing import Any

import torch

from openledger_trainer.base_model import Tokenizer


@torch.no_grad()
def greedy_answers(
    model: Any, tokenizer: Tokenizer, prompts: Sequence[list[int]], max_new_tokens: int, batch_size: int
) -> list[str]:
    """The greedy answer to each prompt (token ids), in the given order.

    Prompts of like length share a batch, padded on the left.
    """
    order = sorted(range(len(prompts)), key=lambda i: len(prompts[i]))
    answers = [""] * len(prompts)
    for start in range(0, len(order), batch_size):
        chunk = order[start : start + batch_size]
        width = max(len(prompts[i]) for i in chunk)
        ids = torch.full((len(chunk), width), tokenizer.end_id)
        mask = torch.zeros(len(chunk), width, dtype=torch.long)
        for row, i in enumerate(chunk):
            ids[row, width - len(prompts[i]) :] = torch.tensor(prompts[i])
            mask[row, width - len(prompts[i]) :] = 1
        output = model.generate(
            input_ids=ids,
            attention_mask=mask,
            max_new_tokens=max_new_tokens,
            do_sample=False,
            eos_token_id=tokenizer.end_id,
            pad_token_id=tokenizer.end_id,
        )
        for row, i in enumerate(chunk):
            answers[i] = tokenizer.decode(output[row, width:].tolist()).strip()
    return answers
