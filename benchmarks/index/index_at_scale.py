"""An index of many records: made, asked, and scanned exactly. Each mode is a process of its own; one JSON at its end.

    python index_at_scale.py make REAL.npz FOLDER RECORDS DIMENSIONS QUESTIONS
    python index_at_scale.py exact FOLDER
    python index_at_scale.py ask FOLDER

make: writes FOLDER/index with the trainer's own writer, FOLDER/questions.npz, and appends 10,000 records to a copy.
exact: scores every record on every question in float64 with its own solver, sets the threshold on 200 questions that
are not reported, writes FOLDER/exact.json. ask: opens the index and asks all questions, 32 at a time with 2 threads.
"""

import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2] / "trainer"))
sys.path.insert(0, str(Path(__file__).parent))
from made_rows import BLOCK, Law, at_one, fit, fold, made_block, made_questions

from openledger_trainer.calibrate import PAID_SOURCES, threshold
from openledger_trainer.sharded_index.damped_system import DampedSystem
from openledger_trainer.sharded_index.passing_scores import SketchedQuery, passing_scores
from openledger_trainer.sharded_index.projection import Projection
from openledger_trainer.sharded_index.read_sharded_index import read_sharded_index
from openledger_trainer.sharded_index.shard_format import Origin, ShardedIndex
from openledger_trainer.sharded_index.shard_writer import ShardWriter
from openledger_trainer.sharded_index.small_rows import at_length_one, row_scale

ORIGIN = Origin(
    adapter_hash="0x" + "aa" * 32,
    base_sha256="bb" * 32,
    code_hash="0x" + "cc" * 32,
    modules=["gate_proj"],
    parameters=1_013_760,
    wordings=3,
)
BATCH, THREADS, APPENDED, CALIBRATION = 32, 2, 10_000, 200


def commitments(first: int, count: int) -> NDArray[np.uint8]:
    """Stand for records: their places."""
    found = np.zeros((count, 32), np.uint8)
    found[:, 24:] = np.arange(first, first + count, dtype=">u8").view(np.uint8).reshape(count, 8)
    return found


def opened(folder: Path) -> ShardedIndex:
    origin = ORIGIN
    return read_sharded_index(folder / "index", origin.adapter_hash, origin.base_sha256, origin.code_hash, THREADS)


