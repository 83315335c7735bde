"""The attribution index on disk: one folder, one hash.

index/rows.npy   float16 [n, p]: unit gradient of each record × 2^10, in the order of meta.records
index/gram.npy   float64 [n, n]: the unit rows' inner products
index/meta.json  canonical JSON, strings and integers only
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError

from openledger_trainer.canonical_json import canonical_json
from openledger_trainer.errors import TrainerError
from openledger_trainer.files import folder_hash, write_whole
from openledger_trainer.jobs import Hex32, Sha256, Strict


class Calibration(Strict):
    """How the noise threshold came about: scores are × 10^6. low_own: what 19 of 20 records reach on
    their own answer; median_own: what half of them do."""

    controls: int
    greatest_control_micro: int
    greatest_foreign_micro: int
    low_own_micro: int
    median_own_micro: int
    threshold_micro: int


class IndexMeta(Strict):
    """Everything that scores depend on besides rows and Gram matrix."""

    version: int = 2
    method: str = "dual-fisher/unit-rows/mean-eigenvalue/least-sure-token"
    records: list[Hex32] = Field(min_length=1)
    parameters: int
    modules: list[str] = Field(min_length=1)
    wordings: int
    threads: int
    damping_nano: int
    adapter_hash: Hex32
    base_sha256: Sha256
    code_hash: Hex32
    calibration: Calibration


@dataclass(frozen=True)
class Index:
    """rows are memory-mapped; hash: of the whole folder."""

    meta: IndexMeta
    rows: NDArray[np.float16]
    gram: NDArray[np.float64]
    hash: str


def write_meta(folder: Path, meta: IndexMeta) -> None:
    """Writes meta.json, the last file: without it a folder is not an index."""
    text = canonical_json(meta.model_dump(by_alias=True)) + "\n"
    write_whole(folder / "meta.json", lambda path: void(path.write_text(text, "utf-8")))


def void(_: object) -> None:
    """Drops a result."""


def read_index(folder: Path, adapter_hash: str, base_sha256: str, code_hash: str) -> Index:
    """Opens an index that belongs to this adapter, base model and code.

    Throws TRAINER_FILE_MISSING, TRAINER_INDEX_CORRUPT, TRAINER_INDEX_MISMATCH.
    """
    for name in ("meta.json", "rows.npy", "gram.npy"):
        if not (folder / name).is_file():
            raise TrainerError("TRAINER_FILE_MISSING", f"no such file: {folder / name}")
    try:
        meta = IndexMeta.model_validate(json.loads((folder / "meta.json").read_text("utf-8")))
        rows = np.load(folder / "rows.npy", mmap_mode="r", allow_pickle=False)
        gram = np.load(folder / "gram.npy", allow_pickle=False)
    except (ValidationError, ValueError) as error:
        raise TrainerError("TRAINER_INDEX_CORRUPT", f"{folder}: {error}") from error
    count = len(meta.records)
    if rows.shape != (count, meta.parameters) or gram.shape != (count, count):
        raise TrainerError("TRAINER_INDEX_CORRUPT", f"{folder}: shapes differ from meta.json")
    for what, ours, theirs in (
        ("adapter", adapter_hash, meta.adapter_hash),
        ("base model", base_sha256, meta.base_sha256),
        ("code", code_hash, meta.code_hash),
    ):
        if ours != theirs:
            raise TrainerError("TRAINER_INDEX_MISMATCH", f"index is of another {what}: {theirs}, not {ours}")
    return Index(meta, rows, gram, folder_hash(folder))
