import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from openledger_trainer.errors import TrainerError
from openledger_trainer.files import folder_hash
from openledger_trainer.scoring import damping, scores_micro, unit
from openledger_trainer.sharded_index.damped_system import DampedSystem
from openledger_trainer.sharded_index.exact_products import by_floats, exact_products
from openledger_trainer.sharded_index.passing_scores import Passing, SketchedQuery, passing_scores
from openledger_trainer.sharded_index.projection import Projection
from openledger_trainer.sharded_index.read_sharded_index import read_sharded_index
from openledger_trainer.sharded_index.shard_format import Origin, ShardedIndex
from openledger_trainer.sharded_index.shard_writer import ShardWriter
from openledger_trainer.sharded_index.small_rows import at_length_one, row_length_max, row_scale, small_row

ADAPTER, CODE, BASE = "0x" + "aa" * 32, "0x" + "bb" * 32, "cc" * 32
D, SHARD = 64, 128


def origin() -> Origin:
    return Origin(
        adapter_hash=ADAPTER,
        base_sha256=BASE,
        code_hash=CODE,
        modules=["gate_proj"],
        parameters=4096,
        wordings=1,
    )


def some_rows(count: int) -> NDArray[np.int8]:
    """Rows with a common direction, some of them alike, the last of several zero."""
    rng = np.random.default_rng(count)
    plain = rng.standard_normal((count, D)) + 0.5 * rng.standard_normal(D)
    plain[count // 2] = plain[0] + 0.3 * rng.standard_normal(D)
    plain[count - 1 if count > 1 else 1 :] = 0
    return np.stack([small_row(row) for row in plain])


def some_commitments(count: int) -> NDArray[np.uint8]:
    return np.arange(count * 32, dtype=np.uint32).astype(np.uint8).reshape(count, 32)


def build(folder: Path, rows: NDArray[np.int8], piece: int = 50) -> Path:
    writer = ShardWriter(folder, D, SHARD)
    commitments = some_commitments(len(rows))
    for start in range(0, len(rows), piece):
        writer.add(commitments[start : start + piece], rows[start : start + piece])
    writer.finish(origin())
    return folder


def opened(folder: Path) -> ShardedIndex:
    return read_sharded_index(folder, ADAPTER, BASE, CODE)


def all_scores(index: ShardedIndex, queries: list[SketchedQuery]) -> NDArray[np.float64]:
    """Every record's score × 10^6, by the definition, in floats."""
    rows = np.concatenate(index.rows).astype(np.float64) / row_scale(D)
    fisher = rows.T @ rows / len(rows)
    lam = np.trace(fisher) / min(len(rows), D)
    solved = np.linalg.solve(fisher + lam * np.eye(D), np.stack([query.vector for query in queries]).T)
    certainty = np.array([query.certainty for query in queries])
    scores: NDArray[np.float64] = 1e6 * (1 / len(rows) + lam) * certainty * (rows @ solved)
    return scores.T


def some_queries(index: ShardedIndex, count: int = 40) -> list[SketchedQuery]:
    rng = np.random.default_rng(3)
    rows = np.concatenate(index.rows).astype(np.float64)
    places = rng.integers(0, len(rows), count)
    noise = rng.standard_normal((count, D)) * np.abs(rows).mean()
    return [
        SketchedQuery(at_length_one(row), float(certainty))
        for row, certainty in zip(rows[places] + noise, rng.uniform(0.2, 1, count), strict=True)
    ]


def test_a_projection_keeps_inner_products_and_folds() -> None:
    rng = np.random.default_rng(1)
    vectors = rng.standard_normal((8, 300_000)).astype(np.float32)
    vectors[1] += vectors[0]
    vectors = np.stack([unit(vector) for vector in vectors])
    wide = Projection(ADAPTER, 300_000, 2048)
    projected = np.stack([wide.apply(vector) for vector in vectors])
    exact = vectors.astype(np.float64) @ vectors.T.astype(np.float64)
    np.testing.assert_allclose(projected @ projected.T, exact, atol=6 / 2048**0.5)
    narrow = Projection(ADAPTER, 300_000, 1024)
    folded = projected[0, :1024] + projected[0, 1024:]
    np.testing.assert_allclose(narrow.apply(vectors[0]), folded, atol=1e-12)
    assert not np.allclose(Projection(CODE, 300_000, 2048).apply(vectors[0]), projected[0])
    assert not wide.apply(np.zeros(300_000, np.float32)).any()


def test_a_projection_is_the_same_everywhere() -> None:
    counting = np.arange(1, 7, dtype=np.float32)
    assert Projection("seed", 6, 4).apply(counting).tolist() == PROJECTED


PROJECTED = [7.0, 0.0, -4.0, 10.0]


def test_no_row_is_longer_than_its_bound() -> None:
    rng = np.random.default_rng(2)
    spiky = np.zeros(D)
    spiky[3] = 1
    level = np.full(D, 0.5 / 32 + 1)
    for vector in (*rng.standard_normal((50, D)), spiky, level):
        row = small_row(vector)
        assert np.linalg.norm(row.astype(np.float64)) <= row_length_max(D)
    assert small_row(spiky).max() == 127
    assert not small_row(np.zeros(D)).any()


def test_products_are_exact_at_the_ends_of_the_range() -> None:
    rng = np.random.default_rng(5)
    left = rng.choice([-127, 127], (33, 3000)).astype(np.int8)
    right = rng.integers(-127, 128, (5, 3000)).astype(np.int8)
    left[0], right[0] = 127, 127
    expected = left.astype(np.int64) @ right.T.astype(np.int64)
    for product in (exact_products, by_floats):
        found = product(torch.from_numpy(left), torch.from_numpy(right))
        np.testing.assert_array_equal(found.numpy(), expected)


@pytest.mark.parametrize("count", [1, 40, D, D + 1, SHARD, 3 * SHARD + 17])
def test_no_record_above_the_threshold_is_missed(tmp_path: Path, count: int) -> None:
    index = opened(build(tmp_path / "index", some_rows(count)))
    queries = some_queries(index)
    expected = all_scores(index, queries)
    thresholds = [int(np.quantile(expected, part)) for part in (0.0, 0.5, 0.99)]
    for threshold in [*thresholds, -(10**9), 10**9]:
        for found, scores in zip(
            passing_scores(index, DampedSystem(index), queries, threshold), expected, strict=True
        ):
            assert set(np.flatnonzero(scores > threshold + 1)) <= set(found.places.tolist())
            assert (found.scores > threshold).all()
            np.testing.assert_allclose(found.scores, scores[found.places], atol=1)
            assert found.coarse >= len(found.places)


def test_scores_do_not_depend_on_the_batch(tmp_path: Path) -> None:
    index = opened(build(tmp_path / "index", some_rows(300)))
    system, queries = DampedSystem(index), some_queries(index)
    together = passing_scores(index, system, queries, 50_000)
    alone = [passing_scores(index, system, [query], 50_000)[0] for query in queries]
    assert [plain(one) for one in together] == [plain(one) for one in alone]
    assert any(len(one.places) for one in together)


def plain(passing: Passing) -> tuple[list[int], list[int], int]:
    return passing.places.tolist(), passing.scores.tolist(), passing.coarse


def test_few_records_score_as_in_the_dual_form(tmp_path: Path) -> None:
    rows = some_rows(20)[:19]
    index = opened(build(tmp_path / "index", rows))
    lengths = rows.astype(np.float64) / row_scale(D)
    gram = lengths @ lengths.T
    lam = damping(gram)
    system = DampedSystem(index)
    np.testing.assert_allclose(system.lam, lam)
    for query in some_queries(index, 5):
        expected = scores_micro(gram, lengths @ query.vector, lam, query.certainty)
        [found] = passing_scores(index, system, [query], -(10**9))
        np.testing.assert_allclose(found.scores, expected, atol=1)


def test_a_grown_index_is_the_one_that_is_built_at_once(tmp_path: Path) -> None:
    rows = some_rows(3 * SHARD + 17)
    whole = build(tmp_path / "whole", rows)
    for first in (1, D, D + 1, SHARD, SHARD + 30, 2 * SHARD):
        earlier = build(tmp_path / f"earlier-{first}", rows[:first])
        writer = ShardWriter.after(tmp_path / f"grown-{first}", opened(earlier), earlier)
        writer.add(some_commitments(len(rows))[first:], rows[first:])
        writer.finish(origin())
        assert folder_hash(tmp_path / f"grown-{first}") == folder_hash(whole)
        assert opened(earlier).meta.records == first


def test_its_hash_is_the_folders(tmp_path: Path) -> None:
    folder = build(tmp_path / "index", some_rows(300))
    index = opened(folder)
    assert index.hash == folder_hash(folder)
    assert folder_hash(build(tmp_path / "again", some_rows(300), piece=7)) == index.hash
    assert index.commitment(200) == "0x" + some_commitments(300)[200].tobytes().hex()


def change(name: str, at: int) -> Callable[[Path], object]:
    def work(folder: Path) -> None:
        data = bytearray((folder / name).read_bytes())
        data[at] ^= 1
        (folder / name).write_bytes(data)

    return work


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (change("rows-00001.npy", -5), "TRAINER_INDEX_CORRUPT"),
        (change("commitments-00000.npy", 200), "TRAINER_INDEX_CORRUPT"),
        (change("moment.npy", 4000), "TRAINER_INDEX_CORRUPT"),
        (change("meta.json", 10), "TRAINER_INDEX_CORRUPT"),
        (lambda folder: (folder / "rows-00002.npy").unlink(), "TRAINER_INDEX_CORRUPT"),
        (lambda folder: (folder / "moment.npy").unlink(), "TRAINER_INDEX_CORRUPT"),
        (lambda folder: (folder / "rows-00003.npy").write_bytes(b"1"), "TRAINER_INDEX_CORRUPT"),
        (
            lambda folder: shutil.copyfile(folder / "rows-00000.npy", folder / "rows-00001.npy"),
            "TRAINER_INDEX_CORRUPT",
        ),
        (lambda folder: (folder / "meta.json").unlink(), "TRAINER_FILE_MISSING"),
    ],
)
def test_a_damaged_index_is_not_opened(tmp_path: Path, damage: Callable[[Path], object], code: str) -> None:
    folder = build(tmp_path / "index", some_rows(300))
    damage(folder)
    with pytest.raises(TrainerError) as caught:
        opened(folder)
    assert caught.value.code == code


@pytest.mark.parametrize("other", [(CODE, BASE, CODE), (ADAPTER, "dd" * 32, CODE), (ADAPTER, BASE, ADAPTER)])
def test_an_index_of_something_else_is_not_opened(tmp_path: Path, other: tuple[str, str, str]) -> None:
    folder = build(tmp_path / "index", some_rows(10))
    with pytest.raises(TrainerError) as caught:
        read_sharded_index(folder, *other)
    assert caught.value.code == "TRAINER_INDEX_MISMATCH"


def test_an_index_of_zero_rows_finds_nobody(tmp_path: Path) -> None:
    index = opened(build(tmp_path / "index", np.zeros((5, D), np.int8)))
    query = SketchedQuery(at_length_one(np.ones(D)), 1.0)
    [found] = passing_scores(index, DampedSystem(index), [query], 0)
    assert found.places.size == 0
