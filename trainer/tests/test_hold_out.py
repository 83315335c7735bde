import pytest

from openledger_trainer.hold_out import hold_out
from openledger_trainer.jobs import RecordContent, TrainConfig, TrainingRecord


def records(count: int) -> list[TrainingRecord]:
    return [
        TrainingRecord(
            commitment=f"0x{place:064x}",
            record_id=f"0x{place + 1000:064x}",
            contributor="someone",
            datanet_id="0x" + "11" * 32,
            content=RecordContent(kind="qa", prompts=[f"{place}?"], answer="yes"),
        )
        for place in range(count)
    ]


def config(ppm: int, seed: int = 1) -> TrainConfig:
    return TrainConfig(validation_ppm=ppm, seed=seed)


@pytest.mark.parametrize(
    ("count", "ppm", "out"), [(8, 0, 0), (1, 500_000, 0), (2, 50_000, 1), (40, 50_000, 2), (41, 50_000, 3)]
)
def test_the_share_is_rounded_up_and_one_record_is_left(count: int, ppm: int, out: int) -> None:
    trained, held_out = hold_out(records(count), config(ppm))
    assert (len(trained), len(held_out)) == (count - out, out)
    assert sorted([*trained, *held_out], key=lambda record: record.commitment) == records(count)
    assert [r.commitment for r in trained] == sorted(r.commitment for r in trained)


def test_who_is_held_out_follows_from_seed_and_commitment_alone() -> None:
    first = hold_out(records(100), config(200_000))[1]
    assert hold_out(records(100)[::-1], config(200_000))[1][::-1] == first
    assert hold_out(records(100), config(200_000, seed=2))[1] != first
    # One record more moves at most one across.
    more = {record.commitment for record in hold_out(records(101), config(200_000))[1]}
    assert len({record.commitment for record in first} - more) <= 1
