"""Reads a base model's GGUF: its settings, and its weights as PyTorch names and lays them out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from numpy.typing import NDArray

from openledger_trainer.errors import TrainerError
from openledger_trainer.families.family import Family
from openledger_trainer.families.known import family_of

Array = NDArray[np.float32]

LONG_ARRAY = 4096
"""Longer arrays are the vocabulary's: they are not read here."""


@dataclass(frozen=True)
class BaseFile:
    """An open GGUF. meta: see `Metadata`; `vocabulary`: tokens in it; `tied`: the output layer is the
    embedding; `qkv_bias`, `second_norm`: whether the file has such tensors."""

    family: Family
    meta: Mapping[str, Any]
    tensors: Mapping[str, Any]

    @property
    def heads(self) -> tuple[int, int]:
        """Attention heads, and those of keys and values."""
        heads = int(self.meta["attention.head_count"])
        return heads, int(self.meta.get("attention.head_count_kv", heads))

    def weight(self, name: str) -> Array:
        """A tensor in float32, as PyTorch shapes it. Throws TRAINER_BASE_UNREADABLE."""
        tensor = self.tensors.get(name)
        if tensor is None:
            raise TrainerError("TRAINER_BASE_UNREADABLE", f"the file has no tensor {name}")
        return np.asarray(gguf.dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)


def read_base(path: Path) -> BaseFile:
    """Opens the file. Throws TRAINER_BASE_UNREADABLE."""
    try:
        reader = gguf.GGUFReader(path)
    except (ValueError, OSError, IndexError) as error:
        raise TrainerError("TRAINER_BASE_UNREADABLE", f"{path}: {error}") from error
    tensors = {tensor.name: tensor for tensor in reader.tensors}
    meta = {key: field.contents() for key, field in reader.fields.items() if len(field.data) <= LONG_ARRAY}
    arch = meta.get("general.architecture")
    meta |= {key.removeprefix(f"{arch}."): value for key, value in meta.items() if key.startswith(f"{arch}.")}
    tokens = reader.fields.get("tokenizer.ggml.tokens")
    meta["vocabulary"] = meta.get("vocab_size", len(tokens.data) if tokens else 0)
    meta["tied"] = "output.weight" not in tensors
    meta["qkv_bias"] = "blk.0.attn_q.bias" in tensors
    meta["second_norm"] = "blk.0.attn_norm_2.weight" in tensors
    family = family_of(meta)
    scaling = meta.get("rope.scaling.type", "none")
    if scaling != "none" or "rope_freqs.weight" in tensors:
        raise TrainerError("TRAINER_BASE_UNREADABLE", f"{path}: scaled rotary positions ({scaling})")
    return BaseFile(family, meta, tensors)


def pytorch_weight(base: BaseFile, name: str, names: gguf.TensorNameMap) -> Array:
    """The weight that transformers' model has under this name."""
    special = deepseek_weight(base, name) if base.family.arch == "deepseek2" else None
    if special is not None:
        return special
    found = gguf_tensor_name(names, name)
    if found is None:
        raise TrainerError("TRAINER_BASE_UNREADABLE", f"{base.family.title}: no GGUF tensor for {name}")
    array = base.weight(found)
    kind = found.split(".")[-2]
    order = base.family.row_orders.get(kind)
    if order is not None:
        array = array[np.argsort(order(array.shape[0], *base.heads))]
    if kind in base.family.transposed and array.ndim == 2:
        array = array.T
    if kind.endswith("norm"):
        array = array - np.float32(base.family.norm_offset)
    # A copy: the file is mapped read-only.
    return np.array(array, order="C")


def gguf_tensor_name(names: gguf.TensorNameMap, name: str) -> str | None:
    """GGUF's name of a weight; some maps leave out `transformer.`."""
    for candidate in (name, name.removeprefix("transformer.")):
        found = names.get_name(candidate, try_suffixes=(".weight", ".bias"))
        if found is not None:
            return str(found)
    return None


def deepseek_weight(base: BaseFile, name: str) -> Array | None:
    """DeepSeek's weights that are laid out in another way: kv_b_proj, whose halves llama.cpp keeps apart
    (the keys' transposed), and the routed experts, whose gate and up projection PyTorch keeps as one."""
    parts = name.split(".")
    if name.endswith("self_attn.kv_b_proj.weight"):
        layer = f"blk.{parts[2]}"
        if f"{layer}.attn_kv_b.weight" in base.tensors:
            return base.weight(f"{layer}.attn_kv_b.weight").copy()
        keys = base.weight(f"{layer}.attn_k_b.weight").swapaxes(1, 2)
        values = base.weight(f"{layer}.attn_v_b.weight")
        both = np.concatenate([keys, values], axis=1)
        return np.ascontiguousarray(both.reshape(-1, both.shape[-1]))
    if name.endswith("mlp.experts.gate_up_proj"):
        gate, up = (base.weight(f"blk.{parts[2]}.ffn_{kind}_exps.weight") for kind in ("gate", "up"))
        return np.concatenate([gate, up], axis=1)
    if name.endswith("mlp.experts.down_proj"):
        return base.weight(f"blk.{parts[2]}.ffn_down_exps.weight").copy()
    return None
