"""Gemma 2 and 3: llama.cpp's norms are those of PyTorch plus one."""

from dataclasses import replace
from typing import Any

from openledger_trainer.families.family import (
    DECODER_MODULES,
    DECODER_NAMES,
    Family,
    Metadata,
    decoder_settings,
)

LARGEST_GEMMA2_LAYERS = 46
LARGEST_GEMMA3_LAYERS = 62


def gemma2_config(meta: Metadata) -> dict[str, Any]:
    """transformers' Gemma2Config. The 27B model alone scales queries by width / heads."""
    head = meta["attention.key_length"]
    largest = meta["block_count"] == LARGEST_GEMMA2_LAYERS
    return {
        **decoder_settings(meta),
        "head_dim": head,
        "sliding_window": meta.get("attention.sliding_window", 4096),
        "query_pre_attn_scalar": meta["embedding_length"] // meta["attention.head_count"]
        if largest
        else head,
        "attn_logit_softcapping": meta.get("attn_logit_softcapping", 50.0),
        "final_logit_softcapping": meta.get("final_logit_softcapping", 30.0),
    }


def gemma3_config(meta: Metadata) -> dict[str, Any]:
    """transformers' Gemma3TextConfig: every sixth layer sees everything, the others a window, unless the
    file names another period."""
    head = meta["attention.key_length"]
    largest = meta["block_count"] == LARGEST_GEMMA3_LAYERS
    theta = meta.get("rope.freq_base", 1_000_000.0)
    return {
        **decoder_settings(meta),
        "head_dim": head,
        "sliding_window": meta["attention.sliding_window"],
        "sliding_window_pattern": meta.get("attention.sliding_window_pattern", 6),
        "query_pre_attn_scalar": meta["embedding_length"] // meta["attention.head_count"]
        if largest
        else head,
        "final_logit_softcapping": meta.get("final_logit_softcapping"),
        "rope_parameters": {
            "full_attention": {"rope_type": "default", "rope_theta": theta},
            "sliding_attention": {
                "rope_type": "default",
                "rope_theta": meta.get("rope.freq_base_swa", 10_000.0),
            },
        },
    }


GEMMA2 = Family(
    name="gemma2",
    title="Gemma 2",
    arch="gemma2",
    model_type="gemma2",
    modules=DECODER_MODULES,
    gguf_names=DECODER_NAMES,
    config=gemma2_config,
    norm_offset=1.0,
)

GEMMA3 = replace(
    GEMMA2, name="gemma3", title="Gemma 3", arch="gemma3", model_type="gemma3_text", config=gemma3_config
)
