"""What is multiplied with in 4 bits is what it is unpacked, to the bit, forward and backward."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gguf
import numpy as np
import pytest
import torch
from torch import nn

from openledger_trainer.errors import TrainerError
from openledger_trainer.packed_base import PackedLinear, blocks_of, pack_base, unrotated

KINDS = [gguf.GGMLQuantizationType.Q4_0, gguf.GGMLQuantizationType.Q4_1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_packed_layer_is_the_layer(kind: gguf.GGMLQuantizationType) -> None:
    torch.manual_seed(1)
    raw = gguf.quants.quantize(torch.randn(48, 96).numpy(), kind)
    layer = nn.Linear(96, 48)
    layer.requires_grad_(False)
    layer.weight.copy_(torch.from_numpy(gguf.quants.dequantize(raw, kind)))
    packed = PackedLinear(*blocks_of(raw, kind), layer.bias)
    assert torch.equal(packed.unpacked(), layer.weight)
    hidden = torch.randn(2, 5, 96, requires_grad=True)
    outputs = [module(hidden) for module in (layer, packed)]
    assert torch.equal(*outputs)
    gradients = [torch.autograd.grad(output.square().sum(), hidden)[0] for output in outputs]
    assert torch.equal(*gradients)


def test_rows_of_rotary_heads_come_back_in_transformers_order() -> None:
    rows = np.arange(8, dtype=np.uint8).reshape(8, 1)
    # llama.cpp interleaves the halves of a head: 0 2 1 3 of each four.
    stored = rows.reshape(2, 2, 2, 1).swapaxes(1, 2).reshape(8, 1)
    assert stored[:, 0].tolist() == [0, 2, 1, 3, 4, 6, 5, 7]
    assert np.array_equal(unrotated(stored, 2), rows)


def test_a_base_without_4_bits_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plain.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(1)
    writer.add_tensor("blk.0.ffn_up.weight", np.zeros((32, 32), dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    model: Any = nn.Sequential(nn.Linear(32, 32))
    model.requires_grad_(False)
    model.config = SimpleNamespace(num_attention_heads=2)
    with pytest.raises(TrainerError) as refused:
        pack_base(model, path)
    assert refused.value.code == "TRAINER_QUANTISATION_UNSUPPORTED"
    assert "Q4_1" in refused.value.message
