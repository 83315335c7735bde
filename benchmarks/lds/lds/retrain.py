"""Retrains on the records of each mask and asks what the queries' answers are worth then.

    python -m lds.retrain --setup FOLDER --base BASE.gguf --out RETRAINED.jsonl [--seed 1] [--masks 0:88]

What is in the file is not done again. Several of these may run side by side on one file: a mask belongs
to whoever locked it first.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from openledger_trainer.training_state import flat

from lds.answer_model import answer_log_probabilities
from lds.kept_lines import append, claimed
from lds.setup import Setup, open_setup
from lds.training import train


def retrain(setup: Setup, mask: int, seed: int) -> list[int]:
    """The queries' summed log-probabilities × 10^4 after a training on a mask's records."""
    places = np.flatnonzero(setup.masks[mask]).tolist()
    start = start_weights(setup, seed)
    train(setup.parameters, start, setup.answers, setup.records, places, setup.config, seed)
    answers = answer_log_probabilities(setup.answers, [query.example for query in setup.queries])
    return [round(float(value) * 10_000) for value in answers]


def start_weights(setup: Setup, seed: int) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    """Fresh LoRA weights [p] by a seed: add_lora's, drawn again on a model that has its modules already."""
    if seed == setup.config.seed:
        return setup.weights(0)
    torch.manual_seed(seed)
    fresh = [
        torch.nn.init.kaiming_uniform_(torch.empty_like(parameter), a=5**0.5)
        if name_is_a
        else torch.zeros_like(parameter)
        for parameter, name_is_a in zip(setup.parameters, a_or_b(setup), strict=True)
    ]
    return flat(fresh).numpy().copy()


def a_or_b(setup: Setup) -> list[bool]:
    """For each parameter whether it is an A (drawn) or a B (zero)."""
    names = sorted(name for name, _ in setup.model.named_parameters() if "lora_" in name)
    return ["lora_A" in name for name in names]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--setup", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--masks", default="0:88")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    setup = open_setup(arguments.setup, arguments.base)
    first, last = (int(part) for part in arguments.masks.split(":"))
    for mask in range(first, last):
        key = {"mask": mask, "seed": arguments.seed}
        with claimed(arguments.out, key) as ours:
            if not ours:
                continue
            started = time.monotonic()
            values = retrain(setup, mask, arguments.seed)
            append(arguments.out, {**key, "logProbabilities": values})
            print(f"mask {mask}, seed {arguments.seed}: {time.monotonic() - started:.1f} s", flush=True)


if __name__ == "__main__":
    main()
