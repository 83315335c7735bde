"""A sharded index on disk: one folder, one hash.

index/rows-00000.npy         int8 [k, d]: records' rows, `shardRecords` a shard, the last one what is left
index/commitments-00000.npy  uint8 [k, 32]: their records' commitments
index/moment.npy             int64 [d, d]: Σ row·rowᵀ, exact; only with more records than dimensions
index/meta.json              canonical JSON, strings and integers only; names the SHA-256 of every other file
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from openledger_trainer.canonical_json import canonical_json
from openledger_trainer.files import sha256_file, write_whole
from openledger_trainer.jobs import Hex32, Sha256, Strict

DIMENSIONS = 2048
SHARD_RECORDS = 1 << 16
META, MOMENT = "meta.json", "moment.npy"


class Shard(Strict):
    """A shard's number of records, and its files' hashes."""

    records: int = Field(ge=1)
    rows: Sha256
    commitments: Sha256


class Origin(Strict):
    """What rows come from: an index is of no use for anything else."""

    adapter_hash: Hex32
    base_sha256: Sha256
    code_hash: Hex32
    modules: list[str] = Field(min_length=1)
    parameters: int = Field(ge=1)
    wordings: int = Field(ge=1)


class ShardedMeta(Strict):
    """Everything that scores depend on besides rows and moment."""

    version: Literal[3] = 3
    method: Literal["damped-fisher/count-sketch/unit-rows"] = "damped-fisher/count-sketch/unit-rows"
    origin: Origin
    dimensions: int = Field(ge=1)
    shard_records: int = Field(ge=1)
    records: int = Field(ge=1)
    shards: list[Shard] = Field(min_length=1)
    moment: Sha256 | None


@dataclass(frozen=True)
class ShardedIndex:
    """rows, commitments: a memory-mapped array a shard. hash: of the whole folder."""

    meta: ShardedMeta
    rows: list[NDArray[np.int8]]
    commitments: list[NDArray[np.uint8]]
    moment: NDArray[np.int64] | None
    hash: str

    def commitment(self, place: int) -> str:
        """The record at a place, from 0, in the order in which they were added."""
        shard, row = divmod(place, self.meta.shard_records)
        return f"0x{self.commitments[shard][row].tobytes().hex()}"


def rows_name(shard: int) -> str:
    return f"rows-{shard:05}.npy"


def commitments_name(shard: int) -> str:
    return f"commitments-{shard:05}.npy"


def write_array(path: Path, array: NDArray[np.generic]) -> str:
    """Writes a whole array or none; its SHA-256."""

    def write(partial: Path) -> None:
        with partial.open("wb") as file:
            np.save(file, array, allow_pickle=False)

    write_whole(path, write)
    return sha256_file(path)


def write_sharded_meta(folder: Path, meta: ShardedMeta) -> None:
    """Writes meta.json, the last file: without it a folder is not an index."""
    text = canonical_json(meta.model_dump(by_alias=True)) + "\n"
    write_whole(folder / META, lambda path: path.write_text(text, "utf-8"))
