"""The peers: infini-gram and pydivsufsort index the corpus, and infini-gram answers the queries.

peers.py CORPUS FOLDER VOCABULARY QUERIES: prints one JSON document on stdout (peersSchema in measured.ts).
"""

import contextlib
import json
import shutil
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from infini_gram import indexing
from infini_gram.engine import InfiniGramEngine
from pydivsufsort import divsufsort

SEPARATOR = 65_535


def main() -> None:
    corpus, target, vocabulary, queries_file = sys.argv[1:]
    folder = Path(target)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(corpus, folder / "tokenized.0")
    tokens = np.fromfile(corpus, dtype=np.uint16)
    (np.nonzero(tokens == SEPARATOR)[0] * 2).astype(np.uint64).tofile(folder / "offset.0")
    queries = json.loads(Path(queries_file).read_text())

    # What infini-gram's own command does after tokenizing, with two processes and all the memory it wants.
    settings = SimpleNamespace(
        save_dir=str(folder),
        temp_dir=str(folder),
        worker_id=0,
        shards=1,
        workers=1,
        mem=8,
        cpus=2,
        token_width=2,
    )
    started = time.perf_counter()
    with contextlib.redirect_stdout(sys.stderr):
        indexing.build_sa(settings)
    build_seconds = time.perf_counter() - started

    engine = InfiniGramEngine(
        index_dir=str(folder), eos_token_id=0, vocab_size=int(vocabulary), token_dtype="u16", load_to_ram=True
    )
    counts = [engine.count(input_ids=query)["count"] for query in queries]
    query_seconds = []
    for _ in range(5):
        started = time.perf_counter()
        for query in queries:
            engine.count(input_ids=query)
        query_seconds.append(time.perf_counter() - started)

    started = time.perf_counter()
    divsufsort(tokens)
    divsufsort_seconds = time.perf_counter() - started
    infinigram = {"buildSeconds": build_seconds, "querySeconds": query_seconds, "counts": counts}
    print(json.dumps({"infinigram": infinigram, "divsufsortSeconds": divsufsort_seconds}))


main()
