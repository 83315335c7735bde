"""The method as adapters are indexed today, by the trainer's own functions.

python -m lds.openledger --setup FOLDER --base GGUF --out FILE.npy
"""

import numpy as np
from openledger_trainer.examples import Example
from openledger_trainer.gradients import answer_gradient
from openledger_trainer.index_rows import ROW_SCALE, gram_matrix, row_products
from openledger_trainer.lora import indexed_modules
from openledger_trainer.scoring import damping, scores_micro, unit
from peers.scores import Option, Scores, run_peer, timed

from lds.setup import Setup

OPTIONS: list[Option] = [{}]


def scores(setup: Setup, option: Option) -> Scores:
    """Scores × 10^-6, before the certainty, which is the same for all records of an answer."""
    del option
    modules = indexed_modules(setup.base.family, setup.config)
    end = setup.base.tokenizer.end_id

    def row(example: Example) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        return unit(answer_gradient(setup.model, example, modules, end).vector)

    with timed() as build:
        rows = np.stack([(row(example) * ROW_SCALE).astype(np.float16) for example in setup.records])
        gram = gram_matrix(rows)
        lam = damping(gram)
    with timed() as query:
        products = row_products(rows, [row(query.example) for query in setup.queries])
        values = [scores_micro(gram, product, lam, certainty=1.0) for product in products]
    return Scores(
        np.array(values, dtype=np.float32) / 1_000_000,
        build.seconds,
        query.seconds / len(setup.queries),
        cached=True,
        note=f"gradients of {', '.join(modules)} at the end of the training",
    )


if __name__ == "__main__":
    run_peer(None, OPTIONS, scores)
