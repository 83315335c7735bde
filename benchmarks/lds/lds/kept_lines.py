"""Results in a JSONL file on which several processes work: one line each, done once."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Line = dict[str, Any]


@contextmanager
def claimed(path: Path, key: Mapping[str, Any]) -> Iterator[bool]:
    """Whether this process is the one to make the line with these fields: not when it is there already, nor
    while another process holds it."""
    name = "-".join(str(value) for value in key.values())
    lock = path.with_name(f"{path.name}.{name}.lock")
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield not has(path, lambda line: all(line[name] == value for name, value in key.items()))
        lock.unlink(missing_ok=True)


def has(path: Path, wanted: Callable[[Line], bool]) -> bool:
    """Whether a line of the file is wanted."""
    return path.exists() and any(wanted(json.loads(line)) for line in path.read_text("utf-8").splitlines())


def append(path: Path, line: Line) -> None:
    """Adds a line, whole and on the disk."""
    with path.open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())
