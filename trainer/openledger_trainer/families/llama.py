"""LLaMA and models of its architecture (SmolLM2, Falcon 3, DeepSeek LLM), and Mistral, which llama.cpp
reads as LLaMA: the mathematics is the same, its sliding window is none in what is served."""

from dataclasses import replace
from typing import Any

from openledger_trainer.families.family import (
    DECODER_MODULES,
    DECODER_NAMES,
    Family,
    Metadata,
    decoder_settings,
)
from openledger_trainer.families.row_orders import key_pairs, query_pairs


def llama_config(meta: Metadata) -> dict[str, Any]:
    """transformers' LlamaConfig."""
    settings = decoder_settings(meta)
    head = meta["embedding_length"] // meta["attention.head_count"]
    return {**settings, "head_dim": meta.get("rope.dimension_count", head)}


def mistral_config(meta: Metadata) -> dict[str, Any]:
    """transformers' MistralConfig."""
    return {**llama_config(meta), "sliding_window": None}


LLAMA = Family(
    name="llama",
    title="LLaMA",
    arch="llama",
    model_type="llama",
    modules=DECODER_MODULES,
    gguf_names=DECODER_NAMES,
    config=llama_config,
    row_orders={"attn_q": query_pairs, "attn_k": key_pairs},
)

MISTRAL = replace(LLAMA, name="mistral", title="Mistral", model_type="mistral", config=mistral_config)
