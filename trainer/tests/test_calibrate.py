from openledger_trainer.calibrate import threshold


def test_a_tenth_above_what_foreign_records_score() -> None:
    assert threshold(control=50_000, foreign=100_000, weakest_own=600_000) == 110_000


def test_records_that_are_alike_do_not_hide_the_sources() -> None:
    assert threshold(control=50_000, foreign=500_000, weakest_own=600_000) == 300_000


def test_answers_without_a_source_always_stay_below() -> None:
    assert threshold(control=500_000, foreign=100_000, weakest_own=600_000) == 550_000
    assert threshold(control=50_000, foreign=0, weakest_own=-100) == 55_000
