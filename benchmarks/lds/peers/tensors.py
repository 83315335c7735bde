"""Examples as the packages want them: batches as dictionaries of tensors, and losses to differentiate."""

from collections.abc import Sequence
from typing import Any, cast

import torch
from lds.setup import Setup
from openledger_trainer.answer_logits import answer_losses
from openledger_trainer.examples import Batch, Example, make_batch
from openledger_trainer.gradients import adapter_parameters
from torch import Tensor, nn

Tensors = dict[str, Tensor]


def collate(setup: Setup, examples: Sequence[Example]) -> Tensors:
    """A padded batch of the trainer's as a dictionary."""
    return dict(vars(make_batch(examples, setup.base.tokenizer.end_id)))


def summed_loss(model: Any, tensors: Tensors) -> Tensor:
    """−log-probability of the batch's answer tokens, summed. model: the PEFT model."""
    return answer_losses(model.base_model.model, Batch(**tensors)).sum()


def only_adapter(setup: Setup) -> None:
    """Gradients for the LoRA weights, for nothing else."""
    setup.model.requires_grad_(False)
    for parameter in adapter_parameters(setup.model):
        parameter.requires_grad_(True)


def lora_modules(model: nn.Module) -> list[str]:
    """Paths of the linear layers that LoRA adds (two to a module), in the order of their names."""
    return sorted(name for name, module in model.named_modules() if is_lora(name, module))


def is_lora(name: str, module: nn.Module) -> bool:
    """Whether it is one of LoRA's two matrices."""
    return isinstance(module, nn.Linear) and (".lora_A." in name or ".lora_B." in name)


def fixed_answers(setup: Setup, examples: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Examples of one shape, for packages that map over a batch: ids [b, t], and of each answer token its
    column, its target and its weight [b, a] (0: there is none; a is the longest answer).

    Padding is on the right: with a causal model no answer token sees it, so no mask is needed.
    """
    batch = make_batch(examples, setup.base.tokenizer.end_id)
    longest = max(len(example.ids) - example.prompt_length for example in examples)
    shape = (len(examples), longest)
    columns, targets = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    weights = torch.zeros(shape)
    for row, example in enumerate(examples):
        answer = example.ids[example.prompt_length :]
        columns[row, : len(answer)] = torch.arange(example.prompt_length - 1, len(example.ids) - 1)
        targets[row, : len(answer)] = torch.tensor(answer)
        weights[row, : len(answer)] = 1
    return batch.ids, columns, targets, weights


class AnswerLogProbabilities(nn.Module):
    """The PEFT model as a function of one example (of `fixed_answers`, without the batch's dimension): the
    log-probability [a] of each answer token, 0 where its weight is."""

    def __init__(self, peft_model: Any) -> None:
        super().__init__()
        self.peft = peft_model

    def forward(self, ids: Tensor, columns: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
        model = self.peft.base_model.model
        hidden = model.base_model(input_ids=ids.unsqueeze(0), use_cache=False)[0][0]
        logits = model.get_output_embeddings()(hidden.index_select(0, columns))
        tokens = torch.log_softmax(logits, -1).gather(1, targets.unsqueeze(1)).squeeze(1)
        return cast(Tensor, tokens * weights)
