"""BLOOM: a fused projection head by head, biases everywhere, distances instead of positions."""

from dataclasses import replace
from typing import Any

from openledger_trainer.families.falcon import FALCON
from openledger_trainer.families.family import Metadata, token_settings
from openledger_trainer.families.row_orders import per_head_fusion


def bloom_config(meta: Metadata) -> dict[str, Any]:
    """transformers' BloomConfig; seq_length is kept for what asks for a context."""
    return {
        "vocab_size": meta["vocabulary"],
        "hidden_size": meta["embedding_length"],
        "n_layer": meta["block_count"],
        "n_head": meta["attention.head_count"],
        "layer_norm_epsilon": meta["attention.layer_norm_epsilon"],
        "seq_length": meta["context_length"],
        "tie_word_embeddings": meta["tied"],
        **token_settings(meta),
    }


BLOOM = replace(
    FALCON,
    name="bloom",
    title="BLOOM",
    arch="bloom",
    model_type="bloom",
    config=bloom_config,
    row_orders={"attn_qkv": per_head_fusion},
)
