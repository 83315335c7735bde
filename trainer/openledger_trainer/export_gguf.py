"""PEFT adapter → GGUF adapter for llama.cpp.

llama.cpp keeps the rows of some projections in another order (in llama models those of queries and
keys: pairs of rotary dimensions side by side), and scales every module by adapter.lora.alpha / rank.
So the rows of B are re-ordered as the base model's family says, and what PEFT scales differently
(alpha_pattern, rank_pattern, rank-stabilised scaling) is folded into B.
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

from openledger_trainer.families.family import Family
from openledger_trainer.families.llama import LLAMA

Matrix = NDArray[np.float32]
T = TypeVar("T", int, float)


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


def gguf_tensors(
    weights: Mapping[str, Matrix], scaling: AdapterScaling, heads: int, kv_heads: int, family: Family = LLAMA
) -> dict[str, Matrix]:
    """The GGUF adapter's tensors by name.

    :param weights: PEFT's tensors, `base_model.model.<layers>.N.<module>.lora_A.weight` [rank, in]
        and `.lora_B.weight` [out, rank].
    :param heads: attention heads; kv_heads: of keys and values.
    """
    path = re.compile(rf"base_model\.model\.({re.escape(family.layers)}\.(\d+)\.(.+))\.lora_(A|B)\.weight")
    tensors: dict[str, Matrix] = {}
    for name in sorted(weights):
        match = path.fullmatch(name)
        kind = None if match is None else family.gguf_names.get(match[3])
        if match is None or kind is None:
            raise ValueError(f"not a LoRA weight of a {family.name} model: {name}")
        module, layer, _, side = match.groups()
        matrix = weights[name].astype(np.float32)
        if side == "B":
            rank = matrix.shape[1]
            matrix = matrix * np.float32(scaling.of(module) / (scaling.alpha / rank))
            order = family.row_orders.get(kind)
            if order is not None:
                matrix = matrix[order(matrix.shape[0], heads, kv_heads)]
        tensors[f"blk.{layer}.{kind}.weight.lora_{side.lower()}"] = np.ascontiguousarray(matrix)
    return tensors


def write_gguf_adapter(
    path: Path, tensors: Mapping[str, Matrix], alpha: float, family: Family = LLAMA
) -> None:
    """Writes the file; the same tensors give the same bytes."""
    writer = gguf.GGUFWriter(path, family.arch)
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", alpha)
    for name, matrix in tensors.items():
        writer.add_tensor(name, matrix)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
