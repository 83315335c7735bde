"""Counterfactual: what an answer loses when the records that a method names are left out of the training.

    python -m lds.remove --setup FOLDER --base GGUF --scores FOLDER --methods a:0 b:2 --out FILE.jsonl

For each of the first reporting queries, one of each topic first, the SHARE of the records with a method's
greatest scores is removed and the adapter trained again. `random` removes as many by chance. What is in
the file is not done again; a method whose choice changed is.
"""

import argparse
import hashlib
import json
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from lds.answer_model import answer_log_probabilities
from lds.kept_lines import append, claimed
from lds.setup import Setup, open_setup
from lds.training import train

SHARE = 0.05
RANDOM = "random"


def chosen_queries(setup: Setup, count: int) -> list[int]:
    """Places of reporting queries: the first of each topic, then the second of each, and so on."""
    of_topic = dict[str, list[int]]()
    for place, query in enumerate(setup.queries):
        if query.split == "reporting":
            of_topic.setdefault(query.topic, []).append(place)
    turns = max(len(places) for places in of_topic.values())
    order = [places[turn] for turn in range(turns) for places in of_topic.values() if turn < len(places)]
    return order[:count]


def removed(setup: Setup, values: NDArray[np.float32] | None, query: int) -> list[int]:
    """Places of the records that are left out: those with the greatest scores, or by chance."""
    records = len(setup.records)
    count = round(SHARE * records)
    if values is None:
        return sorted(np.random.default_rng([20_261_130, query]).permutation(records)[:count].tolist())
    return sorted(np.argsort(-values[query], kind="stable")[:count].tolist())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--setup", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--scores", type=Path, required=True)
    parser.add_argument("--methods", nargs="+", required=True, help="NAME:OPTION")
    parser.add_argument("--queries", type=int, default=20)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    setup = open_setup(arguments.setup, arguments.base)
    values: dict[str, NDArray[np.float32] | None] = {RANDOM: None}
    for method in arguments.methods:
        name, _, option = method.partition(":")
        values[name] = np.load(arguments.scores / f"{name}.npy")[int(option)]
    for query in chosen_queries(setup, arguments.queries):
        for name, matrix in values.items():
            without = removed(setup, matrix, query)
            key = hashlib.sha256(json.dumps([query, without]).encode()).hexdigest()[:16]
            with claimed(arguments.out, {"key": key, "method": name}) as ours:
                if not ours:
                    continue
                started = time.monotonic()
                value = log_probability_without(setup, without, query)
                append(arguments.out, {"key": key, "method": name, "query": query, "logProbability": value})
                print(f"query {query} without {name}'s: {time.monotonic() - started:.1f} s", flush=True)


def log_probability_without(setup: Setup, without: list[int], query: int) -> float:
    """Of the query's answer, after a training without these records."""
    places = [place for place in range(len(setup.records)) if place not in set(without)]
    config = setup.config
    train(setup.parameters, setup.weights(0), setup.answers, setup.records, places, config, config.seed)
    return round(float(answer_log_probabilities(setup.answers, [setup.queries[query].example])[0]), 4)


if __name__ == "__main__":
    main()
