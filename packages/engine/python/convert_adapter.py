"""Writes an adapter of the store as a GGUF for llama.cpp: job (JSON) on stdin, status 0 when it is written.

    {"trainerFolder", "folder", "out", "heads", "kvHeads", "memoryBytes", "fileBytes", "cpuSeconds"}

`folder` holds adapter_model.safetensors and adapter_config.json in the store's canonical form, already
checked (packages/engine/src/store). The limits are put on this process before anything is read. The
exporter is the trainer's.
"""

import json
import math
import resource
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


def limit(job: dict[str, Any]) -> None:
    """More memory, time or written bytes end this process."""
    resource.setrlimit(resource.RLIMIT_AS, (job["memoryBytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (job["cpuSeconds"],) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (job["fileBytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_weights(path: Path) -> dict[str, Matrix]:
    """The tensors of a safetensors file in float32; numpy has no bfloat16, which is float32's upper half."""
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    weights = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        weights[name] = to_float32(data[start:end], entry["dtype"]).reshape(entry["shape"])
    return weights


def to_float32(data: bytes, dtype: str) -> Matrix:
    """The numbers of little-endian bytes, exactly."""
    if dtype == "BF16":
        return (np.frombuffer(data, "<u2").astype(np.uint32) << 16).view(np.float32)
    return np.frombuffer(data, {"F32": "<f4", "F16": "<f2"}[dtype]).astype(np.float32)


def main() -> None:
    job = json.load(sys.stdin)
    sys.path.insert(0, job["trainerFolder"])
    limit(job)
    from openledger_trainer.export_gguf import AdapterScaling, gguf_tensors, write_gguf_adapter

    folder = Path(job["folder"])
    config = json.loads((folder / "adapter_config.json").read_text("utf-8"))
    scaling = AdapterScaling(
        config["r"],
        config["lora_alpha"],
        config["use_rslora"],
        config["alpha_pattern"],
        config["rank_pattern"],
    )
    weights = read_weights(folder / "adapter_model.safetensors")
    tensors = gguf_tensors(weights, scaling, job["heads"], job["kvHeads"])
    if not all(math.isfinite(float(np.abs(matrix).max())) for matrix in tensors.values()):
        raise ValueError("a scaled weight is not finite")
    write_gguf_adapter(Path(job["out"]), tensors, config["lora_alpha"])


if __name__ == "__main__":
    main()
