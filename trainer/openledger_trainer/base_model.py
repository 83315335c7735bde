"""Loads the base model from the very GGUF file that is served, de-quantised.

The de-quantised weights are kept beside the GGUF (`<name>.f32/`, bound to the file's SHA-256) as
transformers reads them, and loaded from there.
"""

import errno
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gguf
import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

from openledger_trainer.chat_templates import ChatTemplate, choose_template
from openledger_trainer.errors import TrainerError
from openledger_trainer.families.family import Family
from openledger_trainer.families.known import BY_NAME
from openledger_trainer.families.read_gguf import pytorch_weight, read_base
from openledger_trainer.families.write_tokenizer import write_tokenizer
from openledger_trainer.files import sha256_file


@dataclass(frozen=True)
class Tokenizer:
    """The model's tokenizer; `encode` never yields control tokens. controls: ids by name."""

    inner: Any
    template: ChatTemplate
    controls: Mapping[str, int]

    @property
    def end_id(self) -> int:
        """Closes an answer."""
        return self.controls[self.template.end]

    def encode(self, text: str) -> list[int]:
        ids = self.inner(text, add_special_tokens=False, split_special_tokens=True)["input_ids"]
        return [int(i) for i in ids]

    def decode(self, ids: list[int]) -> str:
        return str(self.inner.decode(ids, skip_special_tokens=True))


@dataclass(frozen=True)
class BaseModel:
    """model: a causal language model in float32, no gradients; sha256: of the GGUF file, hex; heads: of
    attention, and those of keys and values; context: most tokens of prompt and answer."""

    model: Any
    tokenizer: Tokenizer
    sha256: str
    family: Family
    heads: tuple[int, int]

    @property
    def context(self) -> int:
        config = self.model.config
        return int(getattr(config, "max_position_embeddings", None) or config.seq_length)


def load_base_model(gguf_file: Path, expected_sha256: str | None = None) -> BaseModel:
    """Loads model and tokenizer.

    :param gguf_file: the served GGUF file, of a family in openledger_trainer/families/.
    :param expected_sha256: refuse any other file (TRAINER_BASE_MISMATCH).
    """
    digest = sha256_file(gguf_file)
    if expected_sha256 is not None and digest != expected_sha256:
        raise TrainerError(
            "TRAINER_BASE_MISMATCH", f"{gguf_file} has SHA-256 {digest}, not {expected_sha256}"
        )
    folder = dequantised_folder(gguf_file, digest)
    model: Any = AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager", local_files_only=True
    )
    model.eval().requires_grad_(False)
    family, heads = describe(model)
    return BaseModel(model, load_tokenizer(folder), digest, family, heads)


def describe(model: Any) -> tuple[Family, tuple[int, int]]:
    """The family of a loaded model, and its attention heads."""
    config = model.config
    family = next(family for family in BY_NAME.values() if family.model_type == config.model_type)
    heads = int(config.num_attention_heads)
    kv_heads = getattr(config, "num_key_value_heads", None) or getattr(config, "num_kv_heads", None) or heads
    return family, (heads, int(kv_heads))


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer in a folder of `dequantised_folder`, and the chat template that fits its vocabulary."""
    inner: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    special = {str(token): int(i) for i, token in inner.added_tokens_decoder.items() if token.special}
    opens = inner.bos_token if inner.init_kwargs.get("add_bos_token") else None
    template = choose_template(special, opens, inner.eos_token)
    if template is None:
        raise TrainerError("TRAINER_BASE_UNREADABLE", f"{folder.name} has no control tokens for a chat")
    return Tokenizer(inner, template, {name: special[name] for name in template.controls})


def dequantised_folder(gguf_file: Path, digest: str) -> Path:
    """The folder with the de-quantised weights and the tokenizer, made when it is missing.

    Throws TRAINER_BASE_UNREADABLE, TRAINER_DISK_FULL.
    """
    folder = gguf_file.with_name(f"{gguf_file.name}.f32")
    stamp = folder / "gguf.sha256"
    if stamp.is_file() and stamp.read_text() == digest:
        return folder
    partial = gguf_file.with_name(f"{gguf_file.name}.f32.{os.getpid()}.partial")
    try:
        partial.mkdir(exist_ok=True)
        write_dequantised(gguf_file, partial)
        (partial / "gguf.sha256").write_text(digest)
    except TrainerError:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    except (OSError, ValueError, KeyError) as error:
        shutil.rmtree(partial, ignore_errors=True)
        full = isinstance(error, OSError) and error.errno == errno.ENOSPC
        code = "TRAINER_DISK_FULL" if full else "TRAINER_BASE_UNREADABLE"
        raise TrainerError(code, f"{gguf_file}: {error}") from error
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    return folder


def write_dequantised(gguf_file: Path, folder: Path) -> None:
    """Settings, weights and tokenizer as transformers reads them."""
    base = read_base(gguf_file)
    config = AutoConfig.for_model(base.family.model_type, **base.family.config(base.meta), dtype="float32")
    with torch.device("meta"):
        model: Any = AutoModelForCausalLM.from_config(config)
    model.config.save_pretrained(folder)
    arch = next(key for key, name in gguf.MODEL_ARCH_NAMES.items() if name == base.family.arch)
    names = gguf.get_tensor_name_map(arch, base.meta["block_count"])
    weights = {}
    for name, parameter in model.named_parameters():
        weight = torch.from_numpy(pytorch_weight(base, name, names))
        if weight.shape != parameter.shape:
            raise TrainerError(
                "TRAINER_BASE_UNREADABLE",
                f"{name}: {list(weight.shape)} in the file, not {list(parameter.shape)}",
            )
        weights[name] = weight
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    write_tokenizer(gguf_file, base, folder)
