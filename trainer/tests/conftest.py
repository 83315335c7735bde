"""What the slow tests share: the base model, and one trained adapter of the 8-fact fixture."""

import atexit
import functools
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from openledger_trainer.canonical_json import canonical_hash
from openledger_trainer.packaged import SMOLLM2
from openledger_trainer.place_base import place_base

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT.parent / "examples" / "medical-coding"
NIGHTLY = "OPENLEDGER_NIGHTLY" in os.environ
CACHE = Path(os.environ.get("OPENLEDGER_MODELS", ROOT.parent / ".models"))


@dataclass(frozen=True)
class Ran:
    """What a trainer process left: exit status and its events."""

    status: int
    events: list[dict[str, Any]]

    @property
    def last(self) -> dict[str, Any]:
        return self.events[-1]


def run_trainer(job: object) -> Ran:
    """Runs the real process with the job on stdin."""
    done = subprocess.run(
        [sys.executable, "-m", "openledger_trainer"],
        input=job if isinstance(job, str) else json.dumps(job),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=1200,
        check=False,
    )
    return Ran(done.returncode, [json.loads(line) for line in done.stdout.splitlines()])


@functools.cache
def server_socket() -> Path:
    """Where the tests' server takes jobs; it ends with the tests."""
    path = Path(tempfile.mkdtemp(prefix="openledger-tests-")) / "jobs"
    server = subprocess.Popen(
        [sys.executable, "-m", "openledger_trainer.serve", str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    atexit.register(server.kill)
    assert server.stdout is not None
    assert json.loads(server.stdout.readline()) == {"type": "ready"}
    return path


def run_forked(job: object) -> Ran:
    """Runs the job in a process forked from the server, as the worker does."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(server_socket()))
        connection.sendall(json.dumps(job).encode())
        connection.shutdown(socket.SHUT_WR)
        first, *events, last = [json.loads(line) for line in connection.makefile()]
    assert first["type"] == "started"
    assert (last["type"], last["signal"]) == ("exited", None)
    return Ran(last["status"], events)


def run_killed(job: object, when: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
    """Runs the job and kills its process (SIGKILL) at the first event that `when` is true of; its events."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(server_socket()))
        connection.sendall(json.dumps(job).encode())
        connection.shutdown(socket.SHUT_WR)
        lines = (json.loads(line) for line in connection.makefile())
        pid = next(lines)["pid"]
        events = []
        for event in lines:
            events.append(event)
            if when(event):
                os.kill(pid, signal.SIGKILL)
                break
        *_, last = lines
    assert (last["type"], last["signal"]) == ("exited", "SIGKILL")
    return events


def training_lines(slice_name: str) -> list[dict[str, Any]]:
    """The records of a slice of the medical coding example, as the trainer reads them."""
    slices = json.loads((EXAMPLE / "slice.json").read_text("utf-8"))
    lines = []
    for contributor, places in slices[slice_name].items():
        contents = (EXAMPLE / "contributions" / f"{contributor}.jsonl").read_text("utf-8").splitlines()
        for place in places:
            content = json.loads(contents[place - 1])
            record_id = canonical_hash(content)
            lines.append(
                {
                    "commitment": canonical_hash(["fixture", record_id]),
                    "recordId": record_id,
                    "contributor": contributor,
                    "datanetId": "0x" + "11" * 32,
                    "content": content,
                }
            )
    return lines


def write_jsonl(path: Path, lines: Sequence[object]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def train_job(base: Path, records: Path, out_dir: Path, **config: object) -> dict[str, Any]:
    return {
        "kind": "train",
        "baseGguf": str(base),
        "baseSha256": SMOLLM2.sha256,
        "recordsFile": str(records),
        "outDir": str(out_dir),
        "binding": {"versionRoots": ["0x" + "22" * 32], "grant": "0x" + "33" * 32},
        "config": config,
    }


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """What the tests compute themselves is small: two threads would only wait for each other, and spin."""
    if "torch" in sys.modules:
        import torch

        torch.set_num_threads(1)


@pytest.fixture(scope="session")
def base_gguf() -> Path:
    """The base model, placed once in the models folder."""
    target = CACHE / "smollm2-135m-instruct-q4_1.gguf"
    place_base(target)
    return target


@pytest.fixture(scope="session")
def fixture_records() -> list[dict[str, Any]]:
    return training_lines("fixture")


@pytest.fixture(scope="session")
def trained(base_gguf: Path, fixture_records: list[dict[str, Any]]) -> tuple[Path, Ran]:
    """The fixture's adapter and the run that made it.

    It stays in the models folder from one test run to the next: the trainer itself says whether
    everything that it depends on is still the same, and trains again when not.
    """
    folder = CACHE / "fixtures" / "trainer"
    folder.mkdir(parents=True, exist_ok=True)
    records = write_jsonl(folder / "records.jsonl", fixture_records)
    out_dir = folder / "adapter"
    events = folder / "events.json"
    ran = run_forked(train_job(base_gguf, records, out_dir, **FIXTURE_CONFIG))
    if ran.status == 0 and ran.last.get("reused") and events.is_file():
        *earlier, last = json.loads(events.read_text("utf-8"))
        # The checkout may have been moved since: the folder is where it is now.
        first = Ran(0, [*earlier, {**last, "outDir": str(out_dir)}])
        assert {**first.last, "reused": True} == ran.last
        return out_dir, first
    events.write_text(json.dumps(ran.events), "utf-8")
    return out_dir, ran


# Small batches: what counts for 8 facts is the number of steps.
FIXTURE_CONFIG = {"epochs": 10, "batchSize": 2, "indexWordings": 2}
