"""dattri's DataInf (https://github.com/TRAIS-Lab/dattri): 2310.00902, made for LoRA; a block for each matrix.

The package takes an absolute damping, the same for all blocks; here it is given in mean eigenvalues of the
whole empirical Fisher. It keeps the records' gradients for its inverse, but takes them again, and those of
the queries again for each batch of records, in every call: so its seconds a query are not those of an index.
"""

import numpy as np
import torch
from dattri.algorithm.influence_function import IFAttributorDataInf
from dattri.task import AttributionTask
from lds.setup import Setup
from openledger_trainer.examples import Example
from torch import Tensor
from torch.utils.data import DataLoader, TensorDataset

from peers.scores import QUERY_BATCH, Option, Scores, run_peer, timed
from peers.tensors import AnswerLogProbabilities, fixed_answers, only_adapter

OPTIONS: list[Option] = [{"damping": damping} for damping in (0.1, 1.0, 10.0, 100.0)]

RECORD_BATCH = 64


def scores(setup: Setup, option: Option) -> Scores:
    """damping in mean eigenvalues of the empirical Fisher, over its p dimensions."""
    only_adapter(setup)
    model = AnswerLogProbabilities(setup.model)

    def loss(weights: dict[str, Tensor], example: tuple[Tensor, ...]) -> Tensor:
        # The package hands over one example with a batch's dimension of 1.
        alone = tuple(tensor.squeeze(0) for tensor in example)
        return -torch.func.functional_call(model, weights, alone).sum()

    def loader(examples: list[Example], size: int) -> DataLoader[tuple[Tensor, ...]]:
        return DataLoader(TensorDataset(*fixed_answers(setup, examples)), batch_size=size)

    task = AttributionTask(
        loss_func=loss, model=model, checkpoints=[{}], checkpoints_load_func=lambda loaded, _: loaded
    )
    records = loader(setup.records, RECORD_BATCH)
    with timed() as build:
        attributor = IFAttributorDataInf(task, regularization=1.0)
        attributor.cache(records)
        rows = attributor._cached_train_reps[0]
        attributor.regularization = option["damping"] * float(rows.square().sum(1).mean()) / rows.shape[1]
    with timed() as query, torch.no_grad():
        found = attributor.attribute(records, loader([query.example for query in setup.queries], QUERY_BATCH))
    return Scores(
        found.T.numpy().astype(np.float32),
        build.seconds,
        query.seconds / len(setup.queries),
        cached=False,
        note="damping from the gradients that it keeps",
    )


if __name__ == "__main__":
    run_peer("dattri", OPTIONS, scores)
