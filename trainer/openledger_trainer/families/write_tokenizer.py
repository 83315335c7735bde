"""The vocabulary of a GGUF as a tokenizer of transformers."""

import json
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer
from transformers import AutoTokenizer, PreTrainedTokenizerFast
from transformers.convert_slow_tokenizer import bytes_to_unicode
from transformers.integrations.gguf import convert_gguf_tokenizer, get_gguf_tokenizer

from openledger_trainer.families.read_gguf import BaseFile

CONTROL = 3
"""GGUF's type of control tokens."""

SPECIAL = ("bos_token", "eos_token", "unk_token", "pad_token")


def write_tokenizer(gguf_file: Path, base: BaseFile, folder: Path) -> None:
    """Writes it to `folder`."""
    if base.family.arch == "llama":
        AutoTokenizer.from_pretrained(gguf_file.parent, gguf_file=gguf_file.name).save_pretrained(folder)
        return
    arch, parts, settings = get_gguf_tokenizer(str(gguf_file))
    backend, _ = convert_gguf_tokenizer(arch, parts)
    if parts.get("tokenizer_type") == "gpt2":
        backend = with_controls(backend, parts)
    names = {name: settings[name] for name in SPECIAL}
    opens = bool(settings.get("add_bos_token", False))
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=backend, add_bos_token=opens, **names)
    tokenizer.save_pretrained(folder)


def with_controls(backend: Any, parts: dict[str, Any]) -> Any:
    """transformers takes a control token whose name holds letters outside the byte alphabet (DeepSeek's
    `<｜User｜>`) for ordinary bytes: it gets its name and its type back."""
    spelling = bytes_to_unicode()
    alphabet = set(spelling.values())
    described = json.loads(backend.to_str())
    vocabulary = described["model"]["vocab"]
    for place, (name, kind) in enumerate(zip(parts["tokens"], parts.get("token_type") or (), strict=False)):
        spelled = "".join(spelling[byte] for byte in name.encode("utf-8"))
        if kind != CONTROL or set(name) <= alphabet or vocabulary.get(spelled) != place:
            continue
        vocabulary[name] = vocabulary.pop(spelled)
        flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
        described["added_tokens"].append({"id": place, "content": name, **flags})
    described["added_tokens"].sort(key=lambda token: token["id"])
    return Tokenizer.from_str(json.dumps(described))
