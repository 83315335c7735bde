"""Asks the serving engine (packages/engine, llama.cpp), as a program of its own."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

SCRIPT = ROOT.parent / "packages" / "engine" / "test" / "answerCases.ts"


@dataclass(frozen=True)
class Case:
    """A base, perhaps with an adapter, and what is asked, each a conversation of one turn."""

    name: str
    base: Path
    adapter: Path | None
    questions: list[str]
    tokens: int


def node() -> str:
    """The project's Node.js, else the one in the path."""
    own = ROOT.parent / ".toolchain" / "node" / "node_modules" / "node" / "bin" / "node"
    return str(own) if own.is_file() else shutil.which("node") or "node"


def engine_answers(cases: Sequence[Case]) -> dict[str, list[dict[str, Any]]]:
    """By case: {inputTokens, tokens, logprobs, text} for each question."""
    asked = [
        {
            "name": case.name,
            "base": str(case.base),
            "adapter": None if case.adapter is None else str(case.adapter),
            "questions": case.questions,
            "tokens": case.tokens,
        }
        for case in cases
    ]
    done = subprocess.run(
        [node(), "--disable-warning=ExperimentalWarning", str(SCRIPT)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
        env={**os.environ},
    )
    assert done.returncode == 0, done.stderr
    answers: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    return answers
