import numpy as np
import pytest
import torch

from openledger_trainer.dropout import Dropout, ModuleDropout, mask
from openledger_trainer.errors import TrainerError


def test_masks_drop_their_share_and_scale_the_rest() -> None:
    drawn = mask("1:0:0xab:3", (400, 500), 0.05)
    assert abs(float((drawn == 0).mean()) - 0.05) < 0.002
    assert np.unique(drawn).tolist() == [0, np.float32(1 / 0.95)]
    assert abs(float(drawn.mean()) - 1) < 0.003
    assert np.array_equal(drawn, mask("1:0:0xab:3", (400, 500), 0.05))
    for other in ("2:0:0xab:3", "1:1:0xab:3", "1:0:0xac:3", "1:0:0xab:4"):
        assert not np.array_equal(drawn, mask(other, (400, 500), 0.05))


def test_an_example_is_masked_alike_in_any_company() -> None:
    dropout = Dropout(0.3)
    module = ModuleDropout(dropout, 0)
    hidden = torch.ones(3, 6, 8)
    with dropout.of([("a", 4), ("b", 6), ("c", 2)]):
        together = module(hidden)
    with dropout.of([("b", 6)]):
        alone = module(hidden[1:2])
    assert torch.equal(together[1], alone[0])
    assert torch.equal(together[0, 4:], hidden[0, 4:])  # padding is nobody's
    assert not torch.equal(together[0, :2], together[2, :2])


def test_outside_a_training_step_nothing_is_dropped() -> None:
    dropout = Dropout(0.5)
    module = ModuleDropout(dropout, 0)
    hidden = torch.ones(1, 2, 4)
    assert module(hidden) is hidden
    with pytest.raises(ValueError, match="stop"), dropout.of([("a", 2)]):
        raise ValueError("stop")
    assert module(hidden) is hidden
    with dropout.of([("a", 2)]), pytest.raises(TrainerError, match="mixes examples"):
        module(torch.ones(2, 4))
