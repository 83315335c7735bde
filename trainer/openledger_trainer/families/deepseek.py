"""DeepSeek-V2: attention over a compressed latent, and mixtures of experts beside shared ones.

llama.cpp multiplies by the query and latent projections without looking for a LoRA, and PEFT has none
for the routed experts, which are one parameter of three dimensions. So LoRA goes on what both sides
apply: the output projection, the dense layers and the shared experts.
"""

from typing import Any

from openledger_trainer.families.family import Family, Metadata, decoder_settings

LATENT = "llama.cpp does not apply a LoRA to projections of the latent attention"


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
    modules={
        "o_proj": "o_proj",
        "gate_proj": "gate_proj",
        "up_proj": "up_proj",
        "down_proj": "down_proj",
    },
    gguf_names={
        "self_attn.o_proj": "attn_output",
        "mlp.shared_experts.gate_proj": "ffn_gate_shexp",
        "mlp.shared_experts.up_proj": "ffn_up_shexp",
        "mlp.shared_experts.down_proj": "ffn_down_shexp",
        "mlp.gate_proj": "ffn_gate",
        "mlp.up_proj": "ffn_up",
        "mlp.down_proj": "ffn_down",
    },
    config=deepseek2_config,
    unserved={"q_proj": LATENT, "k_proj": LATENT, "v_proj": LATENT},
)
