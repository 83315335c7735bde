"""Qwen 2 (biases on queries, keys and values) and Qwen 3 (norms on queries and keys)."""

from dataclasses import replace

from openledger_trainer.families.family import DECODER_MODULES, DECODER_NAMES, Family, decoder_settings

QWEN2 = Family(
    name="qwen2",
    title="Qwen 2",
    arch="qwen2",
    model_type="qwen2",
    modules=DECODER_MODULES,
    gguf_names=DECODER_NAMES,
    config=decoder_settings,
)

QWEN3 = replace(QWEN2, name="qwen3", title="Qwen 3", arch="qwen3", model_type="qwen3")
