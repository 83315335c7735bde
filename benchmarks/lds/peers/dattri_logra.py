"""dattri's LoGra (https://github.com/TRAIS-Lab/dattri): 2405.13954, gradients kept as random projections.

LoGra's own package, logix-ai, doesn't install: all its releases want a Python below 3.11. Here each LoRA
matrix's gradient is projected on both sides and whitened by the block's empirical Fisher; damping is in mean
eigenvalues of the block. What was worked round: the package compiles its projection with torch.compile for
every layer, so TORCHDYNAMO_DISABLE is set; it multiplies by the batch's size (it expects a mean loss), so
the loss is divided by it; its test pass wants a model that returns its loss.
"""

import os

os.environ["TORCHDYNAMO_DISABLE"] = "1"

import tempfile
from types import SimpleNamespace
from typing import Any

from dattri.algorithm.logra import LoGraAttributor
from dattri.task import AttributionTask
from lds.setup import Setup
from openledger_trainer.examples import Example
from torch import Tensor, nn
from torch.utils.data import DataLoader

from peers.scores import QUERY_BATCH, Option, Scores, run_peer, timed
from peers.tensors import Tensors, collate, lora_modules, only_adapter, summed_loss

OPTIONS: list[Option] = [
    {"dimensions": dimensions, "damping": damping} for dimensions in (64, 256) for damping in (0.1, 1.0)
]


class LossModel(nn.Module):
    """The PEFT model; it gives back the mean over a batch of the examples' summed losses."""

    def __init__(self, peft_model: Any) -> None:
        super().__init__()
        self.peft = peft_model

    def forward(self, **tensors: Tensor) -> SimpleNamespace:
        return SimpleNamespace(loss=summed_loss(self.peft, tensors) / len(tensors["ids"]))


def batch_loss(model: LossModel, tensors: Tensors, device: str) -> Tensor:
    """As dattri calls it."""
    del device
    loss: Tensor = model(**tensors).loss
    return loss


def scores(setup: Setup, option: Option) -> Scores:
    """dimensions: of a LoRA matrix's projected gradient, the same on both of its sides."""
    only_adapter(setup)
    model = LossModel(setup.model)
    task = AttributionTask(
        loss_func=batch_loss,
        model=model,
        checkpoints=[{}],
        checkpoints_load_func=lambda loaded, _: loaded,
    )

    def loader(examples: list[Example]) -> DataLoader[Example]:
        return DataLoader(examples, batch_size=QUERY_BATCH, collate_fn=lambda part: collate(setup, part))  # type: ignore[arg-type]

    # Without a folder of its own the package keeps (and reads) its metadata in the working folder.
    with tempfile.TemporaryDirectory(prefix="dattri-") as folder:
        with timed() as build:
            attributor = LoGraAttributor(
                task,
                layer_names=lora_modules(model),
                damping=option["damping"],
                proj_dim=option["dimensions"],
                cache_dir=folder,
            )
            records = loader(setup.records)
            attributor.cache(records)
        with timed() as query:
            found = attributor.attribute(records, loader([query.example for query in setup.queries]))
    return Scores(
        found.T.contiguous().numpy(),
        build.seconds,
        query.seconds / len(setup.queries),
        cached=True,
        note="TORCHDYNAMO_DISABLE; loss divided by the batch's size, by which the package multiplies",
    )


if __name__ == "__main__":
    run_peer("dattri", OPTIONS, scores)
