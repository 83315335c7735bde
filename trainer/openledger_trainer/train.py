"""Job `train`: manifest → adapter (safetensors and GGUF), training log, attribution index.

Everything is written under a temporary name and renamed when complete; result.json comes last.
A training that was killed goes on from its last kept state and ends with the same bytes; a job whose
result is already there returns it. Until then the folder holds, beside finished files, the state
(`state.safetensors`) and the log so far (`training-log.working`).
"""

import json
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from pydantic import ValidationError
from safetensors.torch import save
from torch import Tensor

from openledger_trainer.base_model import BaseModel, load_base_model
from openledger_trainer.build_index import build_index
from openledger_trainer.canonical_json import canonical_hash, canonical_json
from openledger_trainer.disk_errors import coded_disk_errors
from openledger_trainer.errors import TrainerError
from openledger_trainer.events import CheckpointEvent, StageEvent, TrainResultEvent, emit
from openledger_trainer.export_gguf import gguf_tensors, write_gguf_adapter
from openledger_trainer.files import file_hash, folder_hash, sha256_file, write_whole
from openledger_trainer.hold_out import hold_out
from openledger_trainer.jobs import TrainJob
from openledger_trainer.lora import adapter_config_json, add_lora, scaling_of
from openledger_trainer.manifest import make_manifest
from openledger_trainer.packed_base import pack_base
from openledger_trainer.record_examples import record_examples
from openledger_trainer.records import read_records
from openledger_trainer.training_log import LogPosition, TrainingLog, code_hash, read_log
from openledger_trainer.training_loop import Material, train_adapter
from openledger_trainer.training_state import TrainingState, load_state, save_state

STATE, WORKING_LOG = "state.safetensors", "training-log.working"


def run_train(job: TrainJob) -> TrainResultEvent:
    """Trains, exports and indexes. Throws TRAINER_*; TRAINER_DISK_FULL leaves the last kept state."""
    with coded_disk_errors():
        return train_or_reuse(job)


def train_or_reuse(job: TrainJob) -> TrainResultEvent:
    """The result of this job's manifest: the one that is there, or a new one."""
    records, held_out = hold_out(read_records(job.records_file), job.config)
    base_sha256 = sha256_file(job.base_gguf)
    manifest = make_manifest(job, base_sha256, records, held_out, code_hash())
    manifest_hash = canonical_hash(manifest)
    finished = finished_result(job.out_dir, manifest_hash)
    if finished is not None:
        forget_state(job.out_dir)
        return finished
    emit(StageEvent(stage="load", done=0, total=1))
    base = load_base_model(job.base_gguf, job.base_sha256)
    emit(StageEvent(stage="load", done=1, total=1))
    material = Material(
        records,
        record_examples(base, records, job.config),
        [wordings[0] for wordings in record_examples(base, held_out, job.config)],
    )
    clear(job.out_dir)
    write_text(job.out_dir / "manifest.json", canonical_json(manifest))

    started = time.monotonic()
    peft_model = add_lora(base, job.config)
    if job.config.quantisation == "4bit":
        pack_base(peft_model, job.base_gguf)
    state = train_with_log(job, base, peft_model, material, manifest_hash)
    log, tokens, loss = outcome(state)
    uses = write_log(job.out_dir, log, manifest_hash)
    train_seconds = time.monotonic() - started
    export(job, base, peft_model)

    started = time.monotonic()
    adapter_hash = file_hash(job.out_dir / "adapter_model.safetensors")
    # With early stopping the best weights may be older than an epoch: what they never saw is no source.
    sources = [record for record in records if record.commitment in uses]
    meta = build_index(job, base, peft_model, sources, adapter_hash)
    result = TrainResultEvent(
        out_dir=str(job.out_dir),
        manifest_hash=manifest_hash,
        log_head=log.head,
        adapter_hash=adapter_hash,
        adapter_gguf_hash=file_hash(job.out_dir / "adapter.gguf"),
        index_hash=folder_hash(job.out_dir / "index"),
        base_sha256=base_sha256,
        steps=log.lines,
        steps_run=state.step,
        records=len(sources),
        held_out=len(held_out),
        held_out_loss=None if loss is None else round(loss, 6),
        tokens=tokens,
        threshold_micro=meta.calibration.threshold_micro,
        train_seconds=round(train_seconds, 3),
        index_seconds=round(time.monotonic() - started, 3),
        reused=False,
    )
    write_text(job.out_dir / "result.json", result.model_dump_json(by_alias=True))
    forget_state(job.out_dir)
    return result


def outcome(state: TrainingState) -> tuple[LogPosition, int, float | None]:
    """The log, tokens and held-out loss of the weights that were taken: with patience, the best ones."""
    if state.best_log is not None:
        return state.best_log, state.best_tokens, state.best_loss
    return state.log, state.tokens, state.loss


