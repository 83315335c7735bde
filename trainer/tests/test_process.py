"""Bad input ends in a coded error, and nothing is written. None of this loads PyTorch."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import run_trainer, train_job, training_lines, write_jsonl


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF")
    return path


@pytest.mark.parametrize(
    "job", ["", "{", "[]", '{"kind":"dance"}', json.dumps({"kind": "train", "epochs": 3})]
)
def test_a_job_of_the_wrong_form(job: str) -> None:
    ran = run_trainer(job)
    assert (ran.status, ran.last["code"]) == (2, "TRAINER_JOB_INVALID")
    assert ran.last["hint"]


def changed(line: dict[str, Any], **content: object) -> dict[str, Any]:
    return {**line, "content": {**line["content"], **content}}


def test_bad_records_are_named_by_line(file: Path, tmp_path: Path) -> None:
    good = training_lines("fixture")[0]
    for bad, message in (
        (changed(good, prompts=[]), "content.prompts"),
        (changed(good, prompts=["x"] * 17), "content.prompts"),
        (changed(good, answer=7), "content.answer"),
        (changed(good, extra="?"), "content.extra"),
        ({**good, "commitment": "0x12"}, "commitment"),
        ("text", ""),
    ):
        records = write_jsonl(tmp_path / "records.jsonl", [good, bad])
        ran = run_trainer(train_job(file, records, tmp_path / "out"))
        assert (ran.status, ran.last["code"]) == (1, "TRAINER_RECORDS_INVALID")
        assert f"line 2: {message}" in ran.last["message"]
    assert not (tmp_path / "out").exists()


def test_repeated_and_absent_records(file: Path, tmp_path: Path) -> None:
    line = training_lines("fixture")[0]
    twice = write_jsonl(tmp_path / "twice.jsonl", [line, line])
    assert run_trainer(train_job(file, twice, tmp_path / "out")).last["code"] == "TRAINER_RECORDS_INVALID"
    none = write_jsonl(tmp_path / "none.jsonl", [])
    assert run_trainer(train_job(file, none, tmp_path / "out")).last["code"] == "TRAINER_RECORDS_INVALID"


def test_absent_files(file: Path, tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    assert run_trainer(train_job(absent, absent, tmp_path)).last["code"] == "TRAINER_FILE_MISSING"
    assert run_trainer(train_job(file, absent, tmp_path)).last["code"] == "TRAINER_FILE_MISSING"
    query = {"id": "q", "messages": [{"role": "user", "content": "x"}], "answer": "y"}
    influence = {"kind": "influence", "baseGguf": str(file), "adapterDir": str(absent), "queries": [query]}
    assert run_trainer(influence).last["code"] == "TRAINER_FILE_MISSING"
    empty = {**influence, "queries": [{**query, "answer": ""}]}
    assert run_trainer(empty).last["code"] == "TRAINER_QUERY_EMPTY"
