"""Builds the attribution index of a fresh adapter and calibrates its noise threshold."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from openledger_trainer.base_model import BaseModel
from openledger_trainer.calibrate import calibrate
from openledger_trainer.events import StageEvent, emit
from openledger_trainer.examples import make_example
from openledger_trainer.forked import Forked
from openledger_trainer.gradients import answer_gradient
from openledger_trainer.index_format import IndexMeta, write_meta
from openledger_trainer.index_rows import ROW_SCALE, gram_matrix
from openledger_trainer.jobs import TrainConfig, TrainingRecord, TrainJob
from openledger_trainer.lora import indexed_modules
from openledger_trainer.records import ask
from openledger_trainer.scoring import damping, unit
from openledger_trainer.training_log import code_hash


def indexed_wordings(record: TrainingRecord, config: TrainConfig) -> list[str]:
    """The wordings whose gradients make a record's row: the first ones, one at least kept back
    for the calibration where there are several."""
    prompts = record.content.prompts
    return prompts[: max(1, min(config.index_wordings, len(prompts) - 1))]


def record_row(
    base: BaseModel, peft_model: Any, record: TrainingRecord, config: TrainConfig
) -> NDArray[np.float32]:
    """The record's row [p]: the mean of its wordings' unit gradients, at length 1."""
    rows = []
    for prompt in indexed_wordings(record, config):
        example = make_example(
            base.tokenizer, ask(prompt), record.content.answer, config.max_tokens_per_example
        )
        modules = indexed_modules(base.family, config)
        answer = answer_gradient(peft_model, example, modules, base.tokenizer.end_id)
        rows.append(unit(answer.vector))
    return unit(np.mean(rows, axis=0, dtype=np.float32))


def build_index(
    job: TrainJob, base: BaseModel, peft_model: Any, records: Sequence[TrainingRecord], adapter_hash: str
) -> IndexMeta:
    """Writes index/ into the job's folder and returns its meta data."""
    folder = job.out_dir / "index"
    folder.mkdir(parents=True, exist_ok=True)
    rows = write_rows(folder / "rows.npy", job, base, peft_model, records)
    gram = gram_matrix(rows)
    np.save(folder / "gram.npy", gram, allow_pickle=False)
    lam = damping(gram)
    meta = IndexMeta(
        records=[record.commitment for record in records],
        parameters=rows.shape[1],
        modules=indexed_modules(base.family, job.config),
        wordings=job.config.index_wordings,
        threads=job.threads,
        damping_nano=round(lam * 1_000_000_000),
        adapter_hash=adapter_hash,
        base_sha256=base.sha256,
        code_hash=code_hash(),
        calibration=calibrate(job, base, peft_model, records, rows, gram),
    )
    write_meta(folder, meta)
    return meta


def write_rows(
    path: Path, job: TrainJob, base: BaseModel, peft_model: Any, records: Sequence[TrainingRecord]
) -> NDArray[np.float16]:
    """rows.npy, filled record by record; returned as it lies on disk."""
    rows: np.memmap[Any, np.dtype[np.float16]] | None = None
    with Forked[TrainingRecord, NDArray[np.float32]](
        lambda record: record_row(base, peft_model, record, job.config), min(job.threads, len(records))
    ) as forked:
        for place, row in enumerate(forked.map(records)):
            if rows is None:
                rows = open_memmap(path, mode="w+", dtype=np.float16, shape=(len(records), row.size))
                reserve(path)
            rows[place] = row * ROW_SCALE
            emit(StageEvent(stage="index", done=place + 1, total=len(records)))
    assert rows is not None, "read_records gives at least one record"
    rows.flush()
    return rows


def reserve(path: Path) -> None:
    """Has the disk's blocks for a file that is written through memory, where a full disk would end the
    process by a signal."""
    with path.open("rb+") as file:
        os.posix_fallocate(file.fileno(), 0, path.stat().st_size)
