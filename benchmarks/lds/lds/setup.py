"""A set-up: the records, queries and masks of one LDS run, and the checkpoints of its full training.

setup.json      which set-up, its training settings, hashes of everything below
records.jsonl   {"topic", "ids", "promptLength"} a line: N records
queries.jsonl   the same, with "split" (tuning or reporting); the answer is the full model's own
masks.npy       bool [tuning + reporting, N]: the records that a retraining sees
full/           the full training: weights-STEP.npy (float32 [p]: LoRA weights), and the mean square of
                the gradients as AdamW keeps it: squares-STEP.npy (float32 [p]); steps.json
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from openledger_trainer.base_model import BaseModel, load_base_model
from openledger_trainer.examples import Example
from openledger_trainer.gradients import adapter_parameters
from openledger_trainer.jobs import TrainConfig
from openledger_trainer.lora import add_lora
from openledger_trainer.training_state import fill
from torch import Tensor

from lds.answer_model import AnswerModel

Split = Literal["tuning", "reporting"]


@dataclass(frozen=True)
class Query:
    """A prompt, and the answer that the full model gives to it."""

    example: Example
    topic: str
    split: Split


@dataclass(frozen=True)
class Step:
    """A step of the full training: the records of its batch, its rate, the norm of its gradient."""

    records: list[int]
    rate: float
    norm: float


@dataclass(frozen=True)
class Setup:
    """`model` holds the weights of the asked checkpoint; `parameters` are its LoRA tensors in the order of
    their names; `answers` gives losses by it, from kept activations: after its first use the model runs
    its trained layers only. masks: bool [tuning + reporting, records]."""

    folder: Path
    base: BaseModel
    model: Any
    parameters: list[Tensor]
    answers: AnswerModel
    config: TrainConfig
    records: list[Example]
    topics: list[str]
    queries: list[Query]
    masks: NDArray[np.bool_]
    tuning_masks: int
    steps: list[Step]
    checkpoints: list[int]

    def weights(self, step: int) -> NDArray[np.float32]:
        """LoRA weights [p] after a step of the full training."""
        return np.load(self.folder / "full" / f"weights-{step}.npy")

    def squares(self, step: int) -> NDArray[np.float32]:
        """AdamW's mean of squared gradients [p], its start corrected for, after a step."""
        return np.load(self.folder / "full" / f"squares-{step}.npy")

    def use(self, step: int) -> None:
        """Puts a checkpoint's weights into the model."""
        fill(self.parameters, torch.from_numpy(self.weights(step)))


def open_setup(folder: Path, base_gguf: Path, checkpoint: int = -1) -> Setup:
    """The set-up in a folder, with the model at one of its checkpoints (by place; −1: the last)."""
    facts = json.loads((folder / "setup.json").read_text("utf-8"))
    config = TrainConfig.model_validate(facts["config"])
    base = load_base_model(base_gguf, facts["baseSha256"])
    model = add_lora(base, config)
    model.eval()
    steps = json.loads((folder / "full" / "steps.json").read_text("utf-8"))
    lines = read_lines(folder / "records.jsonl")
    setup = Setup(
        folder=folder,
        base=base,
        model=model,
        parameters=adapter_parameters(model),
        answers=AnswerModel(model, config.first_layer, base.tokenizer.end_id),
        config=config,
        records=[Example(line["ids"], line["promptLength"]) for line in lines],
        topics=[line["topic"] for line in lines],
        queries=[
            Query(Example(line["ids"], line["promptLength"]), line["topic"], line["split"])
            for line in read_lines(folder / "queries.jsonl")
        ],
        masks=np.load(folder / "masks.npy"),
        tuning_masks=facts["tuningMasks"],
        steps=[Step(**step) for step in steps["steps"]],
        checkpoints=steps["checkpoints"],
    )
    setup.use(setup.checkpoints[checkpoint])
    return setup


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def write_lines(path: Path, lines: list[dict[str, Any]]) -> str:
    """Writes a JSONL file; returns its SHA-256."""
    text = "".join(json.dumps(line) + "\n" for line in lines)
    path.write_text(text, "utf-8")
    return hashlib.sha256(text.encode()).hexdigest()
