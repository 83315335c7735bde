"""A tiny random base model of each family, as the GGUF that its converter would write: three layers or
a few more, a vocabulary of bytes and control tokens."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import torch
from gguf import TokenType
from numpy.typing import NDArray
from transformers import AutoConfig, AutoModelForCausalLM
from transformers.convert_slow_tokenizer import bytes_to_unicode

from openledger_trainer.chat_templates import CHATML, DEEPSEEK, GEMMA, GLM4, LLAMA3, MISTRAL, ChatTemplate
from openledger_trainer.families.family import Family
from openledger_trainer.families.read_gguf import gguf_tensor_name

Settings = Mapping[str, int | float | bool]

END = "<|endoftext|>"
PACKED = gguf.GGMLQuantizationType.Q4_1
MERGES = ("Ġ t", "h e", "Ġt he", "i n", "Ġ a", "e r", "o u")

COMMON: Settings = {
    "context_length": 512,
    "embedding_length": 64,
    "block_count": 3,
    "feed_forward_length": 96,
    "attention.head_count": 4,
}
ROTARY: Settings = {
    **COMMON,
    "attention.head_count_kv": 2,
    "attention.layer_norm_rms_epsilon": 1e-5,
    "rope.freq_base": 10_000.0,
}
KEYS: Settings = {"attention.key_length": 16, "attention.value_length": 16}
NORMED: Settings = {**COMMON, "attention.layer_norm_epsilon": 1e-5}

SETTINGS: Mapping[str, Settings] = {
    "llama": {**ROTARY, "rope.dimension_count": 16},
    "mistral": {**ROTARY, "rope.dimension_count": 16},
    "qwen2": ROTARY,
    "qwen3": {**ROTARY, **KEYS},
    "glm4": {**ROTARY, "rope.dimension_count": 8},
    "deepseek2": {
        **ROTARY,
        "attention.head_count_kv": 1,
        "attention.q_lora_rank": 24,
        "attention.kv_lora_rank": 32,
        "attention.key_length": 40,
        "attention.value_length": 32,
        "attention.key_length_mla": 24,
        "attention.value_length_mla": 16,
        "rope.dimension_count": 8,
        "leading_dense_block_count": 1,
        "expert_count": 4,
        "expert_used_count": 2,
        "expert_shared_count": 1,
        "expert_feed_forward_length": 32,
        "expert_weights_scale": 1.0,
        "expert_weights_norm": False,
        "expert_gating_func": 1,
    },
    "gemma2": {
        **ROTARY,
        **KEYS,
        "attention.sliding_window": 24,
        "attn_logit_softcapping": 50.0,
        "final_logit_softcapping": 30.0,
    },
    # Every sixth layer sees everything.
    "gemma3": {
        **ROTARY,
        **KEYS,
        "block_count": 7,
        "attention.sliding_window": 24,
        "rope.freq_base": 1_000_000.0,
    },
    "falcon": {**NORMED, "attention.head_count_kv": 2, "feed_forward_length": 256},
    "bloom": {**NORMED, "attention.head_count_kv": 4, "feed_forward_length": 256},
    "gpt2": {**NORMED, "feed_forward_length": 256},
}

TEMPLATES: Mapping[str, ChatTemplate] = {
    "llama": LLAMA3,
    "mistral": MISTRAL,
    "qwen2": CHATML,
    "qwen3": CHATML,
    "glm4": GLM4,
    "deepseek2": DEEPSEEK,
    "gemma2": GEMMA,
    "gemma3": GEMMA,
}
"""The others are no chat models."""


def make_tiny_base(path: Path, family: Family, seed: int = 7, four_bits: bool = False) -> None:
    """Writes the GGUF of a random model. four_bits: its layers' matrices are packed, as those of the base
    that is served are."""
    settings = SETTINGS[family.name]
    controls = sorted({END, *(TEMPLATES[family.name].controls if family.name in TEMPLATES else ())})
    tokens = [*bytes_to_unicode().values(), *(merge.replace(" ", "") for merge in MERGES), *controls]
    eos = tokens.index(END)
    meta: dict[str, Any] = {**settings, "vocabulary": len(tokens), "tokenizer.ggml.eos_token_id": eos}
    meta |= {
        "tied": family.name in ("gemma2", "gemma3", "bloom", "gpt2"),
        "qkv_bias": True,
        "second_norm": True,
    }
    model: Any = AutoModelForCausalLM.from_config(
        AutoConfig.for_model(family.model_type, **family.config(meta)), dtype=torch.float32
    )
    fill(model, np.random.default_rng(seed), family)

    writer = gguf.GGUFWriter(path, family.arch)
    writer.add_name(f"Tiny {family.title}")
    for key, value in settings.items():
        add = {bool: writer.add_bool, int: writer.add_uint32, float: writer.add_float32}[type(value)]
        add(f"{family.arch}.{key}", value)
    writer.add_uint32(f"{family.arch}.vocab_size", len(tokens))
    add_tokenizer(writer, tokens, len(controls), eos, family)
    arch = next(key for key, name in gguf.MODEL_ARCH_NAMES.items() if name == family.arch)
    names = gguf.get_tensor_name_map(arch, settings["block_count"])
    for name, parameter in model.named_parameters():
        for found, array in gguf_weights(name, parameter.detach().numpy(), names, family, settings).items():
            packed = four_bits and array.ndim == 2 and found.startswith("blk.")
            if packed:
                writer.add_tensor(found, gguf.quants.quantize(array, PACKED), raw_dtype=PACKED)
            else:
                writer.add_tensor(found, np.ascontiguousarray(array))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def fill(model: Any, rng: np.random.Generator, family: Family) -> None:
    """Random weights that make the answers vary: norms near their neutral value, matrices of unit gain."""
    for name, parameter in model.named_parameters():
        noise = torch.from_numpy(rng.standard_normal(tuple(parameter.shape), dtype=np.float32))
        if parameter.ndim == 1:
            neutral = 1.0 - family.norm_offset if "norm" in name or "ln_" in name else 0.0
            parameter.data = neutral + 0.1 * noise * (1.0 if name.endswith("weight") else 2.0)
        else:
            embedding = "embed" in name or "wte" in name or "wpe" in name
            inputs = parameter.shape[0] if ".c_" in name else parameter.shape[-1]
            parameter.data = noise * (0.4 if embedding else inputs**-0.5)


def add_tokenizer(
    writer: gguf.GGUFWriter, tokens: list[str], controls: int, eos: int, family: Family
) -> None:
    """A byte-level vocabulary, its last `controls` tokens control tokens."""
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    ordinary = len(tokens) - controls
    writer.add_token_types([TokenType.NORMAL] * ordinary + [TokenType.CONTROL] * controls)
    writer.add_token_merges(list(MERGES))
    writer.add_bos_token_id(eos)
    writer.add_eos_token_id(eos)
    writer.add_add_bos_token(False)
    template = TEMPLATES.get(family.name)
    if template is not None:
        writer.add_eot_token_id(tokens.index(template.end))


def gguf_weights(
    name: str, array: NDArray[np.float32], names: gguf.TensorNameMap, family: Family, settings: Settings
) -> dict[str, NDArray[np.float32]]:
    """What llama.cpp's converter makes of a weight; families/read_gguf.py is the way back."""
    parts = name.split(".")
    layer = f"blk.{parts[2]}" if len(parts) > 2 else ""
    if name.endswith("mlp.experts.gate_up_proj"):
        gate, up = np.split(array, 2, axis=1)
        return {f"{layer}.ffn_gate_exps.weight": gate, f"{layer}.ffn_up_exps.weight": up}
    if name.endswith("mlp.experts.down_proj"):
        return {f"{layer}.ffn_down_exps.weight": array}
    if name.endswith("self_attn.kv_b_proj.weight"):
        rotated, values = settings["rope.dimension_count"], int(settings["attention.value_length_mla"])
        plain = int(settings["attention.key_length_mla"] - rotated)
        both = array.reshape(-1, plain + values, array.shape[1])
        return {
            f"{layer}.attn_k_b.weight": both[:, :plain].swapaxes(1, 2),
            f"{layer}.attn_v_b.weight": both[:, plain:],
        }
    found = gguf_tensor_name(names, name)
    assert found is not None, name
    kind = found.split(".")[-2]
    heads = int(settings["attention.head_count"])
    order = family.row_orders.get(kind)
    if order is not None:
        array = array[order(array.shape[0], heads, int(settings.get("attention.head_count_kv", heads)))]
    if kind in family.transposed and array.ndim == 2:
        array = array.T
    if kind.endswith("norm"):
        array = array + np.float32(family.norm_offset)
    return {found: array}
