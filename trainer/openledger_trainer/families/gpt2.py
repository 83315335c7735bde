"""GPT-2: one fused projection, weights kept as [in, out], learnt positions."""

from typing import Any

from openledger_trainer.families.family import Family, Metadata, token_settings


def gpt2_config(meta: Metadata) -> dict[str, Any]:
    """transformers' GPT2Config, without dropout: what a training drops is the adapter's matter."""
    return {
        "vocab_size": meta["vocabulary"],
        "n_embd": meta["embedding_length"],
        "n_inner": meta["feed_forward_length"],
        "n_layer": meta["block_count"],
        "n_head": meta["attention.head_count"],
        "n_positions": meta["context_length"],
        "layer_norm_epsilon": meta["attention.layer_norm_epsilon"],
        "resid_pdrop": 0.0,
        "embd_pdrop": 0.0,
        "attn_pdrop": 0.0,
        "tie_word_embeddings": meta["tied"],
        **token_settings(meta),
    }


GPT2 = Family(
    name="gpt2",
    title="GPT-2",
    arch="gpt2",
    model_type="gpt2",
    modules={
        "q_proj": "attn.c_attn",
        "k_proj": "attn.c_attn",
        "v_proj": "attn.c_attn",
        "o_proj": "attn.c_proj",
        "up_proj": "mlp.c_fc",
        "down_proj": "mlp.c_proj",
    },
    gguf_names={
        "attn.c_attn": "attn_qkv",
        "attn.c_proj": "attn_output",
        "mlp.c_fc": "ffn_up",
        "mlp.c_proj": "ffn_down",
    },
    config=gpt2_config,
    transposed=frozenset({"attn_qkv", "attn_output", "ffn_up", "ffn_down"}),
    layers="transformer.h",
)
