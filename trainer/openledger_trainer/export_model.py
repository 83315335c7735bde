"""Job `export`: base model and adapter → one model, for transformers or for llama.cpp.

The folder appears whole or not at all: it is filled under a temporary name and renamed.
"""

import errno
import os
import shutil
import time
from pathlib import Path

from openledger_trainer.base_model import BaseModel, load_base_model
from openledger_trainer.errors import TrainerError
from openledger_trainer.events import ExportedFile, ExportResultEvent, StageEvent, emit
from openledger_trainer.families.read_gguf import read_base
from openledger_trainer.files import sha256_file
from openledger_trainer.jobs import ExportJob, UsedAdapter
from openledger_trainer.lora import merge_adapters
from openledger_trainer.write_merged import write_merged_gguf

GGUF_NAME = "model.gguf"
COPIES = 3
"""float32 copies of the weights that are in memory at once while a folder is merged and saved."""


def run_export(job: ExportJob) -> ExportResultEvent:
    """Throws TRAINER_BASE_MISMATCH, TRAINER_EXPORT_TOO_LARGE, TRAINER_EXPORT_OVERFLOW, TRAINER_DISK_FULL."""
    started = time.monotonic()
    check_room(job)
    partial = job.out_dir.with_name(f"{job.out_dir.name}.{os.getpid()}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        emit(StageEvent(stage="export", done=0, total=1))
        if job.format == "gguf":
            write_merged_gguf(partial / GGUF_NAME, job.base_gguf, job.adapter_dir, job.bits)
        else:
            write_folder(job, partial)
        files = listing(partial)
        replace_folder(partial, job.out_dir)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise TrainerError("TRAINER_DISK_FULL", f"{job.out_dir}: the disk is full") from error
        raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    emit(StageEvent(stage="export", done=1, total=1))
    return ExportResultEvent(
        format=job.format,
        out_dir=str(job.out_dir),
        files=files,
        seconds=round(time.monotonic() - started, 3),
    )


def check_room(job: ExportJob) -> None:
    """Refuses before anything is written what cannot fit the disk or, merged by PyTorch, the memory."""
    base = read_base(job.base_gguf)
    weights = sum(int(tensor.n_elements) for tensor in base.tensors.values())
    job.out_dir.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(job.out_dir.parent).free
    if weights * job.bits // 8 > free:
        raise TrainerError(
            "TRAINER_DISK_FULL",
            f"the model takes {weights * job.bits // 8} bytes, {free} are free on the disk",
        )
    memory = available_memory()
    needed = weights * 4 * COPIES
    if job.format == "merged" and needed > memory:
        raise TrainerError(
            "TRAINER_EXPORT_TOO_LARGE", f"{needed} bytes of memory are needed, {memory} are free"
        )


def available_memory() -> int:
    """Bytes that can be taken without swapping (Linux); else all that the machine has."""
    meminfo = Path("/proc/meminfo")
    if meminfo.is_file():
        for line in meminfo.read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def write_folder(job: ExportJob, folder: Path) -> None:
    """config.json, safetensors and tokenizer, as transformers' from_pretrained reads them."""
    base = load_base_model(job.base_gguf)
    merged: BaseModel = merge_adapters(base, [UsedAdapter(adapter_dir=job.adapter_dir)])
    model = merged.model.half() if job.bits == 16 else merged.model
    for name, parameter in model.named_parameters():
        if not parameter.isfinite().all():
            raise TrainerError("TRAINER_EXPORT_OVERFLOW", f"{name} does not fit {job.bits} bits")
    model.save_pretrained(folder)
    base.tokenizer.inner.save_pretrained(folder)


def listing(folder: Path) -> list[ExportedFile]:
    """The files by name."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [
        ExportedFile(
            file=path.relative_to(folder).as_posix(), size=path.stat().st_size, sha256=sha256_file(path)
        )
        for path in paths
    ]


def replace_folder(partial: Path, target: Path) -> None:
    """Flushes the files, then puts the folder in its place; what lay there goes only then."""
    for path in partial.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    old = target.with_name(f"{target.name}.{os.getpid()}.old")
    if target.exists():
        target.rename(old)
    partial.rename(target)
    shutil.rmtree(old, ignore_errors=True)
