"""Files that are either complete or absent, and their hashes."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from openledger_trainer.canonical_json import canonical_json
from openledger_trainer.errors import TrainerError


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Lets `write` fill a temporary file, flushes it to disk, then renames it."""
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        write(partial)
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    partial.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def sha256_file(path: Path) -> str:
    """SHA-256 of a file, hex. Throws TRAINER_FILE_MISSING."""
    if not path.is_file():
        raise TrainerError("TRAINER_FILE_MISSING", f"no such file: {path}")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def folder_hash(folder: Path) -> str:
    """SHA-256 (0x hex) of the canonical JSON [[relative path, SHA-256 hex], …], sorted by path."""
    paths = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    listing = [[path, sha256_file(folder / path)] for path in paths]
    return "0x" + hashlib.sha256(canonical_json(listing).encode("utf-8")).hexdigest()


def file_hash(path: Path) -> str:
    """SHA-256 of a file as 0x hex."""
    return "0x" + sha256_file(path)
