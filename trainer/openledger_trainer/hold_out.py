"""Which records are kept out of a training, to see what it has learnt beyond what it was shown."""

from collections.abc import Sequence

from openledger_trainer.canonical_json import keccak256
from openledger_trainer.jobs import TrainConfig, TrainingRecord


def hold_out(
    records: Sequence[TrainingRecord], config: TrainConfig
) -> tuple[list[TrainingRecord], list[TrainingRecord]]:
    """(trained on, held out), each in the given order.

    The share is rounded up, and one record at least is trained on: a single one is never held out.
    Records stand in the order of a hash of seed and commitment, and the first are held out: who knows
    both can tell, and a record more or less moves few others across.
    """
    count = min(len(records) - 1, -(-len(records) * config.validation_ppm // 1_000_000))
    drawn = sorted(records, key=lambda record: keccak256(f"{config.seed}:{record.commitment}".encode()))
    out = {record.commitment for record in drawn[:count]}
    return (
        [record for record in records if record.commitment not in out],
        [record for record in records if record.commitment in out],
    )