def make(real_file: Path, folder: Path, records: int, dimensions: int, questions: int) -> dict[str, Any]:
    with np.load(real_file) as file:
        real = dict(file)
    law = fit(real, dimensions)
    writer = ShardWriter(folder / "index", dimensions)
    seconds = {"rows": 0.0, "index": 0.0}
    for block in range(-(-records // BLOCK)):
        first = block * BLOCK
        count = min(BLOCK, records - first)
        started = time.monotonic()
        rows = made_block(law, block, count)
        seconds["rows"] += time.monotonic() - started
        started = time.monotonic()
        writer.add(commitments(first, count), rows)
        seconds["index"] += time.monotonic() - started
        print(f"{first + count} of {records} records", file=sys.stderr, flush=True)
    started = time.monotonic()
    writer.finish(ORIGIN)
    seconds["index"] += time.monotonic() - started
    index = opened(folder)
    write_questions(folder / "questions.npz", real, law, index, questions)
    return {
        "rowSeconds": seconds["rows"],
        "buildSeconds": seconds["index"],
        "bytes": sum(path.stat().st_size for path in (folder / "index").iterdir()),
        "shards": len(index.meta.shards),
        "realRows": len(law.rows),
        "noise": law.noise,
        "nearestReal": quantiles(law.nearest),
        "nearestMade": quantiles(nearest(index, len(law.rows))),
        "appendSeconds": append(folder, index, law),
    }


def append(folder: Path, index: ShardedIndex, law: Law) -> float:
    """How long 10,000 more records take, their gradients aside."""
    rows = made_block(law, 1_000_000, APPENDED)
    started = time.monotonic()
    writer = ShardWriter.after(folder / "grown", index, folder / "index")
    writer.add(commitments(index.meta.records, APPENDED), rows)
    writer.finish(ORIGIN)
    seconds = time.monotonic() - started
    shutil.rmtree(folder / "grown")
    return seconds


def nearest(index: ShardedIndex, first: int) -> NDArray[np.float64]:
    """The cosines of 128 made rows to their nearest others."""
    places = np.linspace(first, len(index.rows[0]) - 1, 128).astype(int)
    asked = torch.from_numpy(at_one(index.rows[0][places].astype(np.float32)))
    best = torch.full((len(places),), -1.0)
    for shard, rows in enumerate(index.rows):
        for start in range(0, len(rows), BLOCK):
            block = torch.from_numpy(at_one(rows[start : start + BLOCK].astype(np.float32)))
            products = asked @ block.t()
            if shard == 0:
                for number, place in enumerate(places):
                    if start <= place < start + len(block):
                        products[number, place - start] = -1
            best = torch.maximum(best, products.max(dim=1).values)
    return best.numpy().astype(np.float64)


def quantiles(values: NDArray[np.float64]) -> list[float]:
    return [round(float(value), 3) for value in np.quantile(values, [0.05, 0.5, 0.95])]


def write_questions(path: Path, real: dict[str, NDArray[Any]], law: Law, index: ShardedIndex, total: int) -> None:
    """All real questions, then half of the rest about made records and half without a source; and 200 for
    the threshold."""
    asked = fold(real["queries"].astype(np.float32), law.rows.shape[1])
    about = (total - len(asked)) // 2
    rng = np.random.default_rng([7])
    places = rng.choice(np.arange(len(law.rows), index.meta.records), about + CALIBRATION // 2, replace=False)
    sources = np.stack(
        [index.rows[place // index.meta.shard_records][place % index.meta.shard_records] for place in places]
    )
    near, certainty = made_questions(law, sources[:about].astype(np.float32), total - len(asked) - about, 1)
    none = np.full(total - len(asked) - about, -1)
    for_threshold, their_certainty = made_questions(law, sources[about:].astype(np.float32), CALIBRATION // 2, 2)
    np.savez(
        path,
        vectors=np.concatenate([asked, near]),
        certainty=np.concatenate([real["certainty"], certainty]),
        source=np.concatenate([real["source"], places[:about], none]),
        real=np.array([len(asked), int((real["source"] < real["trained"]).sum())]),
        calibration=for_threshold,
        calibration_certainty=their_certainty,
        calibration_source=np.concatenate([places[about:], np.full(CALIBRATION // 2, -1)]),
    )


def queries(vectors: NDArray[np.float32], certainty: NDArray[np.float64]) -> list[SketchedQuery]:
    return [
        SketchedQuery(at_length_one(vector.astype(np.float64)), float(one))
        for vector, one in zip(vectors, certainty, strict=True)
    ]


def exact(folder: Path) -> dict[str, Any]:
    index = opened(folder)
    asked = np.load(folder / "questions.npz")
    own: list[int] = []
    noise = 0
    sources = asked["calibration_source"]
    for first, scores in every_score(index, queries(asked["calibration"], asked["calibration_certainty"])):
        for number, source in enumerate(sources):
            if first <= source < first + len(scores):
                own.append(int(scores[source - first, number]))
                scores[source - first, number] = -1
        noise = max(noise, int(scores.max()))
    low_own, median_own = (int(np.quantile(own, part)) for part in (1 - PAID_SOURCES, 0.5))
    cut = threshold(noise, low_own, median_own)
    all_queries = queries(asked["vectors"], asked["certainty"])
    passing: list[list[list[int]]] = [[] for _ in all_queries]
    greatest = np.full(len(all_queries), -(10**9))
    place_of = np.full(len(all_queries), -1)
    started = time.monotonic()
    for first, scores in every_score(index, all_queries):
        for row, number in zip(*np.nonzero(scores > cut), strict=True):
            passing[number].append([int(first + row), int(scores[row, number])])
        best = scores.argmax(axis=0)
        values = scores[best, np.arange(scores.shape[1])]
        place_of[values > greatest] = first + best[values > greatest]
        greatest = np.maximum(greatest, values)
        print(f"exact: {first + len(scores)} of {index.meta.records}", file=sys.stderr, flush=True)
    taught = int(asked["real"][1])
    result = {
        "thresholdMicro": cut,
        "calibration": {"noise": noise, "lowOwn": low_own, "medianOwn": median_own},
        "passing": passing,
        "seconds": time.monotonic() - started,
        "foundReal": int((place_of[:taught] == asked["source"][:taught]).sum()),
        "taughtReal": taught,
    }
    (folder / "exact.json").write_text(json.dumps(result), "utf-8")
    return result


def every_score(index: ShardedIndex, asked: list[SketchedQuery]) -> Any:
    """Blocks of records' scores × 10^6 [k, questions], each with its first place."""
    width, count = index.meta.dimensions, index.meta.records
    rows = index.rows
    moment = index.moment
    if moment is None:
        moment = sum(part.astype(np.int64).T @ part.astype(np.int64) for part in rows)
    fisher = moment.astype(np.float64) / (count * row_scale(width) ** 2)
    lam = np.trace(fisher) / min(count, width)
    solved = np.linalg.solve(fisher + lam * np.eye(width), np.stack([query.vector for query in asked]).T)
    solved *= 1e6 * (1 / count + lam) / row_scale(width) * np.array([query.certainty for query in asked])
    for shard, part in enumerate(rows):
        for start in range(0, len(part), BLOCK):
            scores = np.rint(part[start : start + BLOCK].astype(np.float64) @ solved)
            yield shard * index.meta.shard_records + start, scores


def ask(folder: Path) -> dict[str, Any]:
    torch.set_num_threads(THREADS)
    cut = json.loads((folder / "exact.json").read_text("utf-8"))["thresholdMicro"]
    with np.load(folder / "questions.npz") as file:
        asked = queries(file["vectors"], file["certainty"])
    before = peak_mib()
    started = time.monotonic()
    index = opened(folder)
    open_seconds = time.monotonic() - started
    started = time.monotonic()
    system = DampedSystem(index)
    solve_seconds = time.monotonic() - started
    projection = Projection(ORIGIN.adapter_hash, ORIGIN.parameters, index.meta.dimensions)
    gradient = np.random.default_rng(1).standard_normal(ORIGIN.parameters, np.float32)
    batches, processor, passing, coarse = [], [], [], []
    for first in range(0, len(asked), BATCH):
        batch = asked[first : first + BATCH]
        started, used = time.monotonic(), time.process_time()
        for _ in batch:
            projection.apply(gradient)
        found = passing_scores(index, system, batch, cut)
        if len(batch) == BATCH:
            batches.append((time.monotonic() - started) / BATCH)
            processor.append((time.process_time() - used) / BATCH)
        coarse += [one.coarse for one in found]
        passing += [
            [list(pair) for pair in zip(one.places.tolist(), one.scores.tolist(), strict=True)] for one in found
        ]
    return {
        "openSeconds": open_seconds,
        "solveSeconds": solve_seconds,
        "secondsPerQuery": batches,
        "processorSecondsPerQuery": processor,
        "peakMib": peak_mib(),
        "peakMibBefore": before,
        "coarse": coarse,
        "passing": passing,
        "thresholdMicro": cut,
    }


def peak_mib() -> float:
    """The most memory that this process has had, pages of mapped files included."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    mode, *rest = sys.argv[1:]
    if mode == "make":
        done = make(Path(rest[0]), Path(rest[1]), *(int(number) for number in rest[2:5]))
    else:
        done = {"exact": exact, "ask": ask}[mode](Path(rest[0]))
    print(json.dumps(done))
