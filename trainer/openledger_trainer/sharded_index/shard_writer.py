"""Writes a sharded index, record by record or in blocks, from nothing or from an earlier index.

A finished index never changes: its hash stands on the chain. More records make a new folder that shares
the full shards with the old one (hard links) and completes its last. The moment is a sum of integers, so
that an index that grew is byte for byte the one that a build of all its records makes.
"""

import os
import shutil
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from openledger_trainer.errors import TrainerError
from openledger_trainer.sharded_index.exact_products import exact_products
from openledger_trainer.sharded_index.shard_format import (
    DIMENSIONS,
    MOMENT,
    SHARD_RECORDS,
    Origin,
    Shard,
    ShardedIndex,
    ShardedMeta,
    commitments_name,
    rows_name,
    write_array,
    write_sharded_meta,
)


class ShardWriter:
    """Takes rows in order; `finish` makes the folder an index.

    :param folder: empty or missing.
    :param shard_records: rows a shard, at least as many as dimensions.
    """

    def __init__(
        self, folder: Path, dimensions: int = DIMENSIONS, shard_records: int = SHARD_RECORDS
    ) -> None:
        assert dimensions <= shard_records <= 1 << 17, "a shard's sums stay below 2^31"
        folder.mkdir(parents=True, exist_ok=True)
        assert not any(folder.iterdir()), f"{folder} is not empty"
        self.folder = folder
        self.dimensions = dimensions
        self.shard_records = shard_records
        self.records = 0
        self._shards: list[Shard] = []
        self._rows: list[NDArray[np.int8]] = []
        self._commitments: list[NDArray[np.uint8]] = []
        self._waiting = 0
        self._counted = 0
        self._moment = np.zeros((dimensions, dimensions), np.int64)

    @classmethod
    def after(cls, folder: Path, earlier: ShardedIndex, earlier_folder: Path) -> "ShardWriter":
        """A writer that already has an earlier index's records."""
        meta = earlier.meta
        writer = cls(folder, meta.dimensions, meta.shard_records)
        full = meta.records // meta.shard_records
        for place, shard in enumerate(meta.shards[:full]):
            for name in (rows_name(place), commitments_name(place)):
                share(earlier_folder / name, folder / name)
            writer._shards.append(shard)
            writer.records += shard.records
        if earlier.moment is not None:
            writer._moment += earlier.moment
        if full < len(meta.shards):
            writer.add(earlier.commitments[full], earlier.rows[full])
            # Without a moment the earlier index has fewer rows than dimensions: all are in this shard.
            writer._counted = 0 if earlier.moment is None else meta.shards[full].records
        return writer

    def add(self, commitments: NDArray[np.uint8], rows: NDArray[np.int8]) -> None:
        """Adds records: commitments [k, 32], rows [k, d]."""
        assert commitments.shape == (len(rows), 32)
        assert rows.shape[1] == self.dimensions
        start = 0
        while start < len(rows):
            taken = min(len(rows) - start, self.shard_records - self._waiting)
            self._rows.append(np.array(rows[start : start + taken]))
            self._commitments.append(np.array(commitments[start : start + taken]))
            self._waiting += taken
            self.records += taken
            start += taken
            if self._waiting == self.shard_records:
                self._write_shard()

    def finish(self, origin: Origin) -> ShardedMeta:
        """Writes what is left, the moment and meta.json."""
        if self.records == 0:
            raise TrainerError("TRAINER_RECORDS_INVALID", "an index needs at least one record")
        if self._waiting > 0:
            self._write_shard()
        moment = None
        if self.records > self.dimensions:
            moment = write_array(self.folder / MOMENT, self._moment)
        meta = ShardedMeta(
            origin=origin,
            dimensions=self.dimensions,
            shard_records=self.shard_records,
            records=self.records,
            shards=self._shards,
            moment=moment,
        )
        write_sharded_meta(self.folder, meta)
        return meta

    def _write_shard(self) -> None:
        place = len(self._shards)
        rows, commitments = np.concatenate(self._rows), np.concatenate(self._commitments)
        self._rows, self._commitments, self._waiting = [], [], 0
        columns = torch.from_numpy(np.ascontiguousarray(rows[self._counted :].T))
        self._counted = 0
        self._moment += exact_products(columns, columns).numpy()
        self._shards.append(
            Shard(
                records=len(rows),
                rows=write_array(self.folder / rows_name(place), rows),
                commitments=write_array(self.folder / commitments_name(place), commitments),
            )
        )


def share(source: Path, target: Path) -> None:
    """The same file under a second name, or a copy where the file system has no such names."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
