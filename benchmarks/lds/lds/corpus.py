"""Passages of text that every checkout has: docstrings and licences of the trainer's pinned packages.

A passage is `LENGTH` tokens of prose; a topic is one package's (or one licence's) way of writing. No
passage is the source of another: any two share no run of `SHARED` tokens.
"""

import ast
import hashlib
import re
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

from openledger_trainer.base_model import Tokenizer

LENGTH = 32
SHARED = 9

TOPICS = {
    "graphs": ["networkx/algorithms"],
    "graph classes": ["networkx/classes", "networkx/generators", "networkx/readwrite", "networkx/drawing"],
    "physics": ["sympy/physics"],
    "equations": ["sympy/solvers", "sympy/integrals"],
    "algebra": ["sympy/polys", "sympy/combinatorics"],
    "matrices": ["sympy/matrices", "sympy/tensor", "sympy/functions"],
    "symbols": ["sympy/core", "sympy/simplify", "sympy/geometry", "sympy/stats"],
    "layers": ["torch/nn"],
    "distributed": ["torch/distributed"],
    "tensors": ["torch/_torch_docs.py", "torch/_tensor_docs.py", "torch/functional.py", "torch/linalg"],
    "compilation": ["torch/fx", "torch/export", "torch/_export", "torch/_functorch"],
    "optimisers": ["torch/optim", "torch/autograd", "torch/utils", "torch/distributions"],
    "language models": ["transformers/generation", "transformers/pipelines", "transformers/utils"],
    "arrays": ["numpy"],
    "adapters": ["peft", "accelerate", "huggingface_hub"],
    "licences": ["*.dist-info/**/LICEN*", "*.dist-info/**/NOTICE*", "*.dist-info/**/COPYING*"],
}


def passages(tokenizer: Tokenizer, topic: str, count: int, taken: set[tuple[int, ...]]) -> list[list[int]]:
    """`count` passages of a topic, in an order that a hash decides.

    :param taken: runs of SHARED tokens that are used already; those of the passages are added.
    """
    texts = sorted(set(prose(topic)), key=lambda text: hashlib.sha256(text.encode()).digest())
    found: list[list[int]] = []
    for text in texts:
        ids = tokenizer.encode(text)[:LENGTH]
        runs = {tuple(ids[i : i + SHARED]) for i in range(LENGTH - SHARED + 1)}
        if len(ids) < LENGTH or runs & taken:
            continue
        taken |= runs
        found.append(ids)
        if len(found) == count:
            return found
    raise ValueError(f"{topic}: only {len(found)} passages, asked for {count}")


def prose(topic: str) -> Iterator[str]:
    """The paragraphs of a topic that read as sentences."""
    for text in texts_of(topic):
        for paragraph in re.split(r"\n\s*\n", text):
            words = " ".join(paragraph.split())
            plain = sum(c.isalpha() or c in " .,'" for c in words)
            if len(words) >= 120 and plain >= 0.93 * len(words) and ">>>" not in words:
                yield words


def texts_of(topic: str) -> Iterator[str]:
    """Docstrings of Python files, whole texts of others."""
    root = Path(sysconfig.get_path("purelib"))
    for path in files_of(root, TOPICS[topic]):
        source = path.read_text("utf-8", errors="ignore")
        if path.suffix != ".py":
            yield source
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 120:
                yield node.value


def files_of(root: Path, patterns: Sequence[str]) -> list[Path]:
    """Files under the given folders or patterns, in the order of their names; tests are left out."""
    found = set[Path]()
    for pattern in patterns:
        path = root / pattern
        if path.is_dir():
            found |= set(path.rglob("*.py"))
        elif path.is_file():
            found.add(path)
        else:
            found |= {file for file in root.glob(pattern) if file.is_file()}
    return sorted(file for file in found if "test" not in str(file.relative_to(root)))
