"""GLM-4 (0414): gate and up projection are one module, half of each head is rotated in pairs."""

from typing import Any

from openledger_trainer.families.family import (
    DECODER_MODULES,
    DECODER_NAMES,
    Family,
    Metadata,
    decoder_settings,
)


def glm4_config(meta: Metadata) -> dict[str, Any]:
    """transformers' Glm4Config. rope.dimension_count says how many dimensions of a head are rotated."""
    settings = decoder_settings(meta)
    head = settings.setdefault("head_dim", meta["embedding_length"] // meta["attention.head_count"])
    rotated = meta["rope.dimension_count"] / head
    rope = {**settings["rope_parameters"], "partial_rotary_factor": rotated}
    return {
        **settings,
        "partial_rotary_factor": rotated,
        "rope_parameters": rope,
        "attention_bias": meta["qkv_bias"],
    }


GLM4 = Family(
    name="glm4",
    title="GLM-4",
    arch="glm4",
    model_type="glm4",
    modules={**DECODER_MODULES, "gate_proj": "gate_up_proj", "up_proj": "gate_up_proj"},
    gguf_names={
        **{
            module: name
            for module, name in DECODER_NAMES.items()
            if "gate" not in module and "up" not in module
        },
        "mlp.gate_up_proj": "ffn_up",
    },
    config=glm4_config,
)
