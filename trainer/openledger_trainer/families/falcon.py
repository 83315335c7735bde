"""Falcon (7B and 40B of 2023): one fused projection for queries, keys and values, no gate."""

from typing import Any

from openledger_trainer.families.family import Family, Metadata, token_settings
from openledger_trainer.families.row_orders import grouped_fusion


def falcon_config(meta: Metadata) -> dict[str, Any]:
    """transformers' FalconConfig. A second norm before the attention is the mark of the newer form."""
    kv_heads = meta.get("attention.head_count_kv", meta["attention.head_count"])
    return {
        "vocab_size": meta["vocabulary"],
        "hidden_size": meta["embedding_length"],
        "ffn_hidden_size": meta["feed_forward_length"],
        "num_hidden_layers": meta["block_count"],
        "num_attention_heads": meta["attention.head_count"],
        "num_kv_heads": kv_heads,
        "multi_query": kv_heads == 1,
        "new_decoder_architecture": meta["second_norm"],
        "layer_norm_epsilon": meta["attention.layer_norm_epsilon"],
        "max_position_embeddings": meta["context_length"],
        "rope_parameters": {"rope_type": "default", "rope_theta": meta.get("rope.freq_base", 10_000.0)},
        "alibi": False,
        "bias": False,
        "tie_word_embeddings": meta["tied"],
        **token_settings(meta),
    }


QKV = "query_key_value"

FALCON = Family(
    name="falcon",
    title="Falcon",
    arch="falcon",
    model_type="falcon",
    modules={
        "q_proj": QKV,
        "k_proj": QKV,
        "v_proj": QKV,
        "o_proj": "dense",
        "up_proj": "dense_h_to_4h",
        "down_proj": "dense_4h_to_h",
    },
    gguf_names={
        "self_attention.query_key_value": "attn_qkv",
        "self_attention.dense": "attn_output",
        "mlp.dense_h_to_4h": "ffn_up",
        "mlp.dense_4h_to_h": "ffn_down",
    },
    config=falcon_config,
    row_orders={"attn_qkv": grouped_fusion},
    layers="transformer.h",
)
