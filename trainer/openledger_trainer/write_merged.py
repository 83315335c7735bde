"""Base model and adapter as one GGUF file: the base's own file, in which the weights that the adapter
changes are replaced. All others stay as they are, bit for bit; so do tokenizer and settings."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from openledger_trainer.errors import TrainerError
from openledger_trainer.export_gguf import AdapterScaling, Matrix, gguf_tensors
from openledger_trainer.families.read_gguf import BaseFile, read_base

SKIPPED = {"general.architecture", "general.file_type", "general.alignment"}
"""Keys that the writer sets itself."""

FILE_TYPES = {16: gguf.LlamaFileType.MOSTLY_F16, 32: gguf.LlamaFileType.ALL_F32}


def write_merged_gguf(path: Path, base_gguf: Path, adapter_dir: Path, bits: int) -> None:
    """Writes the file, weight by weight. Throws TRAINER_EXPORT_OVERFLOW, TRAINER_BASE_MISMATCH."""
    base = read_base(base_gguf)
    changes = adapter_changes(base, adapter_dir)
    reader = gguf.GGUFReader(base_gguf)
    writer = gguf.GGUFWriter(path, base.family.arch)
    for field in reader.fields.values():
        if field.name in SKIPPED or field.name.startswith("GGUF."):
            continue
        kind, inner = field.types[0], field.types[-1] if len(field.types) > 1 else None
        writer.add_key_value(field.name, field.contents(), kind, sub_type=inner)
    writer.add_file_type(FILE_TYPES[bits])
    dtype = np.dtype(np.float16 if bits == 16 else np.float32)
    for tensor in reader.tensors:
        if tensor.name in changes:
            shape = [int(side) for side in reversed(tensor.shape)]
            size = int(np.prod(shape)) * dtype.itemsize
            writer.add_tensor_info(tensor.name, shape, dtype, size)
        else:
            data = tensor.data
            writer.add_tensor_info(tensor.name, data.shape, data.dtype, data.nbytes, tensor.tensor_type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    for tensor in reader.tensors:
        change = changes.get(tensor.name)
        writer.write_tensor_data(tensor.data if change is None else merged(base, tensor.name, change, dtype))
    writer.close()


def adapter_changes(base: BaseFile, adapter_dir: Path) -> dict[str, tuple[Matrix, Matrix]]:
    """By GGUF name, B (scaled) and A of each module. Throws TRAINER_BASE_MISMATCH."""
    settings: Mapping[str, Any] = json.loads((adapter_dir / "adapter_config.json").read_text("utf-8"))
    scaling = AdapterScaling(
        settings["r"],
        settings["lora_alpha"],
        settings.get("use_rslora", False),
        settings.get("alpha_pattern", {}),
        settings.get("rank_pattern", {}),
    )
    try:
        weights = load_file(adapter_dir / "adapter_model.safetensors")
        tensors = gguf_tensors(weights, scaling, *base.heads, base.family)
    except ValueError as error:
        raise TrainerError("TRAINER_BASE_MISMATCH", str(error)) from error
    changes = {}
    for name, b in tensors.items():
        if not name.endswith(".lora_b"):
            continue
        target = name.removesuffix(".lora_b")
        a = tensors[f"{target}.lora_a"]
        tensor = base.tensors.get(target)
        if tensor is None or [int(side) for side in tensor.shape] != [a.shape[1], b.shape[0]]:
            raise TrainerError(
                "TRAINER_BASE_MISMATCH", f"the base has no {target} of {b.shape[0]} × {a.shape[1]}"
            )
        changes[target] = (b * np.float32(scaling.alpha / b.shape[1]), a)
    return changes


def merged(
    base: BaseFile, name: str, change: tuple[Matrix, Matrix], dtype: np.dtype[Any]
) -> NDArray[np.generic]:
    """W + B·A in the wanted type."""
    b, a = change
    with np.errstate(over="ignore"):
        weight = (base.weight(name) + b @ a).astype(dtype)
    if not np.isfinite(weight).all():
        raise TrainerError("TRAINER_EXPORT_OVERFLOW", f"{name} does not fit {dtype.itemsize * 8} bits")
    return weight
