"""kronfluence (https://github.com/pomonam/kronfluence): EK-FAC of 2308.03296 on the LoRA matrices.

True Fisher (labels drawn from the model, as the package does by default); its covariances leave out padding.
The package keeps no gradients of records: every batch of queries pays for a pass over them, so its seconds a
query are those of uncached EK-FAC. It takes a damping relative to the mean eigenvalue only as 0.1; the other
factors are set in its constant HEURISTIC_DAMPING_SCALE.
"""

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import kronfluence.factor.config
import numpy as np
import torch
from kronfluence.analyzer import Analyzer, prepare_model
from kronfluence.arguments import FactorArguments, ScoreArguments
from kronfluence.task import Task
from kronfluence.utils.dataset import DataLoaderKwargs
from lds.setup import Setup
from openledger_trainer.answer_logits import answer_logits
from openledger_trainer.examples import Batch, Example
from torch import Tensor, nn

from peers.scores import QUERY_BATCH, Option, Scores, run_peer, timed
from peers.tensors import Tensors, collate, lora_modules, summed_loss

OPTIONS: list[Option] = [{"strategy": "ekfac", "damping": damping} for damping in (0.01, 0.1, 1.0, 10.0)]

RECORD_BATCH = 32


class AnswerTask(Task):
    """The summed loss of answers, for records and for queries; only LoRA's matrices are looked at."""

    def __init__(self, modules: list[str]) -> None:
        self.modules = modules
        self.random = torch.Generator().manual_seed(0)

    def compute_train_loss(self, batch: Tensors, model: Any, sample: bool = False) -> Tensor:
        if not sample:
            return summed_loss(model, batch)
        logits = answer_logits(model.base_model.model, Batch(**batch))
        with torch.no_grad():
            drawn = torch.multinomial(logits.softmax(-1), 1, generator=self.random).squeeze(1)
        return nn.functional.cross_entropy(logits, drawn, reduction="sum")

    def compute_measurement(self, batch: Tensors, model: Any) -> Tensor:
        return summed_loss(model, batch)

    def get_influence_tracked_modules(self) -> list[str]:
        return self.modules

    def get_attention_mask(self, batch: Tensors) -> Tensor:
        return batch["mask"]


class Run:
    """kronfluence on a set-up: its factors in a folder, scores from them."""

    def __init__(self, setup: Setup, folder: Path) -> None:
        logging.disable(logging.WARNING)
        task = AnswerTask(lora_modules(setup.model))
        self.setup = setup
        self.analyzer = Analyzer(
            analysis_name="lds",
            model=prepare_model(setup.model, task),
            task=task,
            cpu=True,
            disable_model_save=True,
            disable_tqdm=True,
            output_dir=str(folder),
        )
        self.analyzer.set_dataloader_kwargs(
            DataLoaderKwargs(collate_fn=lambda examples: collate(setup, examples))
        )

    def fit(self, strategy: str) -> None:
        """The factors, kept in the folder."""
        self.analyzer.fit_all_factors(
            factors_name=strategy,
            dataset=self.setup.records,
            per_device_batch_size=RECORD_BATCH,
            factor_args=FactorArguments(strategy=strategy),
        )

    def pairwise(self, strategy: str, damping: float, queries: Sequence[Example]) -> Tensor:
        """[queries, records]; damping in mean eigenvalues of each matrix."""
        kronfluence.factor.config.HEURISTIC_DAMPING_SCALE = damping
        name = f"{strategy}-{damping}"
        self.analyzer.compute_pairwise_scores(
            scores_name=name,
            factors_name=strategy,
            query_dataset=queries,
            train_dataset=self.setup.records,
            per_device_query_batch_size=QUERY_BATCH,
            per_device_train_batch_size=RECORD_BATCH,
            score_args=ScoreArguments(damping_factor=None),
            overwrite_output_dir=True,
        )
        return self.analyzer.load_pairwise_scores(name)["all_modules"]


FITTED: dict[Path, tuple[tempfile.TemporaryDirectory[str], float]] = {}
"""Of a set-up's folder: where its factors are (gigabytes, for the process), and the seconds they took."""


def scores(setup: Setup, option: Option) -> Scores:
    """EK-FAC's factors are fitted once; the options differ in the damping only."""
    known = FITTED.get(setup.folder)
    folder = known[0] if known else tempfile.TemporaryDirectory(prefix="kronfluence-")
    run = Run(setup, Path(folder.name))
    if known is None:
        with timed() as build:
            run.fit(option["strategy"])
        FITTED[setup.folder] = folder, build.seconds
    with timed() as query:
        found = run.pairwise(
            option["strategy"], option["damping"], [query.example for query in setup.queries]
        )
    return Scores(
        found.numpy().astype(np.float32),
        FITTED[setup.folder][1],
        query.seconds / len(setup.queries),
        cached=False,
        note="damping by its constant HEURISTIC_DAMPING_SCALE",
    )


if __name__ == "__main__":
    run_peer("kronfluence", OPTIONS, scores)
