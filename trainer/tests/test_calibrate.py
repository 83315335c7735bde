from openledger_trainer.calibrate import threshold


def test_a_tenth_above_the_greatest_that_is_not_a_source() -> None:
    assert threshold(noise=100_000, low_own=500_000, median_own=800_000) == 110_000


def test_nineteen_of_twenty_sources_are_paid_whatever_else_scores() -> None:
    assert threshold(noise=900_000, low_own=500_000, median_own=800_000) == 500_000


def test_weak_records_do_not_let_noise_in_for_all() -> None:
    assert threshold(noise=900_000, low_own=-1_000, median_own=800_000) == 400_000
