"""Asks the serving engine (packages/engine, llama.cpp), as a program of its own."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

SCRIPT = ROOT.parent / "packages" / "engine" / "test" / "answerCases.ts"


@dataclass(frozen=True)
class Case:
    """A base, perhaps with an adapter, and what is asked, each a conversation of one turn; texts are only
    cut into tokens, conversations ([[role, content], …]) only rendered and counted. scored: an answer
    whose tokens' log-probabilities are asked for after each question."""

    name: str
    base: Path
    adapter: Path | None
    questions: list[str]
    tokens: int
    scored: str | None = None
    texts: list[str] = field(default_factory=list)
    conversations: list[list[tuple[str, str]]] = field(default_factory=list)


def node() -> str:
    """The project's Node.js, else the one in the path."""
    own = ROOT.parent / ".toolchain" / "node" / "node_modules" / "node" / "bin" / "node"
    return str(own) if own.is_file() else shutil.which("node") or "node"


def engine_answers(cases: Sequence[Case]) -> dict[str, dict[str, Any]]:
    """By case: answers ({inputTokens, tokens, scores, text} for each question), texts (tokens of each),
    conversations (how many tokens each has)."""
    asked = [
        {
            "name": case.name,
            "base": str(case.base),
            "adapter": None if case.adapter is None else str(case.adapter),
            "questions": case.questions,
            "tokens": case.tokens,
            "scored": case.scored,
            "texts": case.texts,
            "conversations": case.conversations,
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
    answers: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return answers
