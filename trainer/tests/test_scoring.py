import numpy as np

from openledger_trainer.index_rows import ROW_SCALE, gram_matrix, row_products
from openledger_trainer.scoring import damping, scores_micro, unit


def unit_rows(n: int, p: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    rows = np.random.default_rng(4).standard_normal((n, p)).astype(np.float32)
    return np.stack([unit(row) for row in rows])


def test_dual_form_equals_the_primal_one() -> None:
    rows = unit_rows(5, 12).astype(np.float64)
    query = np.random.default_rng(5).standard_normal(12)
    gram = rows @ rows.T
    lam = damping(gram)
    fisher = rows.T @ rows / 5
    primal = rows @ np.linalg.solve(fisher + lam * np.eye(12), query) * (1 / 5 + lam)
    np.testing.assert_allclose(scores_micro(gram, rows @ query, lam, 1.0), primal * 1e6, atol=1)


def test_damping_is_the_mean_eigenvalue_of_the_fisher() -> None:
    rows = unit_rows(6, 9).astype(np.float64)
    gram = rows @ rows.T
    np.testing.assert_allclose(damping(gram), np.linalg.eigvalsh(gram / 6).mean())


def test_the_answers_own_record_scores_one_where_records_are_unlike() -> None:
    gram = np.eye(4)
    assert scores_micro(gram, gram[2], damping(gram), 1.0) == [0, 0, 1_000_000, 0]


def test_a_hesitant_answer_scores_less() -> None:
    gram = np.eye(4)
    assert scores_micro(gram, gram[2], damping(gram), 0.25) == [0, 0, 250_000, 0]


def test_products_from_disk_precision_are_close_and_reproducible() -> None:
    rows = unit_rows(3, 600_000)
    stored = (rows * ROW_SCALE).astype(np.float16)
    query = unit(rows[0] + rows[2])
    products, _ = row_products(stored, [query, rows[1]])
    np.testing.assert_allclose(products, rows.astype(np.float64) @ query, atol=2e-4)
    np.testing.assert_array_equal(products, row_products(stored, [query])[0])
    gram = gram_matrix(stored)
    np.testing.assert_array_equal(gram, gram.T)
    np.testing.assert_allclose(gram, rows.astype(np.float64) @ rows.T.astype(np.float64), atol=1e-3)


def test_a_zero_gradient_stays_zero() -> None:
    assert not unit(np.zeros(3, np.float32)).any()
