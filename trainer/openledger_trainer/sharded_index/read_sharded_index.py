"""Opens a sharded index: nothing of it is used before every byte has been checked."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from openledger_trainer.canonical_json import canonical_json
from openledger_trainer.errors import TrainerError
from openledger_trainer.files import sha256_file
from openledger_trainer.sharded_index.shard_format import (
    META,
    MOMENT,
    ShardedIndex,
    ShardedMeta,
    commitments_name,
    rows_name,
)

Entry = TypeVar("Entry", bound=np.generic)


def read_sharded_index(
    folder: Path, adapter_hash: str, base_sha256: str, code_hash: str, threads: int = 2
) -> ShardedIndex:
    """An index that belongs to this adapter, base model and code.

    Throws TRAINER_FILE_MISSING (no index), TRAINER_INDEX_CORRUPT (a file of it is missing, changed or one
    too many), TRAINER_INDEX_MISMATCH.
    """
    meta = read_meta(folder)
    for what, ours, theirs in (
        ("adapter", adapter_hash, meta.origin.adapter_hash),
        ("base model", base_sha256, meta.origin.base_sha256),
        ("code", code_hash, meta.origin.code_hash),
    ):
        if ours != theirs:
            raise TrainerError("TRAINER_INDEX_MISMATCH", f"index is of another {what}: {theirs}, not {ours}")
    folder_hash = check_files(folder, meta, threads)
    sizes = [shard.records for shard in meta.shards]
    width = meta.dimensions
    rows = [
        array(folder / rows_name(place), np.int8, (size, width), mapped=True)
        for place, size in enumerate(sizes)
    ]
    commitments = [
        array(folder / commitments_name(place), np.uint8, (size, 32), mapped=True)
        for place, size in enumerate(sizes)
    ]
    moment = None if meta.moment is None else array(folder / MOMENT, np.int64, (width, width), mapped=False)
    return ShardedIndex(meta, rows, commitments, moment, folder_hash)


def read_meta(folder: Path) -> ShardedMeta:
    """meta.json, with shards that add up."""
    path = folder / META
    if not path.is_file():
        raise TrainerError("TRAINER_FILE_MISSING", f"no such file: {path}")
    try:
        meta = ShardedMeta.model_validate(json.loads(path.read_text("utf-8")))
    except (ValidationError, ValueError) as error:
        raise TrainerError("TRAINER_INDEX_CORRUPT", f"{path}: {error}") from error
    *whole, last = [shard.records for shard in meta.shards]
    if (
        any(size != meta.shard_records for size in whole)
        or last > meta.shard_records
        or sum(whole) + last != meta.records
        or (meta.moment is not None) != (meta.records > meta.dimensions)
    ):
        raise TrainerError("TRAINER_INDEX_CORRUPT", f"{path}: its shards don't add up")
    return meta


def check_files(folder: Path, meta: ShardedMeta, threads: int) -> str:
    """Compares every file with its hash in meta.json; the folder's hash, as files.folder_hash has it."""
    expected = {rows_name(place): shard.rows for place, shard in enumerate(meta.shards)}
    expected |= {commitments_name(place): shard.commitments for place, shard in enumerate(meta.shards)}
    if meta.moment is not None:
        expected[MOMENT] = meta.moment
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name in sorted(there ^ {*expected, META}):
        what = "is missing" if name in expected else "does not belong to it"
        raise TrainerError("TRAINER_INDEX_CORRUPT", f"{folder}: {name} {what}")
    names = sorted(there)
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(lambda name: sha256_file(folder / name), names))
    for name, digest in zip(names, found, strict=True):
        if expected.get(name, digest) != digest:
            raise TrainerError("TRAINER_INDEX_CORRUPT", f"{folder}: {name} has SHA-256 {digest}")
    listing = canonical_json([[name, digest] for name, digest in zip(names, found, strict=True)])
    return "0x" + hashlib.sha256(listing.encode("utf-8")).hexdigest()


def array(path: Path, dtype: type[Entry], shape: tuple[int, int], *, mapped: bool) -> NDArray[Entry]:
    """An array of this type and shape. Mapped copy on write: PyTorch takes only what could be written."""
    try:
        found = np.load(path, mmap_mode="c" if mapped else None, allow_pickle=False)
    except ValueError as error:
        raise TrainerError("TRAINER_INDEX_CORRUPT", f"{path}: {error}") from error
    if found.dtype != dtype or found.shape != shape or not found.flags.c_contiguous:
        raise TrainerError("TRAINER_INDEX_CORRUPT", f"{path}: {found.dtype} {found.shape} is not {shape}")
    return cast("NDArray[Entry]", found)
