"""Checks the peers on a small set-up, before their scores are believed.

    python -m peers.check_peers --tokenizer FOLDER [NAME …]     FOLDER: a base model's `<name>.gguf.f32`

Of each peer and option: the shape, finite scores, and the right way round (a record that is asked with its
own text is positive and first). Of kronfluence and bergson, which let one see it: the product of two
gradients is the trainer's. One line of JSON; exits with 1 when something is not so.
"""

import argparse
import importlib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from lds.setup import Setup

from peers.scores import Scores
from peers.small_setup import small_setup

PEERS = [
    "bm25",
    "embeddings",
    "gradients",
    "kronfluence_ekfac",
    "bergson_factored",
    "dattri_logra",
    "dattri_datainf",
    "traker_trak",
]
TOLERANCE = 1e-3


def faults(setup: Setup, found: Scores) -> Iterator[str]:
    """What is wrong with a peer's scores on the small set-up."""
    shape = (len(setup.queries), len(setup.records))
    if found.values.shape != shape or found.values.dtype != np.float32:
        yield f"{found.values.dtype} {found.values.shape} instead of float32 {shape}"
        return
    if not np.isfinite(found.values).all():
        yield "not finite"
    for place, row in enumerate(found.values):
        if row[place] <= 0 or row.argmax() != place:
            yield f"query {place}: its own record has {row[place]:.3g}, the first is {row.argmax()}"


def products(name: str, setup: Setup, folder: Path) -> np.ndarray:
    """[2, 2]: products of the gradients of two queries and two records, by a package."""
    examples = setup.records[:2]
    if name == "kronfluence_ekfac":
        kronfluence = importlib.import_module("peers.kronfluence_ekfac")
        run = kronfluence.Run(setup, folder)
        run.fit("identity")
        return run.pairwise("identity", 0.0, examples)[:2, :2].numpy()
    bergson = importlib.import_module("peers.bergson_factored")
    rows = bergson.Run(setup, folder).gradients("two", bergson.dataset(examples))
    flat = torch.cat([rows[key] for key in sorted(rows)], dim=1)
    return (flat @ flat.T).numpy()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("peers", nargs="*")
    args = parser.parse_args()
    # Tiny tensors: a second thread would only wait.
    torch.set_num_threads(1)
    wrong: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def fresh() -> Setup:
            return small_setup(folder / "setup", args.tokenizer)

        gradients = importlib.import_module("peers.gradients").gradient_rows(fresh(), fresh().records[:2])
        ours = gradients @ gradients.T
        for peer in args.peers or PEERS:
            module = importlib.import_module(f"peers.{peer}")
            for option in module.OPTIONS:
                setup = fresh()
                found = list(faults(setup, module.scores(setup, option)))
                wrong[f"{peer} {json.dumps(option)}"] = found
            if peer in ("kronfluence_ekfac", "bergson_factored"):
                theirs = products(peer, fresh(), folder / peer)
                apart = float(np.abs(theirs / ours - 1).max())
                wrong[f"{peer} gradients"] = [] if apart <= TOLERANCE else [f"{apart:.2g} apart"]
    print(json.dumps(wrong))
    sys.exit(any(wrong.values()))


if __name__ == "__main__":
    main()
