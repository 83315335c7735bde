"""Job `train`: manifest → adapter (safetensors and GGUF), training log, attribution index.

Everything is written under a temporary name and renamed when complete; result.json comes last.
A job that was killed starts afresh; a job whose result is already there returns it.
"""

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from safetensors.torch import save_file

from openledger_trainer.base_model import BaseModel, load_base_model
from openledger_trainer.build_index import build_index
from openledger_trainer.canonical_json import canonical_hash, canonical_json
from openledger_trainer.events import CheckpointEvent, StageEvent, TrainResultEvent, emit
from openledger_trainer.export_gguf import gguf_tensors, write_gguf_adapter
from openledger_trainer.files import file_hash, folder_hash, sha256_file, write_whole
from openledger_trainer.jobs import TrainingRecord, TrainJob
from openledger_trainer.lora import adapter_config_json, add_lora, scaling_of
from openledger_trainer.manifest import make_manifest
from openledger_trainer.records import read_records
from openledger_trainer.training_log import TrainingLog, code_hash
from openledger_trainer.training_loop import train_adapter


def run_train(job: TrainJob) -> TrainResultEvent:
    """Trains, exports and indexes."""
    records = read_records(job.records_file)
    base_sha256 = sha256_file(job.base_gguf)
    manifest = make_manifest(job, base_sha256, records, code_hash())
    manifest_hash = canonical_hash(manifest)
    finished = finished_result(job.out_dir, manifest_hash)
    if finished is not None:
        return finished
    emit(StageEvent(stage="load", done=0, total=1))
    base = load_base_model(job.base_gguf, job.base_sha256)
    emit(StageEvent(stage="load", done=1, total=1))
    clear(job.out_dir)
    write_text(job.out_dir / "manifest.json", canonical_json(manifest))

    started = time.monotonic()
    peft_model = add_lora(base, job.config)
    log, tokens = train_with_log(job, base, peft_model, records, manifest_hash)
    train_seconds = time.monotonic() - started
    export(job, base, peft_model)

    started = time.monotonic()
    adapter_hash = file_hash(job.out_dir / "adapter_model.safetensors")
    meta = build_index(job, base, peft_model, records, adapter_hash)
    result = TrainResultEvent(
        out_dir=str(job.out_dir),
        manifest_hash=manifest_hash,
        log_head=log.head,
        adapter_hash=adapter_hash,
        adapter_gguf_hash=file_hash(job.out_dir / "adapter.gguf"),
        index_hash=folder_hash(job.out_dir / "index"),
        base_sha256=base_sha256,
        steps=log.lines,
        steps_run=log.lines,
        records=len(records),
        held_out=0,
        held_out_loss=None,
        tokens=tokens,
        threshold_micro=meta.calibration.threshold_micro,
        train_seconds=round(train_seconds, 3),
        index_seconds=round(time.monotonic() - started, 3),
        reused=False,
    )
    write_text(job.out_dir / "result.json", result.model_dump_json(by_alias=True))
    return result


def finished_result(out_dir: Path, manifest_hash: str) -> TrainResultEvent | None:
    """The result of an earlier run with the same manifest, if it is complete and unchanged."""
    path = out_dir / "result.json"
    if not path.is_file():
        return None
    result = TrainResultEvent.model_validate_json(path.read_text("utf-8"))
    whole = (
        result.manifest_hash == manifest_hash
        and canonical_hash(json.loads((out_dir / "manifest.json").read_text("utf-8"))) == manifest_hash
        and file_hash(out_dir / "adapter_model.safetensors") == result.adapter_hash
        and file_hash(out_dir / "adapter.gguf") == result.adapter_gguf_hash
        and folder_hash(out_dir / "index") == result.index_hash
    )
    return result.model_copy(update={"reused": True, "out_dir": str(out_dir)}) if whole else None


def clear(out_dir: Path) -> None:
    """Removes what an earlier run left, result.json first."""
    out_dir.mkdir(parents=True, exist_ok=True)
    for name in ("result.json", "manifest.json", "training-log.jsonl", "adapter_config.json"):
        (out_dir / name).unlink(missing_ok=True)
    for name in ("adapter_model.safetensors", "adapter.gguf"):
        (out_dir / name).unlink(missing_ok=True)
    shutil.rmtree(out_dir / "index", ignore_errors=True)


def train_with_log(
    job: TrainJob, base: BaseModel, peft_model: Any, records: list[TrainingRecord], manifest_hash: str
) -> tuple[TrainingLog, int]:
    """Trains while writing training-log.jsonl."""
    done: list[tuple[TrainingLog, int]] = []

    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8") as file:
            log = TrainingLog(file, manifest_hash)
            done.append((log, train_adapter(base, peft_model, records, job.config, log, job.threads)))

    write_file(job.out_dir / "training-log.jsonl", write)
    return done[0]


def export(job: TrainJob, base: BaseModel, peft_model: Any) -> None:
    """Writes the adapter for PEFT and for llama.cpp."""
    settings = base.model.config
    weights = {
        name.replace(".default", ""): parameter.detach().contiguous()
        for name, parameter in sorted(peft_model.named_parameters())
        if "lora_" in name
    }
    tensors = gguf_tensors(
        {name: weight.numpy() for name, weight in weights.items()},
        scaling_of(job.config),
        settings.num_attention_heads,
        settings.num_key_value_heads,
    )
    write_text(
        job.out_dir / "adapter_config.json", adapter_config_json(job.config, settings.num_hidden_layers)
    )
    write_file(job.out_dir / "adapter_model.safetensors", lambda path: save_file(weights, path))
    write_file(job.out_dir / "adapter.gguf", lambda path: write_gguf_adapter(path, tensors, job.config.alpha))


def write_text(path: Path, text: str) -> None:
    """A whole text file or none."""

    def write(partial: Path) -> None:
        partial.write_text(text, "utf-8")

    write_file(path, write)


def write_file(path: Path, write: Callable[[Path], None]) -> None:
    """A whole file or none, and its checkpoint event."""
    write_whole(path, write)
    emit(CheckpointEvent(file=path.name, sha256=sha256_file(path)))
