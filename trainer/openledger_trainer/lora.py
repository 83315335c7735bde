"""Puts LoRA modules on a base model, and reads an adapter back from its files."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model, set_peft_model_state_dict
from peft.tuners.lora import LoraLayer
from safetensors.torch import load_file

from openledger_trainer.base_model import BaseModel
from openledger_trainer.errors import TrainerError
from openledger_trainer.export_gguf import AdapterScaling
from openledger_trainer.families.family import Family
from openledger_trainer.jobs import TrainConfig, UsedAdapter


def add_lora(base: BaseModel, config: TrainConfig) -> Any:
    """A PEFT model around `base` with fresh, seeded LoRA modules (B = 0: no effect yet)."""
    layers = base.model.config.num_hidden_layers
    if config.first_layer >= layers:
        raise TrainerError("TRAINER_JOB_INVALID", f"firstLayer: the model has only {layers} layers")
    torch.manual_seed(config.seed)
    return get_peft_model(
        base.model,
        LoraConfig(
            r=config.rank,
            lora_alpha=config.alpha,
            use_rslora=config.rank_stabilised,
            target_modules=base.family.target_modules(config.target_modules),
            fan_in_fan_out=bool(base.family.transposed),
            layers_to_transform=list(range(config.first_layer, layers)),
            lora_dropout=0.0,
            bias="none",
            task_type="CAUSAL_LM",
        ),
    )


def load_adapter(base: BaseModel, adapter_dir: Path) -> Any:
    """A PEFT model around `base` with the adapter in `adapter_dir` (safetensors only)."""
    weights = adapter_dir / "adapter_model.safetensors"
    settings = adapter_dir / "adapter_config.json"
    for path in (weights, settings):
        if not path.is_file():
            raise TrainerError("TRAINER_FILE_MISSING", f"no such file: {path}")
    peft_model = get_peft_model(base.model, LoraConfig(**json.loads(settings.read_text("utf-8"))))
    set_peft_model_state_dict(peft_model, load_file(weights))
    peft_model.eval()
    return peft_model


def scale_adapter(peft_model: Any, factor: float) -> None:
    """Multiplies what the adapter adds by `factor`."""
    for module in peft_model.modules():
        if isinstance(module, LoraLayer):
            for name in module.scaling:
                module.scaling[name] *= factor


def merge_adapters(base: BaseModel, adapters: Sequence[UsedAdapter]) -> BaseModel:
    """`base` with adapters added to its weights, each by its factor. The given model is changed."""
    model = base.model
    for adapter in adapters:
        peft_model = load_adapter(replace(base, model=model), adapter.adapter_dir)
        scale_adapter(peft_model, adapter.scale)
        model = peft_model.merge_and_unload()
    return replace(base, model=model.requires_grad_(False))


def indexed_modules(family: Family, config: TrainConfig) -> list[str]:
    """The modules whose gradients the index holds: those of index_modules that are trained, or all
    trained ones where none is."""
    trained = family.target_modules(config.target_modules)
    wanted = {family.modules.get(role) for role in config.index_modules}
    return sorted([module for module in trained if module in wanted] or trained)


def adapter_config_json(config: TrainConfig, layers: int, family: Family) -> str:
    """adapter_config.json as PEFT reads it; the same settings give the same bytes."""
    settings = {
        "alpha_pattern": {},
        "bias": "none",
        "inference_mode": True,
        "layers_to_transform": list(range(config.first_layer, layers)),
        "lora_alpha": config.alpha,
        "lora_dropout": 0.0,
        "peft_type": "LORA",
        "r": config.rank,
        "rank_pattern": {},
        "target_modules": sorted(family.target_modules(config.target_modules)),
        "task_type": "CAUSAL_LM",
        "use_rslora": config.rank_stabilised,
    }
    if family.transposed:
        settings["fan_in_fan_out"] = True
    return json.dumps(settings, indent=2, sort_keys=True) + "\n"


def scaling_of(config: TrainConfig) -> AdapterScaling:
    """The scaling that PEFT applies under these settings."""
    return AdapterScaling(config.rank, config.alpha, config.rank_stabilised)
