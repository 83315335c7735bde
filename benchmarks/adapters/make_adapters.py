"""Writes random LoRA adapters for a base model in GGUF: queries and values of its last layers.

    python make_adapters.py BASE FOLDER COUNT LAYERS RANK SEED

Prints one line of JSON for each: {"id": SHA-256, "path": file}. The same arguments give the same bytes.
"""

import hashlib
import json
import sys
from pathlib import Path

import gguf
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "trainer"))
from openledger_trainer.export_gguf import write_gguf_adapter

SPREAD = 0.05


def main() -> None:
    base, folder = Path(sys.argv[1]), Path(sys.argv[2])
    count, layers, rank, seed = (int(argument) for argument in sys.argv[3:7])
    # GGUF names a matrix's columns first.
    shapes = {t.name: (int(t.shape[1]), int(t.shape[0])) for t in gguf.GGUFReader(base).tensors if len(t.shape) == 2}
    depth = 1 + max(int(name.split(".")[1]) for name in shapes if name.startswith("blk."))
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        random = np.random.default_rng([seed, index])
        tensors = {}
        for layer in range(depth - layers, depth):
            for module in ("attn_q", "attn_v"):
                rows, columns = shapes[f"blk.{layer}.{module}.weight"]
                name = f"blk.{layer}.{module}.weight.lora"
                tensors[f"{name}_a"] = random.normal(0, SPREAD, (rank, columns)).astype(np.float32)
                tensors[f"{name}_b"] = random.normal(0, SPREAD, (rows, rank)).astype(np.float32)
        path = folder / f"{index}.gguf"
        write_gguf_adapter(path, tensors, 2.0 * rank)
        print(json.dumps({"id": hashlib.sha256(path.read_bytes()).hexdigest(), "path": str(path)}))


if __name__ == "__main__":
    main()
