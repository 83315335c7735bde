"""Makes small random adapters as people publish them, with PEFT's own save_pretrained, for the store's tests.

    python packages/engine/test/make_peft_adapters.py make BASE.gguf OUT
    python packages/engine/test/make_peft_adapters.py score BASE.gguf FOLDER < answers.jsonl

The model is the first layers of the base in float32, so that the engine does not round what it multiplies
and can be compared closely. `make` writes it as `base.gguf` and a folder for each kind of adapter: `plain`
(rank-stabilised, with patterns of ranks and alphas), `half` (the same in bfloat16), and kinds that the
store refuses. On stdout it says, for each conversation, what PEFT answers with `half`: {messages, prompt,
answer, withAdapter}. `score` has PEFT read an adapter's folder and prints a line [log-probability of each
token] for each such line.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import torch
from make_adapter_fixture import CONVERSATIONS, answer_logprobs, greedy
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file

sys.path.insert(0, str(Path(__file__).parents[3] / "trainer"))
from openledger_trainer.base_model import load_base_model
from openledger_trainer.chat import prompt_tokens
from openledger_trainer.jobs import Message

SPREAD = 0.08
LAYERS = 4
NAME = "HuggingFaceTB/SmolLM2-135M-Instruct"
CARD = (
    "---\nbase_model: HuggingFaceTB/SmolLM2-135M-Instruct\nlicense: apache-2.0\n---\n\n# A random adapter\n"
)
PLAIN: dict[str, Any] = {
    "r": 4,
    "lora_alpha": 6,
    "use_rslora": True,
    "target_modules": ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
    "layers_to_transform": [0, 2, 3],
    "rank_pattern": {"v_proj": 8, r"layers\.2\.mlp\.up_proj": 2},
    "alpha_pattern": {"self_attn.q_proj": 9, "^model.layers.3.mlp.down_proj": 3},
    "task_type": "CAUSAL_LM",
}
SMALL: dict[str, Any] = {"r": 2, "target_modules": ["v_proj"], "layers_to_transform": [0]}
REFUSED: dict[str, dict[str, Any]] = {
    "dora": {**SMALL, "use_dora": True},
    "modules-to-save": {**SMALL, "modules_to_save": ["norm"]},
    "bias": {**SMALL, "lora_bias": True},
    "embeddings": {"r": 2, "target_modules": ["embed_tokens"]},
    "tokens": {**SMALL, "trainable_token_indices": [1, 2]},
    "pissa": {**SMALL, "init_lora_weights": "pissa"},
}


def save(base: Any, folder: Path, settings: dict[str, Any]) -> Any:
    """Saves a random adapter with these settings; returns the base model without it."""
    model = get_peft_model(base, LoraConfig(**settings))
    for name, parameter in model.named_parameters():
        if "lora_A" in name or "lora_B" in name:
            torch.nn.init.normal_(parameter.data, std=SPREAD)
    model.peft_config["default"].base_model_name_or_path = NAME
    model.save_pretrained(folder, save_embedding_layers=False)
    (folder / "README.md").write_text(CARD, "utf-8")
    return model.unload()


def load(file: Path) -> Any:
    """The base model cut to its first layers."""
    base = load_base_model(file)
    base.model.model.layers = base.model.model.layers[:LAYERS]
    base.model.config.num_hidden_layers = LAYERS
    return base


def write_cut_base(file: Path, out: Path) -> None:
    """The first layers of a GGUF in float32, with all else that it says."""
    reader = gguf.GGUFReader(file)
    writer = gguf.GGUFWriter(out, "llama")
    for name, field in reader.fields.items():
        if name.startswith("GGUF.") or name in ("general.architecture", "general.file_type"):
            continue
        value = LAYERS if name == "llama.block_count" else field.contents()
        kind = field.types[0]
        writer.add_key_value(name, value, kind, field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    for tensor in reader.tensors:
        part, number = tensor.name.split(".")[:2]
        if part != "blk" or int(number) < LAYERS:
            writer.add_tensor(
                tensor.name, gguf.dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
            )
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def make(file: Path, out: Path) -> None:
    torch.manual_seed(11)
    out.mkdir(exist_ok=True)
    write_cut_base(file, out / "base.gguf")
    base = load(file)
    model = save(base.model, out / "plain", PLAIN)
    shutil.copytree(out / "plain", out / "half")
    weights = load_file(out / "plain" / "adapter_model.safetensors")
    half = {name: tensor.to(torch.bfloat16) for name, tensor in weights.items()}
    save_file(half, out / "half" / "adapter_model.safetensors", metadata={"format": "pt"})
    adapted = PeftModel.from_pretrained(model, out / "half", autocast_adapter_dtype=True).eval()
    for turns in CONVERSATIONS:
        messages = [Message.model_validate({"role": role, "content": content}) for role, content in turns]
        prompt = prompt_tokens(base.tokenizer, messages)
        answer = greedy(adapted, prompt)
        line = {
            "messages": [{"role": role, "content": content} for role, content in turns],
            "prompt": prompt,
            "answer": answer,
            "withAdapter": answer_logprobs(adapted, prompt, answer),
        }
        print(json.dumps(line, ensure_ascii=False), flush=True)
    model = adapted.unload()
    for kind, settings in REFUSED.items():
        model = save(model, out / kind, {**settings, "task_type": "CAUSAL_LM"})


def score(file: Path, folder: Path) -> None:
    model = PeftModel.from_pretrained(load(file).model, folder).eval()
    for text in sys.stdin:
        line = json.loads(text)
        print(json.dumps(answer_logprobs(model, line["prompt"], line["answer"])), flush=True)


if __name__ == "__main__":
    {"make": make, "score": score}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
