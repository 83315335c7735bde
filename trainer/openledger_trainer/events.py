"""Events that the trainer writes, one canonical JSON document a line, on stdout.

The TypeScript twin is apps/worker/src/trainer/trainerEvents.ts.
"""

import sys
from typing import Literal

from openledger_trainer.jobs import Hex32, Sha256, Strict


class ProgressEvent(Strict):
    """A training step. Rates and times are for people: they are never hashed. tokens: so far."""

    type: Literal["progress"] = "progress"
    step: int
    steps: int
    epoch: int
    loss: float
    lr: float
    grad_norm: float
    tokens: int
    tokens_per_second: float
    seconds_left: float


class EvaluationEvent(Strict):
    """The held-out records' loss (nats per answer token) after `step` steps, and tokens trained on so far."""

    type: Literal["evaluation"] = "evaluation"
    step: int
    loss: float
    tokens: int


class SampleEvent(Strict):
    """What the adapter answers after `step` steps."""

    type: Literal["sample"] = "sample"
    step: int
    prompt: str
    text: str


class SavedEvent(Strict):
    """The training can go on from `step` steps, whatever happens now."""

    type: Literal["saved"] = "saved"
    step: int


class ResumedEvent(Strict):
    """The training goes on after `step` steps that an earlier run did."""

    type: Literal["resumed"] = "resumed"
    step: int


class StageEvent(Strict):
    """Work other than training steps: done of total units."""

    type: Literal["stage"] = "stage"
    stage: Literal["load", "train", "export", "index", "calibrate", "influence", "evaluate"]
    done: int
    total: int


class CheckpointEvent(Strict):
    """A file was finished."""

    type: Literal["checkpoint"] = "checkpoint"
    file: str
    sha256: Sha256


class TrainResultEvent(Strict):
    """The adapter is complete. Hashes: Keccak-256 of manifest and log head, SHA-256 of files.

    steps, tokens: that made the adapter; steps_run counts those after the best weights too. records:
    trained on; held_out: kept for evaluation, whose last (or best, with patience) loss is held_out_loss.
    """

    type: Literal["result"] = "result"
    kind: Literal["train"] = "train"
    out_dir: str
    manifest_hash: Hex32
    log_head: Hex32
    adapter_hash: Hex32
    adapter_gguf_hash: Hex32
    index_hash: Hex32
    base_sha256: Sha256
    steps: int
    steps_run: int
    records: int
    held_out: int
    held_out_loss: float | None
    tokens: int
    threshold_micro: int
    train_seconds: float
    index_seconds: float
    reused: bool


class RecordScore(Strict):
    """score: influence × 10^6, rounded."""

    commitment: Hex32
    score: int


class InfluenceEvent(Strict):
    """All records' scores for one query, in the index's order."""

    type: Literal["influence"] = "influence"
    id: str
    scores: list[RecordScore]
    log_probability_micro: int
    threshold_micro: int
    index_hash: Hex32
    seconds: float


class InfluenceResultEvent(Strict):
    """All queries are scored."""

    type: Literal["result"] = "result"
    kind: Literal["influence"] = "influence"
    queries: int
    seconds: float


class Answered(Strict):
    """One asked wording and what a model said. question: its line in the file, from 0.

    nats: minus the log-probability of the expected answer with its end, and how many tokens that
    are; null where losses were not asked for.
    """

    question: int
    prompt: str
    expected: str
    got: str
    right: bool
    nats: float | None
    tokens: int | None


class Evaluation(Strict):
    """Right answers of one model over one question file; by_wording: per place in `prompts`."""

    model: Literal["base", "adapter"]
    questions: str
    right: int
    asked: int
    by_wording: list[tuple[int, int]]
    answers: list[Answered]


class EvaluateResultEvent(Strict):
    """All questions are asked."""

    type: Literal["result"] = "result"
    kind: Literal["evaluate"] = "evaluate"
    evaluations: list[Evaluation]
    seconds: float


class ExportedFile(Strict):
    """A file of an export; size in bytes."""

    file: str
    size: int
    sha256: Sha256


class ExportResultEvent(Strict):
    """The model is written; files by name, under out_dir."""

    type: Literal["result"] = "result"
    kind: Literal["export"] = "export"
    format: Literal["merged", "gguf"]
    out_dir: str
    files: list[ExportedFile]
    seconds: float


class ErrorEvent(Strict):
    """The job failed; the process ends with a non-zero status."""

    type: Literal["error"] = "error"
    code: str
    message: str
    hint: str


def emit(event: Strict) -> None:
    """Writes one event and flushes."""
    sys.stdout.write(event.model_dump_json(by_alias=True) + "\n")
    sys.stdout.flush()
