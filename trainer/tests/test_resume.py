"""Real trainings that are killed, that stop early, and that cannot be: of a tiny base of the same family and
packed the same way as the real one; nightly of that one too. (On the real one trains `conftest.trained`.)"""

import json
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from openledger_trainer.families.known import BY_NAME
from openledger_trainer.files import sha256_file
from openledger_trainer.jobs import TrainConfig
from openledger_trainer.training_log import check_training_log
from tests.conftest import NIGHTLY, Ran, run_forked, run_killed, train_job, write_jsonl
from tests.tiny_base import make_tiny_base

SMALL = {"rank": 1, "targetModules": ["v_proj"], "batchSize": 2, "indexWordings": 1}
EVERYTHING = {
    **SMALL,
    "epochs": 3,
    "lrNano": 2_000_000,
    "dropoutMicro": 100_000,
    "validationPpm": 200_000,
    "patience": 10,
    "evalEverySteps": 2,
    "warmupPpm": 200_000,
}
HASHES = ("manifestHash", "logHead", "adapterHash", "adapterGgufHash", "indexHash")


@dataclass(frozen=True)
class Base:
    """A base model's file, the first of its layers that are trained, and the most tokens that it reads."""

    gguf: Path
    first_layer: int
    context: int


@pytest.fixture(scope="module", params=["tiny", "real"] if NIGHTLY else ["tiny"])
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Base:
    if request.param == "real":
        return Base(request.getfixturevalue("base_gguf"), first_layer=26, context=8192)
    path = tmp_path_factory.mktemp("base") / "tiny.gguf"
    make_tiny_base(path, BY_NAME["llama"], four_bits=True)
    return Base(path, first_layer=1, context=512)


def job(
    base: Base, folder: Path, name: str, records: list[dict[str, Any]], **config: object
) -> dict[str, Any]:
    lines = write_jsonl(folder / f"{name}.jsonl", records)
    return {
        **train_job(base.gguf, lines, folder / name, firstLayer=base.first_layer, **config),
        "baseSha256": sha256_file(base.gguf),
        "checkpointEverySteps": 2,
        "sampleEverySteps": 5,
        "samplePrompts": ["What is the code for a cut of the lip?"],
    }


def of_type(ran: Ran, kind: str) -> list[dict[str, Any]]:
    return [event for event in ran.events if event["type"] == kind]


def test_a_killed_training_goes_on_and_ends_with_the_same_bytes(
    base: Base, fixture_records: list[dict[str, Any]], tmp_path: Path
) -> None:
    unbroken = run_forked(job(base, tmp_path, "unbroken", fixture_records, **EVERYTHING))
    assert unbroken.status == 0, unbroken.last
    broken = job(base, tmp_path, "broken", fixture_records, **EVERYTHING)
    run_killed(broken, lambda event: event["type"] == "progress" and event["step"] == 5)
    second = run_killed(broken, lambda event: event["type"] == "stage" and event["stage"] == "index")
    assert [event["step"] for event in second if event["type"] == "resumed"] in ([2], [4], [6], [8])
    third = run_forked(broken)
    assert [event["step"] for event in of_type(third, "resumed")] == [9]
    assert not of_type(third, "progress")
    assert {name: third.last[name] for name in HASHES} == {name: unbroken.last[name] for name in HASHES}
    left = {path.name for path in (tmp_path / "broken").iterdir()}
    assert left == {path.name for path in (tmp_path / "unbroken").iterdir()}
    assert not {"state.safetensors", "training-log.working"} & left
    told_of(unbroken, tmp_path / "unbroken", fixture_records)


def test_a_base_in_4_bits_gives_the_same_adapter(
    base: Base, fixture_records: list[dict[str, Any]], tmp_path: Path
) -> None:
    config = {**SMALL, "epochs": 1, "dropoutMicro": 100_000}
    plain = run_forked(job(base, tmp_path, "plain", fixture_records[:4], **config))
    packed = run_forked(job(base, tmp_path, "packed", fixture_records[:4], **config, quantisation="4bit"))
    assert packed.status == 0, packed.last
    assert packed.last["manifestHash"] != plain.last["manifestHash"]
    for name in ("adapterHash", "adapterGgufHash", "thresholdMicro"):
        assert packed.last[name] == plain.last[name]


def told_of(ran: Ran, folder: Path, records: list[dict[str, Any]]) -> None:
    """What the run said, and that held-out records are in neither log nor index."""
    assert [event["step"] for event in of_type(ran, "evaluation")] == [0, 2, 4, 6, 8, 9]
    assert [event["step"] for event in of_type(ran, "sample")] == [0, 5, 9]
    assert [event["step"] for event in of_type(ran, "saved")] == [2, 4, 6, 8, 9]
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert (len(manifest["records"]), len(manifest["heldOut"])) == (6, 2)
    assert sorted([*manifest["records"], *manifest["heldOut"]]) == sorted(r["commitment"] for r in records)
    lines = [json.loads(line) for line in (folder / "training-log.jsonl").read_text("utf-8").splitlines()]
    assert check_training_log(lines, ran.last["manifestHash"]) == ran.last["logHead"]
    assert {c for line in lines for c in line["records"]} == set(manifest["records"])
    index = json.loads((folder / "index" / "meta.json").read_text("utf-8"))
    assert index["records"] == manifest["records"]
    assert (ran.last["records"], ran.last["heldOut"], ran.last["steps"]) == (6, 2, len(lines))
    assert ran.last["tokens"] == sum(line["tokens"] for line in lines)


