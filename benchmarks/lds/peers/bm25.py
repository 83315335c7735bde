"""BM25 over the words of the records, by the package bm25s (https://arxiv.org/abs/2407.03618)."""

import bm25s
import numpy as np
from lds.setup import Setup

from peers.scores import Option, Scores, run_peer, timed
from peers.texts import texts

OPTIONS: list[Option] = [{"text": text, "k1": k1} for text in ("whole", "answer") for k1 in (1.5, 0.9)]


def scores(setup: Setup, option: Option) -> Scores:
    """Lucene's form, English stop words left out; text: what of a record and of a query is read."""
    with timed() as build:
        records = bm25s.tokenize(texts(setup, setup.records, option["text"]), show_progress=False)
        index = bm25s.BM25(k1=option["k1"], b=0.75)
        index.index(records, show_progress=False)
    with timed() as query:
        examples = [query.example for query in setup.queries]
        asked = bm25s.tokenize(texts(setup, examples, option["text"]), return_ids=False, show_progress=False)
        # An answer may be stop words only; the package fails on a query without words.
        nothing = np.zeros(len(setup.records))
        values = np.stack([index.get_scores(words) if words else nothing for words in asked])
    return Scores(values.astype(np.float32), build.seconds, query.seconds / len(setup.queries), cached=True)


if __name__ == "__main__":
    run_peer("bm25s", OPTIONS, scores)
