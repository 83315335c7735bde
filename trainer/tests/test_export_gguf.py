from pathlib import Path

import gguf
import numpy as np
import pytest

from openledger_trainer.export_gguf import AdapterScaling, Matrix, gguf_tensors, write_gguf_adapter
from openledger_trainer.families.row_orders import interleaved

HEADS, KV_HEADS, HEAD, WIDTH, RANK = 4, 2, 6, 24, 3


def permute_rows(b: Matrix, heads: int) -> Matrix:
    return b[interleaved(b.shape[0], heads)]


def layer(name: str, out: int, seed: int) -> dict[str, Matrix]:
    rng = np.random.default_rng(seed)
    prefix = f"base_model.model.model.layers.1.{name}"
    return {
        f"{prefix}.lora_A.weight": rng.standard_normal((RANK, WIDTH), dtype=np.float32),
        f"{prefix}.lora_B.weight": rng.standard_normal((out, RANK), dtype=np.float32),
    }


def rotate_halves(x: Matrix, angles: Matrix) -> Matrix:
    """Rotary embedding as PEFT's model does it: dimension i turns with i + d/2."""
    a, b = np.split(x, 2, axis=-1)
    return np.concatenate(
        [a * np.cos(angles) - b * np.sin(angles), b * np.cos(angles) + a * np.sin(angles)], -1
    )


def rotate_pairs(x: Matrix, angles: Matrix) -> Matrix:
    """Rotary embedding as llama.cpp does it for llama models: dimension 2i turns with 2i + 1."""
    a, b = x[..., 0::2], x[..., 1::2]
    turned = np.stack([a * np.cos(angles) - b * np.sin(angles), b * np.cos(angles) + a * np.sin(angles)], -1)
    return turned.reshape(x.shape)


def test_attention_is_the_same_in_llama_cpps_row_order() -> None:
    rng = np.random.default_rng(0)
    q, k = (rng.standard_normal((HEADS * HEAD, RANK), dtype=np.float32) for _ in range(2))
    x, y = (rng.standard_normal((RANK, 1), dtype=np.float32) for _ in range(2))
    here, there = (rng.standard_normal(HEAD // 2).astype(np.float32) for _ in range(2))

    def heads(matrix: Matrix, vector: Matrix) -> Matrix:
        return (matrix @ vector).reshape(HEADS, HEAD)

    ours = (rotate_halves(heads(q, x), here) * rotate_halves(heads(k, y), there)).sum(-1)
    q2, k2 = permute_rows(q, HEADS), permute_rows(k, HEADS)
    theirs = (rotate_pairs(heads(q2, x), here) * rotate_pairs(heads(k2, y), there)).sum(-1)
    np.testing.assert_allclose(theirs, ours, rtol=1e-5)


@pytest.mark.parametrize(
    ("scaling", "scale"),
    [
        (AdapterScaling(RANK, 6), 6 / RANK),
        (AdapterScaling(RANK, 6, rank_stabilised=True), 6 / RANK**0.5),
        (AdapterScaling(RANK, 6, alpha_pattern={"v_proj": 9.0}), 9 / RANK),
        (AdapterScaling(8, 6, rank_pattern={r"layers\.1\.self_attn\.v_proj": RANK}), 6 / RANK),
    ],
)
def test_product_with_llama_cpps_scale_is_pefts_update(scaling: AdapterScaling, scale: float) -> None:
    weights = layer("self_attn.v_proj", KV_HEADS * HEAD, 1)
    a, b = weights.values()
    tensors = gguf_tensors(weights, scaling, HEADS, KV_HEADS)
    update = tensors["blk.1.attn_v.weight.lora_b"] @ tensors["blk.1.attn_v.weight.lora_a"]
    np.testing.assert_allclose(update * (scaling.alpha / RANK), b @ a * scale, rtol=1e-5)


def test_q_and_k_are_reordered_by_their_own_heads_and_nothing_else_is() -> None:
    scaling = AdapterScaling(RANK, RANK)
    for name, target, heads in (
        ("self_attn.q_proj", "attn_q", HEADS),
        ("self_attn.k_proj", "attn_k", KV_HEADS),
        ("mlp.down_proj", "ffn_down", 0),
    ):
        weights = layer(name, max(heads, 1) * HEAD, 2)
        a, b = weights.values()
        tensors = gguf_tensors(weights, scaling, HEADS, KV_HEADS)
        expected = permute_rows(b, heads) if heads else b
        np.testing.assert_array_equal(tensors[f"blk.1.{target}.weight.lora_b"], expected)
        np.testing.assert_array_equal(tensors[f"blk.1.{target}.weight.lora_a"], a)


def test_foreign_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="not a LoRA weight"):
        gguf_tensors(
            {"base_model.model.lm_head.lora_A.weight": np.zeros((1, 1), np.float32)},
            AdapterScaling(1, 1),
            1,
            1,
        )


def test_file_reads_back_and_is_the_same_every_time(tmp_path: Path) -> None:
    tensors = gguf_tensors(
        layer("self_attn.q_proj", HEADS * HEAD, 3), AdapterScaling(RANK, 6), HEADS, KV_HEADS
    )
    for name in ("one", "two"):
        write_gguf_adapter(tmp_path / name, tensors, 6)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    reader = gguf.GGUFReader(tmp_path / "one")
    for tensor in reader.tensors:
        expected = tensors[tensor.name]
        np.testing.assert_array_equal(tensor.data.reshape(expected.shape), expected)
    assert reader.fields["adapter.lora.alpha"].contents() == 6
    assert reader.fields["general.type"].contents() == "adapter"
