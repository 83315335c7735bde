"""The training log: what was really used, step by step, as a hash chain."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any

from openledger_trainer.canonical_json import canonical_hash, canonical_json


@dataclass(frozen=True)
class LogPosition:
    """How far a log goes: its bytes and lines, and the head of its chain."""

    size: int
    lines: int
    head: str


@dataclass
class TrainingLog:
    """Appends lines {step, records, lossMicro, lrNano, gradNormMicro, tokens, previous, hash}.

    hash = keccak256(canonical JSON of the line without `hash`); the first `previous` is the
    manifest's hash. `head` is the last hash: the log's root.
    """

    file: IO[str]
    head: str
    lines: int = field(default=0)
    size: int = field(default=0)

    @property
    def position(self) -> LogPosition:
        """Where it ends."""
        return LogPosition(self.size, self.lines, self.head)

    def append(
        self, step: int, records: list[str], loss: float, lr_nano: int, grad_norm: float, tokens: int
    ) -> None:
        line: dict[str, object] = {
            "step": step,
            "records": records,
            "lossMicro": round(loss * 1_000_000),
            "lrNano": lr_nano,
            "gradNormMicro": round(grad_norm * 1_000_000),
            "tokens": tokens,
            "previous": self.head,
        }
        self.head = canonical_hash(line)
        text = canonical_json({**line, "hash": self.head}) + "\n"
        self.file.write(text)
        self.lines += 1
        self.size += len(text.encode("utf-8"))

    def sync(self) -> None:
        """Has what was appended on the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())


def read_log(path: Path, position: LogPosition, manifest_hash: str) -> list[dict[str, Any]] | None:
    """The lines up to a position; None when they are not those of that chain."""
    try:
        with path.open("rb") as file:
            text = file.read(position.size)
        lines = [json.loads(line) for line in text.splitlines()]
        whole = len(text) == position.size and len(lines) == position.lines
        return lines if whole and check_training_log(lines, manifest_hash) == position.head else None
    except (OSError, ValueError):
        return None


def check_training_log(lines: Iterable[dict[str, object]], manifest_hash: str) -> str:
    """Follows the chain and returns its head. Throws ValueError naming the first broken line."""
    head = manifest_hash
    for number, line in enumerate(lines, 1):
        body = {key: value for key, value in line.items() if key != "hash"}
        if line.get("previous") != head or line.get("hash") != canonical_hash(body):
            raise ValueError(f"training log breaks at line {number}")
        head = str(line["hash"])
    return head


@cache
def code_hash() -> str:
    """Keccak-256 over this package's source files, those of its folders included: paths and contents,
    sorted by path."""
    folder = Path(__file__).parent
    sources = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.py")}
    return canonical_hash(sources)
