"""What the trainer knows of a family of base models. Nothing here needs PyTorch: adapters are converted
in a process that has NumPy alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openledger_trainer.errors import TrainerError
from openledger_trainer.families.row_orders import RowOrder

ROLES = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
"""What a linear layer of a decoder does, by the names that LLaMA gives it. A training names roles; each
family says which of its modules plays them, a fused module several."""

Metadata = Mapping[str, Any]
"""A GGUF file's keys; those of its architecture without the architecture's name in front."""


@dataclass(frozen=True)
class Family:
    """name: ours; arch: llama.cpp's; model_type: transformers'.

    modules: by role, the end of the module's path. gguf_names: of a module in a layer of the GGUF.
    config: metadata → transformers' settings. row_orders: by GGUF name. transposed: GGUF names of
    weights that PyTorch keeps as [in, out]. norm_offset: what llama.cpp's norms have more than
    PyTorch's. unserved: roles that llama.cpp does not put a LoRA on, and why.
    """

    name: str
    title: str
    arch: str
    model_type: str
    modules: Mapping[str, str]
    gguf_names: Mapping[str, str]
    config: Callable[[Metadata], dict[str, Any]]
    row_orders: Mapping[str, RowOrder] = field(default_factory=dict)
    transposed: frozenset[str] = frozenset()
    norm_offset: float = 0.0
    unserved: Mapping[str, str] = field(default_factory=dict)
    layers: str = "model.layers"

    def target_modules(self, roles: Iterable[str]) -> list[str]:
        """The modules that play these roles, each once, in the order of ROLES.

        All roles together mean every linear layer that LoRA goes on here. Throws TRAINER_MODULES_UNKNOWN
        when another choice names a role that no module of the family plays.
        """
        wanted = list(roles)
        if set(wanted) != set(ROLES):
            for role in wanted:
                if role not in self.modules:
                    reason = self.unserved.get(role, "it has no such layer")
                    raise TrainerError(
                        "TRAINER_MODULES_UNKNOWN", f"targetModules: {role} of {self.title}: {reason}"
                    )
        return list(
            dict.fromkeys(self.modules[role] for role in ROLES if role in wanted and role in self.modules)
        )


def decoder_settings(meta: Metadata) -> dict[str, Any]:
    """Settings that LLaMA, Mistral, Qwen, GLM, DeepSeek and Gemma share."""
    settings = {
        "vocab_size": meta["vocabulary"],
        "hidden_size": meta["embedding_length"],
        "intermediate_size": meta["feed_forward_length"],
        "num_hidden_layers": meta["block_count"],
        "num_attention_heads": meta["attention.head_count"],
        "num_key_value_heads": meta.get("attention.head_count_kv", meta["attention.head_count"]),
        "max_position_embeddings": meta["context_length"],
        "rms_norm_eps": meta["attention.layer_norm_rms_epsilon"],
        "rope_parameters": {"rope_type": "default", "rope_theta": meta.get("rope.freq_base", 10_000.0)},
        "tie_word_embeddings": meta["tied"],
        **token_settings(meta),
    }
    if "attention.key_length" in meta:
        settings["head_dim"] = meta["attention.key_length"]
    return settings


def token_settings(meta: Metadata) -> dict[str, Any]:
    """The ids of control tokens; None where the vocabulary has none."""
    return {
        "bos_token_id": meta.get("tokenizer.ggml.bos_token_id"),
        "eos_token_id": meta.get("tokenizer.ggml.eos_token_id"),
        "pad_token_id": meta.get("tokenizer.ggml.padding_token_id"),
    }


DECODER_MODULES = {
    "q_proj": "q_proj",
    "k_proj": "k_proj",
    "v_proj": "v_proj",
    "o_proj": "o_proj",
    "gate_proj": "gate_proj",
    "up_proj": "up_proj",
    "down_proj": "down_proj",
}

DECODER_NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
