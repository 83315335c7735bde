"""What a peer gives back, and how a peer's file is run.

    python -m peers.NAME --setup FOLDER --base GGUF --out FILE.npy [--option PLACE]

FILE.npy        float32 [options, queries, records]
FILE.json       peer, package and version, and of each option: its settings, seconds and note
"""

import argparse
import importlib.metadata
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from lds.setup import Setup, open_setup
from numpy.typing import NDArray

Option = Mapping[str, Any]
"""One setting of a peer's main knob; the bench chooses among them on the tuning masks."""

Item = TypeVar("Item")

THREADS = 2
QUERY_BATCH = 32


@dataclass(frozen=True)
class Scores:
    """values: float32 [queries, records]; greater: the record raised the answer's log-probability more.

    build_seconds: everything that is done once. query_seconds: of one query, QUERY_BATCH at a time, with what
    was built at hand. cached: whether what was built holds the records' gradients; if not, a query pays for
    them again. note: what had to be worked round.
    """

    values: NDArray[np.float32]
    build_seconds: float
    query_seconds: float
    cached: bool
    note: str = ""


@dataclass
class Clock:
    """Seconds of a block."""

    seconds: float = field(default=0.0)


@contextmanager
def timed() -> Iterator[Clock]:
    """Times what is inside."""
    clock, started = Clock(), time.perf_counter()
    yield clock
    clock.seconds = time.perf_counter() - started


def batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items, `size` at a time."""
    for first in range(0, len(items), size):
        yield items[first : first + size]


def run_peer(
    package: str | None, options: Sequence[Option], scores: Callable[[Setup, Option], Scores]
) -> None:
    """The command of a peer's file.

    :param package: the distribution whose code gives the scores; none for what has no package.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--setup", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="the base model's GGUF file")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--option", type=int, action="append", help="place of an option; all when left out")
    parser.add_argument("--checkpoint", type=int, default=-1, help="by place; the last when left out")
    args = parser.parse_args()
    torch.set_num_threads(THREADS)
    places = args.option or list(range(len(options)))
    done = []
    for place in places:
        result = scores(open_setup(args.setup, args.base, args.checkpoint), options[place])
        if not np.isfinite(result.values).all():
            raise ValueError(f"option {dict(options[place])}: a score is not finite")
        done.append(result)
    np.save(args.out, np.stack([result.values for result in done]).astype(np.float32))
    facts = {
        "peer": Path(sys.argv[0]).stem,
        "package": package,
        "version": importlib.metadata.version(package) if package else None,
        "options": [
            {
                "option": dict(options[place]),
                "buildSeconds": round(result.build_seconds, 3),
                "querySeconds": round(result.query_seconds, 6),
                "cached": result.cached,
                "note": result.note,
            }
            for place, result in zip(places, done, strict=True)
        ],
    }
    args.out.with_suffix(".json").write_text(json.dumps(facts, indent=2) + "\n", "utf-8")
