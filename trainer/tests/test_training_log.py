import io
import json

import pytest

from openledger_trainer.training_log import TrainingLog, check_training_log

MANIFEST = "0x" + "ab" * 32


def three_lines() -> tuple[list[dict[str, object]], str]:
    file = io.StringIO()
    log = TrainingLog(file, MANIFEST)
    for step in (1, 2, 3):
        log.append(step, ["0x" + f"{step:02d}" * 32], 1.25 / step, 1000 * step, 0.5, 40)
    return [json.loads(line) for line in file.getvalue().splitlines()], log.head


def test_chain_starts_at_the_manifest_and_ends_at_the_head() -> None:
    lines, head = three_lines()
    assert lines[0]["previous"] == MANIFEST
    assert lines[0]["lossMicro"] == 1_250_000
    assert check_training_log(lines, MANIFEST) == head


@pytest.mark.parametrize("key", ["step", "lossMicro", "lrNano", "gradNormMicro", "tokens", "records"])
def test_any_change_breaks_the_chain(key: str) -> None:
    lines, _ = three_lines()
    lines[1][key] = 7
    with pytest.raises(ValueError, match="line 2"):
        check_training_log(lines, MANIFEST)


def test_a_missing_line_breaks_the_chain() -> None:
    lines, _ = three_lines()
    with pytest.raises(ValueError, match="line 2"):
        check_training_log([lines[0], lines[2]], MANIFEST)
    with pytest.raises(ValueError, match="line 1"):
        check_training_log(lines, "0x" + "00" * 32)
