"""Makes a set-up: chooses the records, trains on all of them, and asks the model its queries.

python -m lds.make_setup diffuse --base BASE.gguf --out FOLDER
"""

import argparse
import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from openledger_trainer.base_model import BaseModel, load_base_model
from openledger_trainer.examples import Example
from openledger_trainer.gradients import adapter_parameters
from openledger_trainer.jobs import TrainConfig
from openledger_trainer.lora import add_lora
from openledger_trainer.training_state import flat

from lds.answer_model import AnswerModel, answer_log_probabilities
from lds.corpus import TOPICS, passages
from lds.setup import Step, write_lines
from lds.training import train

PROMPT, ANSWER = 8, 24
RECORDS, QUERIES = 256, 160
TUNING_QUERIES = 2
TUNING_MASKS, REPORTING_MASKS = 24, 64
CHECKPOINT_EVERY = 8

CONFIG = TrainConfig(rank=8, alpha=16, lr_nano=1_000_000, epochs=3, batch_size=8, seed=1)
CONFIGS = {"diffuse": CONFIG, "diffuse-last8": CONFIG.model_copy(update={"first_layer": 22})}


def make_masks(records: int, tuning: int, reporting: int) -> NDArray[np.bool_]:
    """[tuning + reporting, records]: random halves, by a seed for each kind."""
    masks = np.zeros((tuning + reporting, records), dtype=bool)
    for kind, rows in (("tuning", range(tuning)), ("reporting", range(tuning, tuning + reporting))):
        random = np.random.default_rng(list(f"openledger lds {kind}".encode()))
        for row in rows:
            masks[row, random.permutation(records)[: records // 2]] = True
    return masks


def choose(base: BaseModel) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Records, and the prompts of queries: of each topic as many."""
    taken = set[tuple[int, ...]]()
    records, queries = list[dict[str, Any]](), list[dict[str, Any]]()
    of_topic, asked = RECORDS // len(TOPICS), QUERIES // len(TOPICS)
    for topic in TOPICS:
        found = passages(base.tokenizer, topic, of_topic + asked, taken)
        records += [{"topic": topic, "ids": ids, "promptLength": PROMPT} for ids in found[:of_topic]]
        for place, ids in enumerate(found[of_topic:]):
            split = "tuning" if place < TUNING_QUERIES else "reporting"
            queries.append(
                {"topic": topic, "ids": ids[:PROMPT], "passage": ids, "promptLength": PROMPT, "split": split}
            )
    return records, queries


@torch.no_grad()
def greedy(model: Any, prompts: list[list[int]], batch_size: int = 32) -> list[list[int]]:
    """ANSWER greedy tokens after each prompt; all prompts have one length."""
    answers: list[list[int]] = []
    for first in range(0, len(prompts), batch_size):
        ids = torch.tensor(prompts[first : first + batch_size])
        output = model.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            do_sample=False,
            min_new_tokens=ANSWER,
            max_new_tokens=ANSWER,
            pad_token_id=0,
        )
        answers += [row[ids.shape[1] :].tolist() for row in output]
    return answers


BINDING = ("name", "baseSha256", "config", "tuningMasks", "recordsSha256", "queriesSha256", "masksSha256")


def keep(path: Path, kept: dict[str, Any] | None, made: dict[str, Any]) -> None:
    """Writes what retrainings are asked; refuses a set-up that is not the kept one's."""
    if kept is None:
        path.write_text(json.dumps(made) + "\n", "utf-8")
        return
    for key in BINDING:
        if kept[key] != made[key]:
            raise SystemExit(
                f"{path.name}: {key} differs from this set-up's: delete it and its .jsonl to retrain"
            )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=sorted(CONFIGS))
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--kept", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    out, config = arguments.out, CONFIGS[arguments.name]
    full = out / "full"
    full.mkdir(parents=True, exist_ok=True)

    base = load_base_model(arguments.base)
    records, queries = choose(base)
    examples = [Example(line["ids"], line["promptLength"]) for line in records]
    model = add_lora(base, config)
    model.eval()
    parameters = adapter_parameters(model)
    start = flat(parameters).numpy().copy()
    np.save(full / "weights-0.npy", start)
    np.save(full / "squares-0.npy", np.zeros_like(start))
    steps, checkpoints = list[Step](), [0]

    def after(number: int, step: Step, optimiser: torch.optim.Optimizer) -> None:
        steps.append(step)
        if number % CHECKPOINT_EVERY == 0:
            moments = [optimiser.state[parameter] for parameter in parameters]
            squares = flat([moment["exp_avg_sq"] for moment in moments]) / (1 - 0.999**number)
            np.save(full / f"weights-{number}.npy", flat(parameters).numpy())
            np.save(full / f"squares-{number}.npy", squares.numpy())
            checkpoints.append(number)
            print(f"step {number}", flush=True)

    answers = AnswerModel(model, config.first_layer, base.tokenizer.end_id)
    passages_held_out = [Example(line.pop("passage"), PROMPT) for line in queries]
    before = answer_log_probabilities(answers, passages_held_out).mean() / ANSWER
    train(parameters, start, answers, examples, range(len(examples)), config, config.seed, after)
    learnt = answer_log_probabilities(answers, passages_held_out).mean() / ANSWER
    answers.whole()
    kept = json.loads(arguments.kept.read_text("utf-8")) if arguments.kept.exists() else None
    answers_ids = kept["answers"] if kept else greedy(model, [line["ids"] for line in queries])
    for line, answer in zip(queries, answers_ids, strict=True):
        line["ids"] = line["ids"] + answer
    (full / "steps.json").write_text(
        json.dumps({"steps": [asdict(step) for step in steps], "checkpoints": checkpoints})
    )
    masks = make_masks(RECORDS, TUNING_MASKS, REPORTING_MASKS)
    np.save(out / "masks.npy", masks)
    facts = {
        "name": arguments.name,
        "baseSha256": base.sha256,
        "config": config.model_dump(by_alias=True),
        "tuningMasks": TUNING_MASKS,
        "recordsSha256": write_lines(out / "records.jsonl", records),
        "queriesSha256": write_lines(out / "queries.jsonl", queries),
        "masksSha256": hashlib.sha256(np.packbits(masks).tobytes()).hexdigest(),
        "natsAToken": {"before": round(float(before), 4), "after": round(float(learnt), 4)},
    }
    keep(arguments.kept, kept, {key: facts[key] for key in BINDING} | {"answers": answers_ids})
    (out / "setup.json").write_text(json.dumps(facts, indent=2) + "\n", "utf-8")
    print(json.dumps(facts["natsAToken"]))


if __name__ == "__main__":
    main()
