"""The training manifest: every input of a training. The same manifest gives the same adapter."""

from collections.abc import Sequence

import numpy
import peft
import torch
import transformers

from openledger_trainer.jobs import TrainingRecord, TrainJob


def make_manifest(
    job: TrainJob,
    base_sha256: str,
    records: Sequence[TrainingRecord],
    held_out: Sequence[TrainingRecord],
    code_hash: str,
) -> dict[str, object]:
    """Strings and integers only; its hash is keccak256 of its canonical JSON. It is published:
    records stand in it by their salted commitments, never by what tells their content. `records` are
    trained on, `heldOut` are not."""
    versions = {"torch": torch, "transformers": transformers, "peft": peft, "numpy": numpy}
    return {
        "kind": "openledger.training-manifest",
        "version": 1,
        "base": {"format": "gguf", "sha256": base_sha256},
        "versionRoots": list(job.binding.version_roots),
        "grant": job.binding.grant,
        "config": job.config.model_dump(by_alias=True),
        "threads": job.threads,
        "codeHash": code_hash,
        "libraries": {
            name: str(module.__version__).split("+")[0] for name, module in sorted(versions.items())
        },
        "records": [record.commitment for record in records],
        "heldOut": [record.commitment for record in held_out],
    }
