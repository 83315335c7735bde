"""bergson (https://github.com/EleutherAI/bergson): its eigenvalue-corrected K-FAC (EK-FAC, 2308.03296) and
Shampoo, labels drawn from the model, over an index of the records' gradients in memory.

Its collectors, preconditioner and scorer are called on the set-up's model; its command would load a model by
name and tokenise texts itself. Installed without torchvision, torchaudio and bitsandbytes, which these parts
don't use. damping is in mean eigenvalues of each matrix.
"""

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from bergson import CollectorComputer, GradientProcessor, InMemoryCollector, Scorer
from bergson.config import HessianConfig, IndexConfig, InversionConfig
from bergson.hessians.hessian_approximations import fit_factored_hessians
from bergson.hessians.preconditioner import FactoredPreconditioner
from bergson.score.score_writer import InMemorySequenceScoreWriter
from bergson.utils.peft import detect_peft_modules
from datasets import Dataset
from datasets.utils.logging import disable_progress_bar
from lds.setup import Setup
from openledger_trainer.examples import Example

from peers.scores import QUERY_BATCH, Option, Scores, batches, run_peer, timed
from peers.tensors import Tensors, only_adapter

OPTIONS: list[Option] = [
    {"method": method, "damping": damping} for method in ("kfac", "shampoo") for damping in (0.1, 1.0)
]

RECORD_BATCH = 32


class Run:
    """bergson on a set-up: the gradients of its records, and the factors of each method."""

    def __init__(self, setup: Setup, folder: Path) -> None:
        only_adapter(setup)
        self.model = setup.model
        self.modules = detect_peft_modules(setup.model)
        self.folder = folder
        self.records = dataset(setup.records)
        self.factors: dict[str, float] = {}
        with timed() as self.build:
            self.index = self.gradients("records", self.records)

    def config(self, name: str) -> IndexConfig:
        config = IndexConfig(run_path=str(self.folder / name), loss_reduction="sum")
        config.partial_run_path.mkdir(parents=True, exist_ok=True)
        return config

    def gradients(self, name: str, data: Dataset) -> Tensors:
        """Of each module: the gradients [n, d] of the summed losses of answers."""
        config = self.config(name)
        collector = InMemoryCollector(
            model=self.model.base_model,
            data=data,
            cfg=config,
            processor=GradientProcessor(),
            target_modules=self.modules,
        )
        CollectorComputer(
            model=self.model, data=data, collector=collector, batches=places(data), cfg=config
        ).run_with_collector_hooks()
        return collector.gradients

    def fit(self, method: str) -> None:
        """The factors of a method, once, in its folder."""
        if method in self.factors:
            return
        torch.manual_seed(0)
        config = self.config(method)
        with timed() as fitting:
            fit_factored_hessians(
                self.model,
                self.records,
                config,
                HessianConfig(method=method, ev_correction=True),
                target_modules=self.modules,
                attention_cfgs={},
                batches=places(self.records),
                path=str(config.partial_run_path),
                do_eigendecomposition=True,
            )
        self.factors[method] = fitting.seconds

    def scores(self, method: str, damping: float, queries: Sequence[Example]) -> torch.Tensor:
        """[queries, records]."""
        preconditioner = FactoredPreconditioner.from_path(
            self.config(method).partial_run_path,
            inversion_cfg=InversionConfig(damping_factor=damping),
            ev_correction=True,
        )
        found = []
        for part in batches(queries, QUERY_BATCH):
            asked = preconditioner.apply(self.gradients("queries", dataset(part)))
            writer = InMemorySequenceScoreWriter(len(self.records), len(part))
            scorer = Scorer(asked, sorted(asked), writer, torch.device("cpu"), torch.float32)
            for rows in places(self.records):
                scorer(rows, {name: gradients[rows] for name, gradients in self.index.items()})
            found.append(writer.scores.T)
        return torch.cat(found)


def dataset(examples: Sequence[Example]) -> Dataset:
    """Token ids, and labels with the prompt left out, as bergson takes them."""
    labels = [[-100] * e.prompt_length + e.ids[e.prompt_length :] for e in examples]
    return Dataset.from_dict({"input_ids": [e.ids for e in examples], "labels": labels})


def places(data: Dataset) -> list[list[int]]:
    """Rows, a batch at a time."""
    return [list(part) for part in batches(range(len(data)), RECORD_BATCH)]


RUNS: dict[Path, Run] = {}
FOLDERS: list[tempfile.TemporaryDirectory[str]] = []
"""Of the factors (gigabytes); gone with the process."""


def scores(setup: Setup, option: Option) -> Scores:
    """The records' gradients are taken once, each method's factors once; then the options differ in the
    damping only."""
    logging.disable(logging.WARNING)
    disable_progress_bar()
    if setup.folder not in RUNS:
        FOLDERS.append(tempfile.TemporaryDirectory(prefix="bergson-"))
        RUNS[setup.folder] = Run(setup, Path(FOLDERS[-1].name))
    run = RUNS[setup.folder]
    run.fit(option["method"])
    with timed() as query:
        found = run.scores(option["method"], option["damping"], [query.example for query in setup.queries])
    return Scores(
        found.numpy(),
        run.build.seconds + run.factors[option["method"]],
        query.seconds / len(setup.queries),
        cached=True,
    )


if __name__ == "__main__":
    run_peer("bergson", OPTIONS, scores)
