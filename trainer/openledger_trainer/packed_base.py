"""The base held in 4 bits while it is trained on: in the very blocks of the served GGUF file.

QLoRA trains a LoRA on a base in 4 bits, to need less memory. The served file has its matrices in 4 bits
already (Q4_1 or Q4_0: blocks of 32 values with a scale, and a minimum). Here they stay so, and each is
unpacked when it is multiplied with, forward and backward. The values are those of the unpacked base, so
the adapter is the same to the bit; the memory is a sixth, the unpacking takes its time.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import gguf
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from openledger_trainer.errors import TrainerError

Bytes = NDArray[np.uint8]

BLOCK = 32
PACKED_TYPES = (gguf.GGMLQuantizationType.Q4_0, gguf.GGMLQuantizationType.Q4_1)


class PackedLinear(nn.Module):
    """A linear layer without gradients of its own. codes: [out, blocks, 16], two values a byte; scales,
    minima: [out, blocks, 1], float16."""

    codes: Tensor
    scales: Tensor
    minima: Tensor

    def __init__(self, codes: Tensor, scales: Tensor, minima: Tensor, bias: Tensor | None) -> None:
        super().__init__()
        self.out_features, blocks, _ = codes.shape
        self.in_features = blocks * BLOCK
        self.bias = bias
        for name, tensor in (("codes", codes), ("scales", scales), ("minima", minima)):
            self.register_buffer(name, tensor, persistent=False)

    def unpacked(self) -> Tensor:
        """The matrix [out, in] in float32."""
        values = torch.cat([self.codes & 15, self.codes >> 4], dim=2).to(torch.float32)
        values.mul_(self.scales.to(torch.float32)).add_(self.minima.to(torch.float32))
        return values.view(self.out_features, self.in_features)

    def forward(self, hidden: Tensor) -> Tensor:
        multiply: Any = UnpackedProduct.apply
        product = cast(Tensor, multiply(hidden, self))
        return product if self.bias is None else product + self.bias


class UnpackedProduct(torch.autograd.Function):
    """hidden · matrixᵀ; keeps the packed matrix for the way back, not the unpacked one."""

    @staticmethod
    def forward(ctx: Any, hidden: Tensor, layer: PackedLinear) -> Tensor:
        ctx.layer = layer
        return functional.linear(hidden, layer.unpacked())

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        return gradients[0].matmul(ctx.layer.unpacked()), None


def pack_base(model: Any, path: Path) -> int:
    """Replaces every frozen linear layer whose matrix the GGUF file has in 4 bits; returns how many.

    :param model: loaded from that file; LoRA modules may lie around its layers already.
    Throws TRAINER_QUANTISATION_UNSUPPORTED when there is none.
    """
    reader = gguf.GGUFReader(path)
    tensors = {tensor.name: tensor for tensor in reader.tensors if tensor.tensor_type in PACKED_TYPES}
    names = names_in_gguf(reader)
    heads = [
        int(count)
        for name in ("num_attention_heads", "num_key_value_heads")
        if (count := getattr(model.config, name, None))
    ]
    count = 0
    for parent_name, parent in list(model.named_modules()):
        for child_name, layer in list(parent.named_children()):
            if not isinstance(layer, nn.Linear) or layer.weight.requires_grad:
                continue
            full = f"{parent_name}.{child_name}".removeprefix("base_model.model.").removesuffix(".base_layer")
            tensor = tensors.get(f"{names.get_name(full)}.weight")
            packed = None if tensor is None else packed_like(layer, tensor, heads)
            if packed is not None:
                setattr(parent, child_name, packed)
                count += 1
    if count == 0:
        raise TrainerError(
            "TRAINER_QUANTISATION_UNSUPPORTED",
            f"{path.name} has no matrices in Q4_0 or Q4_1, and a processor trains on no other 4-bit form",
        )
    return count


def names_in_gguf(reader: gguf.GGUFReader) -> Any:
    """Translates the names of transformers' modules to those of the file's tensors."""
    field = reader.get_field("general.architecture")
    name = str(field.contents()) if field is not None else ""
    blocks = reader.get_field(f"{name}.block_count")
    arch = next((arch for arch, known in gguf.MODEL_ARCH_NAMES.items() if known == name), None)
    if arch is None or blocks is None:
        raise TrainerError("TRAINER_QUANTISATION_UNSUPPORTED", f"the architecture {name!r} is not known")
    return gguf.get_tensor_name_map(arch, int(blocks.contents()))


def packed_like(layer: nn.Linear, tensor: Any, heads: Sequence[int]) -> PackedLinear | None:
    """The layer in 4 bits, where its matrix is the tensor's, its rows perhaps in the order that
    transformers has them in for rotary attention; None when the values differ in any bit."""
    raw = np.array(tensor.data)  # a copy: not the mapped file
    for rows in (raw, *(unrotated(raw, count) for count in heads if raw.shape[0] % (2 * count) == 0)):
        packed = PackedLinear(*blocks_of(rows, tensor.tensor_type), layer.bias)
        weight = layer.weight
        if weight.shape == (packed.out_features, packed.in_features) and torch.equal(
            packed.unpacked(), weight
        ):
            return packed
    return None


def unrotated(rows: Bytes, heads: int) -> Bytes:
    """Rows of a query or key matrix from llama.cpp's order in each head to transformers'."""
    return rows.reshape(heads, -1, 2, rows.shape[1]).swapaxes(1, 2).reshape(rows.shape)


def blocks_of(rows: Bytes, kind: gguf.GGMLQuantizationType) -> tuple[Tensor, Tensor, Tensor]:
    """codes, scales and minima of a matrix's rows [out, bytes]."""
    has_minimum = kind == gguf.GGMLQuantizationType.Q4_1
    head = 4 if has_minimum else 2
    blocks = rows.reshape(rows.shape[0], -1, head + BLOCK // 2)
    scales = torch.from_numpy(np.ascontiguousarray(blocks[:, :, :2]).view(np.float16))
    # Q4_0 has none: its codes count from -8. The products are exact, so their sum is (code - 8) · scale.
    minima = (
        torch.from_numpy(np.ascontiguousarray(blocks[:, :, 2:4]).view(np.float16))
        if has_minimum
        else scales * -8
    )
    return torch.from_numpy(np.ascontiguousarray(blocks[:, :, head:])), scales, minima
