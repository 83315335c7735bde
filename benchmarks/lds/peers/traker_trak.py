"""traker (https://github.com/MadryLab/trak): TRAK of 2303.14186, over checkpoints of the one training.

The output function is the paper's for text: the answer's tokens' log-odds, summed; its weight on a record is
the mean of 1 − p over the answer. On a CPU the package projects with its BasicSingleBlockProjector (normal
entries; the one with blocks draws its matrix again at each batch). With fewer records than projected
dimensions XᵀX is singular, so a ridge is needed: it is given in mean eigenvalues of XXᵀ. What had to be
worked round: the package takes gradients of all weights of a model, and frees its projection twice.
"""

import logging
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from lds.setup import Setup
from torch import Tensor, nn
from trak import TRAKer
from trak.gradient_computers import FunctionalGradientComputer
from trak.modelout_functions import AbstractModelOutput
from trak.projectors import BasicSingleBlockProjector, ProjectionType
from trak.score_computers import BasicScoreComputer

from peers.scores import QUERY_BATCH as BATCH
from peers.scores import Option, Scores, batches, run_peer, timed
from peers.tensors import AnswerLogProbabilities, fixed_answers, only_adapter

OPTIONS: list[Option] = [
    {"dimensions": 128, "ridge": 0.01},
    {"dimensions": 512, "ridge": 0.1},
    {"dimensions": 512, "ridge": 1.0},
    {"dimensions": 512, "ridge": 10.0},
]

CHECKPOINTS = 3


class AnswerOutput(AbstractModelOutput):
    """Sum of log(p ⁄ (1 − p)) over an answer's tokens."""

    def __init__(self) -> None:
        super().__init__()

    @staticmethod
    def get_output(model: Any, weights: Any, buffers: Any, *example: Tensor) -> Tensor:
        logs = torch.func.functional_call(model, (weights, buffers), example)
        return ((logs - torch.log1p(-logs.exp().clamp(max=1 - 1e-6))) * example[-1]).sum()

    def get_out_to_loss_grad(self, model: Any, weights: Any, buffers: Any, batch: Iterable[Tensor]) -> Tensor:
        *_, tokens = batch = list(batch)
        with torch.no_grad():
            logs = torch.func.vmap(
                lambda *example: torch.func.functional_call(model, (weights, buffers), example)
            )(*batch)
        return (((1 - logs.exp()) * tokens).sum(1) / tokens.sum(1)).unsqueeze(1)


class AdapterGradients(FunctionalGradientComputer):
    """Gradients of the LoRA weights only: the frozen weights go with the buffers, for the package would
    otherwise hold a gradient of every weight for every example of a batch."""

    def load_model_params(self, model: nn.Module) -> None:
        named = dict(model.named_parameters())
        self.func_weights = {name: weight for name, weight in named.items() if weight.requires_grad}
        frozen = {name: weight for name, weight in named.items() if not weight.requires_grad}
        self.func_buffers = {**frozen, **dict(model.named_buffers())}


class Projector(BasicSingleBlockProjector):
    """Theirs fails when its matrix is freed a second time, as it is when features are made again."""

    def free_memory(self) -> None:
        if self.proj_matrix_available:
            super().free_memory()


class RelativeRidge(BasicScoreComputer):
    """ridge: in mean eigenvalues of XXᵀ; theirs is absolute. Features must be made once before anything is
    asked of them, so it starts with one with which they can always be made."""

    ridge = 1.0

    def get_x_xtx_inv(self, grads: Tensor, xtx: Tensor) -> Tensor:
        self.lambda_reg = self.ridge * float(xtx.trace()) / len(grads)
        return super().get_x_xtx_inv(grads, xtx)


class Run:
    """TRAK on a set-up, but for the ridge: projected gradients of records and of queries."""

    def __init__(self, setup: Setup, dimensions: int) -> None:
        only_adapter(setup)
        self.folder = tempfile.TemporaryDirectory(prefix="traker-")
        self.setup = setup
        self.model = AnswerLogProbabilities(setup.model)
        self.queries = [query.example for query in setup.queries]
        self.steps = spread([step for step in setup.checkpoints if step > 0], CHECKPOINTS)
        with timed() as self.build:
            self.traker = self.make(dimensions)
            for place, step in enumerate(self.steps):
                self.traker.load_checkpoint(self.weights(step), model_id=place)
                for part in batches(setup.records, BATCH):
                    self.traker.featurize(fixed_answers(setup, part), num_samples=len(part))
            self.traker.finalize_features()
        with timed() as self.query:
            for place, step in enumerate(self.steps):
                self.traker.start_scoring_checkpoint("lds", self.weights(step), place, len(self.queries))
                for part in batches(self.queries, BATCH):
                    self.traker.score(fixed_answers(setup, part), num_samples=len(part))

    def make(self, dimensions: int) -> TRAKer:
        size = sum(parameter.numel() for parameter in self.setup.parameters)
        projector = Projector(
            grad_dim=size, proj_dim=dimensions, seed=0, proj_type=ProjectionType.normal, device="cpu"
        )
        return TRAKer(
            model=self.model,
            task=AnswerOutput(),
            train_set_size=len(self.setup.records),
            save_dir=self.folder.name,
            device="cpu",
            gradient_computer=AdapterGradients,
            projector=projector,
            score_computer=RelativeRidge,
            logging_level=logging.ERROR,
            use_half_precision=False,
            grad_wrt=[name for name, weight in self.model.named_parameters() if weight.requires_grad],
        )

    def weights(self, step: int) -> dict[str, Tensor]:
        """The whole model's, with a checkpoint's LoRA weights."""
        self.setup.use(step)
        return {name: tensor.clone() for name, tensor in self.model.state_dict().items()}

    def scores(self, ridge: float) -> Tensor:
        """[queries, records]: features by a ridge, then the products; what is projected stays."""
        self.traker.score_computer.ridge = ridge
        for facts in self.traker.saver.model_ids.values():
            facts["is_finalized"] = 0
        self.traker.finalize_features()
        return torch.from_numpy(np.array(self.traker.finalize_scores("lds"))).T


def spread(steps: Sequence[int], count: int) -> list[int]:
    """`count` steps at even distances (all when there are fewer), with the last one."""
    chosen = {round(len(steps) * place / count) - 1 for place in range(1, count + 1)}
    return [steps[place] for place in sorted(chosen) if place >= 0]


RUNS: dict[tuple[Path, int], Run] = {}


def scores(setup: Setup, option: Option) -> Scores:
    """Averaged over CHECKPOINTS checkpoints, each with a projection of its own."""
    key = setup.folder, option["dimensions"]
    if key not in RUNS:
        RUNS.clear()
        RUNS[key] = Run(setup, option["dimensions"])
    run = RUNS[key]
    with timed() as last:
        found = run.scores(option["ridge"])
    return Scores(
        found.numpy().astype(np.float32),
        run.build.seconds,
        (run.query.seconds + last.seconds) / len(setup.queries),
        cached=True,
        note=f"{len(run.steps)} checkpoints; LoRA weights only by a gradient computer of ours",
    )


if __name__ == "__main__":
    run_peer("traker", OPTIONS, scores)