def finished_result(out_dir: Path, manifest_hash: str) -> TrainResultEvent | None:
    """The result of an earlier run with the same manifest, if it is complete and unchanged."""
    path = out_dir / "result.json"
    if not path.is_file():
        return None
    try:
        result = TrainResultEvent.model_validate_json(path.read_text("utf-8"))
    except ValidationError:
        return None  # of an earlier trainer
    whole = (
        result.manifest_hash == manifest_hash
        and canonical_hash(json.loads((out_dir / "manifest.json").read_text("utf-8"))) == manifest_hash
        and file_hash(out_dir / "adapter_model.safetensors") == result.adapter_hash
        and file_hash(out_dir / "adapter.gguf") == result.adapter_gguf_hash
        and folder_hash(out_dir / "index") == result.index_hash
    )
    return result.model_copy(update={"reused": True, "out_dir": str(out_dir)}) if whole else None


def clear(out_dir: Path) -> None:
    """Removes what an earlier run left, result.json first; what it may go on from stays."""
    out_dir.mkdir(parents=True, exist_ok=True)
    for name in ("result.json", "manifest.json", "training-log.jsonl", "adapter_config.json"):
        (out_dir / name).unlink(missing_ok=True)
    for name in ("adapter_model.safetensors", "adapter.gguf"):
        (out_dir / name).unlink(missing_ok=True)
    shutil.rmtree(out_dir / "index", ignore_errors=True)


def forget_state(out_dir: Path) -> None:
    """Removes what only an unfinished training needs."""
    for name in (STATE, f"{STATE}.partial", WORKING_LOG):
        (out_dir / name).unlink(missing_ok=True)


def train_with_log(
    job: TrainJob, base: BaseModel, peft_model: Any, material: Material, manifest_hash: str
) -> TrainingState:
    """Trains while the log grows, from the kept state if there is one of this very manifest."""
    path, log_path = job.out_dir / STATE, job.out_dir / WORKING_LOG
    fresh = TrainingState(LogPosition(0, 0, manifest_hash))

    def load(parameters: Sequence[Tensor], optimiser: torch.optim.Optimizer) -> TrainingState:
        kept = load_state(path, manifest_hash, parameters, optimiser, is_whole)
        return kept or fresh

    def is_whole(state: TrainingState) -> bool:
        return read_log(log_path, state.log, manifest_hash) is not None

    def keep(state: TrainingState, parameters: Sequence[Tensor], optimiser: torch.optim.Optimizer) -> None:
        save_state(path, manifest_hash, state, parameters, optimiser)

    def open_log(state: TrainingState) -> TrainingLog:
        file = log_path.open("a", encoding="utf-8", newline="\n")
        file.truncate(state.log.size)
        return TrainingLog(file, state.log.head, state.log.lines, state.log.size)

    return train_adapter(job, base, peft_model, material, load, keep, open_log)


def write_log(out_dir: Path, position: LogPosition, manifest_hash: str) -> set[str]:
    """Writes training-log.jsonl, the steps that made the adapter; returns the records in it."""
    working = out_dir / WORKING_LOG
    lines = read_log(working, position, manifest_hash)
    if lines is None:
        raise TrainerError("TRAINER_INTERNAL", f"{working} is not the log that was written")
    with working.open("rb") as file:
        text = file.read(position.size)
    write_file(out_dir / "training-log.jsonl", lambda path: path.write_bytes(text))
    return {commitment for line in lines for commitment in line["records"]}


def export(job: TrainJob, base: BaseModel, peft_model: Any) -> None:
    """Writes the adapter for PEFT and for llama.cpp."""
    weights = {
        name.replace(".default", ""): parameter.detach().contiguous()
        for name, parameter in sorted(peft_model.named_parameters())
        if "lora_" in name
    }
    tensors = gguf_tensors(
        {name: weight.numpy() for name, weight in weights.items()},
        scaling_of(job.config),
        *base.heads,
        base.family,
    )
    layers = base.model.config.num_hidden_layers
    write_text(job.out_dir / "adapter_config.json", adapter_config_json(job.config, layers, base.family))
    write_file(job.out_dir / "adapter_model.safetensors", lambda path: path.write_bytes(save(weights)))
    write_file(
        job.out_dir / "adapter.gguf",
        lambda path: write_gguf_adapter(path, tensors, job.config.alpha, base.family),
    )


def write_text(path: Path, text: str) -> None:
    """A whole text file or none."""

    def write(partial: Path) -> None:
        partial.write_text(text, "utf-8")

    write_file(path, write)


def write_file(path: Path, write: Callable[[Path], object]) -> None:
    """A whole file or none, and its checkpoint event."""
    write_whole(path, write)
    emit(CheckpointEvent(file=path.name, sha256=sha256_file(path)))
