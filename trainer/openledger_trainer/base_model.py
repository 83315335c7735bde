"""Loads the base model from the very GGUF file that is served, de-quantised by transformers.

Reading a GGUF takes transformers about 30 s; the de-quantised weights are therefore kept beside
the GGUF (`<name>.f32/`, bound to the file's SHA-256) and loaded from there in a second.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

from openledger_trainer.chat import END, START
from openledger_trainer.errors import TrainerError
from openledger_trainer.files import sha256_file


@dataclass(frozen=True)
class Tokenizer:
    """The model's tokenizer; `encode` never yields control tokens."""

    inner: Any
    start_id: int
    end_id: int

    def encode(self, text: str) -> list[int]:
        ids = self.inner(text, add_special_tokens=False, split_special_tokens=True)["input_ids"]
        return [int(i) for i in ids]

    def decode(self, ids: list[int]) -> str:
        return str(self.inner.decode(ids, skip_special_tokens=True))


@dataclass(frozen=True)
class BaseModel:
    """model: a causal language model in float32, no gradients; sha256: of the GGUF file, hex."""

    model: Any
    tokenizer: Tokenizer
    sha256: str


def load_base_model(gguf: Path, expected_sha256: str | None = None) -> BaseModel:
    """Loads model and tokenizer.

    :param gguf: the served GGUF file (llama architecture).
    :param expected_sha256: refuse any other file (TRAINER_BASE_MISMATCH).
    """
    digest = sha256_file(gguf)
    if expected_sha256 is not None and digest != expected_sha256:
        raise TrainerError("TRAINER_BASE_MISMATCH", f"{gguf} has SHA-256 {digest}, not {expected_sha256}")
    folder = dequantised_folder(gguf, digest)
    model: Any = AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager", local_files_only=True
    )
    model.eval().requires_grad_(False)
    inner: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    start_id, end_id = (int(inner.convert_tokens_to_ids(t)) for t in (START, END))
    if inner.unk_token_id in (start_id, end_id):
        raise TrainerError("TRAINER_BASE_UNREADABLE", f"{gguf} has no ChatML control tokens")
    return BaseModel(model, Tokenizer(inner, start_id, end_id), digest)


def dequantised_folder(gguf: Path, digest: str) -> Path:
    """The folder with the de-quantised weights and the tokenizer, made when it is missing."""
    folder = gguf.with_name(f"{gguf.name}.f32")
    stamp = folder / "gguf.sha256"
    if stamp.is_file() and stamp.read_text() == digest:
        return folder
    partial = gguf.with_name(f"{gguf.name}.f32.{os.getpid()}.partial")
    try:
        model = AutoModelForCausalLM.from_pretrained(
            gguf.parent, gguf_file=gguf.name, dtype=torch.float32, local_files_only=True
        )
        if model.config.model_type != "llama":
            raise TrainerError("TRAINER_BASE_UNREADABLE", f"{gguf} is {model.config.model_type}, not llama")
        partial.mkdir(exist_ok=True)
        del model.config.quantization_config
        model.config.save_pretrained(partial)
        weights = {k: v.contiguous() for k, v in model.state_dict().items() if k != "lm_head.weight"}
        save_file(weights, partial / "model.safetensors", metadata={"format": "pt"})
        AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name).save_pretrained(partial)
    except (OSError, ValueError, KeyError) as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise TrainerError("TRAINER_BASE_UNREADABLE", f"{gguf}: {error}") from error
    (partial / "gguf.sha256").write_text(digest)
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    return folder
