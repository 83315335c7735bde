"""DeepSeek-V2: attention over a compressed latent, and mixtures of experts beside shared ones.

llama.cpp multiplies by the query and latent projections without looking for a LoRA. PEFT takes gate, up
and down projection of such a model to mean its routed experts, which are one parameter of three
dimensions, and leaves the dense ones out. What both sides apply is the output projection.
"""

from typing import Any

from openledger_trainer.families.family import Family, Metadata, decoder_settings

LATENT = "llama.cpp does not apply a LoRA to projections of the latent attention"
EXPERTS = "PEFT puts a LoRA on all routed experts or on none, and llama.cpp has no such form"


def deepseek2_config(meta: Metadata) -> dict[str, Any]:
    """transformers' DeepseekV2Config."""
    rotated = meta["rope.dimension_count"]
    key = meta.get("attention.key_length_mla", meta["attention.key_length"])
    heads = meta["attention.head_count"]
    settings = decoder_settings(meta)
    del settings["head_dim"]
    return {
        **settings,
        # In the absorbed form the file counts one head of keys: the latent.
        "num_key_value_heads": heads,
        "kv_lora_rank": meta["attention.kv_lora_rank"],
        "q_lora_rank": meta.get("attention.q_lora_rank"),
        "qk_rope_head_dim": rotated,
        "qk_nope_head_dim": key - rotated,
        "v_head_dim": meta.get("attention.value_length_mla", meta["attention.value_length"]),
        "first_k_dense_replace": meta["leading_dense_block_count"],
        "n_routed_experts": meta["expert_count"],
        "num_experts_per_tok": meta["expert_used_count"],
        "n_shared_experts": meta["expert_shared_count"],
        "moe_intermediate_size": meta["expert_feed_forward_length"],
        "routed_scaling_factor": meta.get("expert_weights_scale", 1.0),
        "norm_topk_prob": bool(meta.get("expert_weights_norm", False)),
        "topk_method": "greedy",
    }


DEEPSEEK2 = Family(
    name="deepseek2",
    title="DeepSeek-V2",
    arch="deepseek2",
    model_type="deepseek_v2",
    modules={"o_proj": "o_proj"},
    gguf_names={"self_attn.o_proj": "attn_output"},
    config=deepseek2_config,
    unserved={
        **dict.fromkeys(("q_proj", "k_proj", "v_proj"), LATENT),
        **dict.fromkeys(("gate_proj", "up_proj", "down_proj"), EXPERTS),
    },
)
