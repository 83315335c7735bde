"""PEFT adapter → GGUF adapter for llama.cpp.

llama.cpp keeps the rows of the q and k projections of llama models in another order (pairs of
rotary dimensions side by side), and scales every module by adapter.lora.alpha / rank. So the
rows of B are re-ordered for q and k, and what PEFT scales differently (alpha_pattern,
rank_pattern, rank-stabilised scaling) is folded into B.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import gguf
import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
T = TypeVar("T", int, float)

GGUF_NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


@dataclass(frozen=True)
class AdapterScaling:
    """PEFT's scaling settings; the patterns' keys are module paths or their ends."""

    rank: int
    alpha: float
    rank_stabilised: bool = False
    alpha_pattern: Mapping[str, float] = field(default_factory=dict)
    rank_pattern: Mapping[str, int] = field(default_factory=dict)

    def of(self, module: str) -> float:
        """What PEFT multiplies B·A of this module with."""
        alpha = matching(self.alpha_pattern, module, self.alpha)
        rank = matching(self.rank_pattern, module, self.rank)
        return alpha / (math.sqrt(rank) if self.rank_stabilised else rank)


def matching(pattern: Mapping[str, T], module: str, otherwise: T) -> T:
    """The pattern's value for a module, by PEFT's rule (the key is the path's end)."""
    for key, value in pattern.items():
        if re.match(rf"(.*\.)?({key})$", module):
            return value
    return otherwise


def permute_rows(b: Matrix, heads: int) -> Matrix:
    """B [heads·d, rank] in llama.cpp's row order: halves of each head are interleaved."""
    return b.reshape(heads, 2, b.shape[0] // heads // 2, b.shape[1]).swapaxes(1, 2).reshape(b.shape)


def gguf_tensors(
    weights: Mapping[str, Matrix], scaling: AdapterScaling, heads: int, kv_heads: int
) -> dict[str, Matrix]:
    """The GGUF adapter's tensors by name.

    :param weights: PEFT's tensors, `base_model.model.model.layers.N.<module>.lora_A.weight` [rank, in]
        and `.lora_B.weight` [out, rank].
    :param heads: attention heads; kv_heads: of keys and values.
    """
    tensors: dict[str, Matrix] = {}
    for name in sorted(weights):
        match = re.fullmatch(r"base_model\.model\.(model\.layers\.(\d+)\.(.+))\.lora_(A|B)\.weight", name)
        if match is None or match[3] not in GGUF_NAMES:
            raise ValueError(f"not a LoRA weight of a llama model: {name}")
        module, layer, kind, side = match.groups()
        matrix = weights[name].astype(np.float32)
        if side == "B":
            rank = matrix.shape[1]
            matrix = matrix * np.float32(scaling.of(module) / (scaling.alpha / rank))
            if kind == "self_attn.q_proj":
                matrix = permute_rows(matrix, heads)
            if kind == "self_attn.k_proj":
                matrix = permute_rows(matrix, kv_heads)
        tensors[f"blk.{layer}.{GGUF_NAMES[kind]}.weight.lora_{side.lower()}"] = np.ascontiguousarray(matrix)
    return tensors


def write_gguf_adapter(path: Path, tensors: Mapping[str, Matrix], alpha: float) -> None:
    """Writes the file; the same tensors give the same bytes."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", alpha)
    for name, matrix in tensors.items():
        writer.add_tensor(name, matrix)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
