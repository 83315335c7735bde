"""What PEFT computes with several adapters at once, in float32, and what llama.cpp needs to compute the same.

    python ensembles.py BASE.gguf FOLDER

Writes into FOLDER: base.gguf, the base model de-quantised to 32-bit floats; a GGUF file of each adapter; cases.json: for
each ensemble its adapters with their scales, the tokens, and a file of PEFT's logits (float32, places × vocabulary), of
the base with `add_weighted_adapter(…, combination_type="cat")`, the exact weighted sum of the adapters' deltas.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import torch
from gguf.quants import dequantize
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict

sys.path.insert(0, str(Path(__file__).parents[2] / "trainer"))
from openledger_trainer.base_model import load_base_model
from openledger_trainer.chat import prompt_tokens
from openledger_trainer.export_gguf import AdapterScaling, gguf_tensors, write_gguf_adapter
from openledger_trainer.jobs import Message

ADAPTERS = 8
RANKS = [2, 4, 8, 16, 8, 4, 8, 2]
SPREAD = 0.03
ANSWER_TOKENS = 24
QUESTION = "Who signs a record before it is uploaded, and what for?"
SCALES = {
    1: [1.0],
    2: [1.0, 1.0],
    3: [0.7, 0.2, 0.1],
    4: [1.5, 0.5, 0.25, 1.0],
    8: [0.3, 0.1, 0.2, 0.9, 0.4, 0.6, 0.05, 0.8],
}
MODULES = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def write_float32(base: Path, out: Path) -> None:
    reader = gguf.GGUFReader(base)
    architecture = reader.fields["general.architecture"].contents()
    writer = gguf.GGUFWriter(out, str(architecture))
    for name, entry in reader.fields.items():
        if name.startswith("GGUF.") or name in ("general.architecture", "general.file_type"):
            continue
        sub_type = entry.types[-1] if entry.types[0] == gguf.GGUFValueType.ARRAY else None
        writer.add_key_value(name, entry.contents(), entry.types[0], sub_type)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    for tensor in reader.tensors:
        writer.add_tensor(tensor.name, dequantize(tensor.data, tensor.tensor_type).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def config_of(rank: int) -> LoraConfig:
    return LoraConfig(r=rank, lora_alpha=2 * rank, target_modules=MODULES, task_type="CAUSAL_LM")


def main() -> None:
    base_file, folder = Path(sys.argv[1]), Path(sys.argv[2])
    write_float32(base_file, folder / "base.gguf")
    torch.manual_seed(7)
    base = load_base_model(base_file)
    names = [f"adapter{index}" for index in range(ADAPTERS)]
    model: Any = get_peft_model(base.model, config_of(RANKS[0]), adapter_name=names[0])
    for name, rank in zip(names[1:], RANKS[1:], strict=True):
        model.add_adapter(name, config_of(rank))
    for name, parameter in model.named_parameters():
        if "lora_" in name:
            torch.nn.init.normal_(parameter.data, std=SPREAD)
    model.eval()

    adapters = []
    for name, rank in zip(names, RANKS, strict=True):
        weights = {k: t.numpy() for k, t in get_peft_model_state_dict(model, adapter_name=name).items()}
        shape = base.model.config
        scaling = AdapterScaling(rank, 2.0 * rank)
        path = folder / f"{name}.gguf"
        tensors = gguf_tensors(weights, scaling, shape.num_attention_heads, shape.num_key_value_heads)
        write_gguf_adapter(path, tensors, 2.0 * rank)
        adapters.append({"id": hashlib.sha256(path.read_bytes()).hexdigest(), "path": str(path)})

    prompt = prompt_tokens(base.tokenizer, [Message(role="user", content=QUESTION)])
    cases = []
    for size, scales in SCALES.items():
        combined = f"of{size}"
        model.add_weighted_adapter(names[:size], scales, combined, combination_type="cat")
        model.set_adapter(combined)
        ids = torch.tensor([prompt])
        with torch.no_grad():
            tokens = model.generate(
                input_ids=ids,
                attention_mask=torch.ones_like(ids),
                do_sample=False,
                min_new_tokens=ANSWER_TOKENS,
                max_new_tokens=ANSWER_TOKENS,
            )
            logits = model(tokens).logits[0, len(prompt) - 1 : -1].float().numpy()
        file = folder / f"{combined}.f32"
        np.ascontiguousarray(logits, dtype="<f4").tofile(file)
        used = [{**adapter, "scale": scale} for adapter, scale in zip(adapters, scales, strict=False)]
        cases.append(
            {"adapters": used, "prompt": prompt, "answer": tokens[0, len(prompt) :].tolist(), "logits": str(file)}
        )
    (folder / "cases.json").write_text(json.dumps(cases))


if __name__ == "__main__":
    main()
