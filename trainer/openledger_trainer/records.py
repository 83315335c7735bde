"""Reads the records to train on, and chooses which wording is used when."""

from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from openledger_trainer.errors import TrainerError
from openledger_trainer.jobs import Message, Question, Strict, TrainingRecord

Line = TypeVar("Line", bound=Strict)


def read_jsonl(path: Path, schema: type[Line]) -> list[Line]:
    """All lines of a JSONL file, each validated; errors name the line.

    Throws TRAINER_FILE_MISSING, TRAINER_RECORDS_INVALID.
    """
    if not path.is_file():
        raise TrainerError("TRAINER_FILE_MISSING", f"no such file: {path}")
    lines: list[Line] = []
    with path.open(encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            try:
                lines.append(schema.model_validate_json(text))
            except ValidationError as error:
                first = error.errors(include_url=False, include_input=False)[0]
                place = ".".join(str(part) for part in first["loc"])
                raise TrainerError(
                    "TRAINER_RECORDS_INVALID", f"{path.name}, line {number}: {place}: {first['msg']}"
                ) from error
    if not lines:
        raise TrainerError("TRAINER_RECORDS_INVALID", f"{path.name} has no lines")
    return lines


def read_records(path: Path) -> list[TrainingRecord]:
    """The training records in ascending order of commitment: file order never matters."""
    records = sorted(read_jsonl(path, TrainingRecord), key=lambda record: record.commitment)
    for one, next_one in pairwise(records):
        if one.commitment == next_one.commitment:
            raise TrainerError("TRAINER_RECORDS_INVALID", f"commitment twice: {one.commitment}")
    return records


def read_questions(path: Path) -> list[Question]:
    """The lines of a question file."""
    return read_jsonl(path, Question)


def wording(record: TrainingRecord, epoch: int) -> str:
    """Epoch e takes wording e modulo their number: all of them in turn."""
    return record.content.prompts[epoch % len(record.content.prompts)]


def ask(prompt: str) -> list[Message]:
    """A single question as messages."""
    return [Message(role="user", content=prompt)]