def test_early_stopping_takes_the_best_weights_and_the_log_ends_there(
    base: Base, fixture_records: list[dict[str, Any]], tmp_path: Path
) -> None:
    config = {**SMALL, "epochs": 40, "lrNano": 20_000_000, "evalEverySteps": 1, "patience": 2}
    ran = run_forked(job(base, tmp_path, "early", fixture_records, validationPpm=300_000, **config))
    assert ran.status == 0, ran.last
    losses = {event["step"]: event["loss"] for event in of_type(ran, "evaluation") if event["step"] > 0}
    best = min(losses, key=lambda step: losses[step])
    assert ran.last["stepsRun"] == best + 2 < 40 * 3
    assert (ran.last["steps"], ran.last["heldOutLoss"]) == (best, losses[best])
    folder = tmp_path / "early"
    log = (folder / "training-log.jsonl").read_text("utf-8").splitlines()
    assert len(log) == best
    # What no step of the log saw cannot be a source.
    seen = {commitment for line in log for commitment in json.loads(line)["records"]}
    assert set(json.loads((folder / "index" / "meta.json").read_text("utf-8"))["records"]) == seen
    assert abs(held_out_loss(base.gguf, folder, fixture_records) - losses[best]) < 1e-5


def held_out_loss(base_gguf: Path, folder: Path, records: list[dict[str, Any]]) -> float:
    """Of the adapter as it lies on the disk."""
    from openledger_trainer.answer_logits import answer_losses
    from openledger_trainer.base_model import load_base_model
    from openledger_trainer.examples import make_batch, make_example
    from openledger_trainer.lora import load_adapter
    from openledger_trainer.records import ask

    base = load_base_model(base_gguf)
    model = load_adapter(base, folder).base_model.model
    contents = {record["commitment"]: record["content"] for record in records}
    losses = []
    for commitment in json.loads((folder / "manifest.json").read_text("utf-8"))["heldOut"]:
        content = contents[commitment]
        example = make_example(base.tokenizer, ask(content["prompts"][0]), content["answer"], 512)
        with torch.no_grad():
            losses.append(answer_losses(model, make_batch([example], base.tokenizer.end_id)))
    return float(torch.cat(losses).mean())


def test_a_loss_that_is_no_number_is_told_and_what_was_learnt_is_kept(
    base: Base, fixture_records: list[dict[str, Any]], tmp_path: Path
) -> None:
    modules = ["gate_proj", "up_proj", "down_proj"]
    wild = {**SMALL, "targetModules": modules, "epochs": 100, "lrNano": 1_000_000_000, "alpha": 1024}
    ran = run_forked(job(base, tmp_path, "wild", fixture_records, **wild))
    assert (ran.status, ran.last["code"]) == (1, "TRAINER_DIVERGED")
    assert "in step" in ran.last["message"]
    assert (tmp_path / "wild" / "state.safetensors").is_file()
    assert not (tmp_path / "wild" / "result.json").exists()


def test_a_record_that_is_too_long_is_named_before_the_first_step(
    base: Base, fixture_records: list[dict[str, Any]], tmp_path: Path
) -> None:
    first, *others = fixture_records[:3]
    prompts = [
        first["content"]["prompts"][0],
        "word " * 9_000,
    ]  # the second wording is not asked in one epoch
    records = [{**first, "content": {**first["content"], "prompts": prompts}}, *others]
    config = {**SMALL, "epochs": 1, "maxTokensPerExample": 8192}
    ran = run_forked(job(base, tmp_path, "long", records, **config))
    assert (ran.status, ran.last["code"]) == (1, "TRAINER_RECORD_TOO_LONG")
    assert first["commitment"] in ran.last["message"]
    assert f"allowed are {base.context}" in ran.last["message"]
    assert not of_type(ran, "progress")


@pytest.mark.parametrize(("context", "limit"), [(2048, 512), (256, 256), (None, 512)])
def test_no_example_is_longer_than_the_model_s_context(context: int | None, limit: int) -> None:
    from openledger_trainer.base_model import BaseModel
    from openledger_trainer.families.llama import LLAMA
    from openledger_trainer.record_examples import most_tokens

    settings = SimpleNamespace(max_position_embeddings=context) if context else SimpleNamespace()
    tokenizer: Any = None
    base = BaseModel(SimpleNamespace(config=settings), tokenizer, "", LLAMA, (1, 1))
    assert most_tokens(base, TrainConfig()) == limit
