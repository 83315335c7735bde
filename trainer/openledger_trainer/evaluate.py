"""Job `evaluate`: base model and adapter answer question files; normalised exact match, and the loss
on the expected answers."""

import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import torch
from peft import PeftModel

from openledger_trainer.answer_logits import answer_losses
from openledger_trainer.base_model import BaseModel, load_base_model
from openledger_trainer.chat import answer_tokens, prompt_tokens
from openledger_trainer.events import Answered, EvaluateResultEvent, Evaluation, StageEvent, emit
from openledger_trainer.examples import Example, make_batch
from openledger_trainer.generate import greedy_answers
from openledger_trainer.jobs import EvaluateJob, Question
from openledger_trainer.lora import load_adapter
from openledger_trainer.records import ask, read_questions

SPARE_TOKENS = 4
"""An answer that is this much longer than any expected one is wrong, however it goes on."""


@dataclass(frozen=True)
class Asked:
    """A wording of a question: both counted from 0."""

    question: int
    wording: int
    prompt: str
    expected: str


def normalised(answer: str) -> str:
    """NFKC, lower case, single spaces, no closing punctuation."""
    return " ".join(unicodedata.normalize("NFKC", answer).lower().split()).rstrip(".!?;, ")


def run_evaluate(job: EvaluateJob) -> EvaluateResultEvent:
    """Asks each model each wording (at most maxWordings of a question)."""
    started = time.monotonic()
    files = {name: read_questions(path) for name, path in job.questions.items()}
    base = load_base_model(job.base_gguf)
    emit(StageEvent(stage="load", done=1, total=1))
    evaluations: list[Evaluation] = []
    model: Any = base.model
    for which in ("base", "adapter"):  # the base first: LoRA modules are put into the same layers
        if which not in job.models:
            continue
        if which == "adapter" and job.adapter_dir is not None:
            model = load_adapter(base, job.adapter_dir)
        for name, questions in files.items():
            evaluations.append(ask_all(job, base, model, which, name, questions))
            done = len(evaluations)
            emit(StageEvent(stage="evaluate", done=done, total=len(job.models) * len(files)))
    return EvaluateResultEvent(evaluations=evaluations, seconds=round(time.monotonic() - started, 3))


def ask_all(
    job: EvaluateJob,
    base: BaseModel,
    model: Any,
    which: Literal["base", "adapter"],
    name: str,
    questions: list[Question],
) -> Evaluation:
    """One model on one file."""
    asked = [
        Asked(number, place, prompt, question.answer)
        for number, question in enumerate(questions)
        for place, prompt in enumerate(question.prompts[: job.max_wordings])
    ]
    prompts = [prompt_tokens(base.tokenizer, ask(one.prompt)) for one in asked]
    longest = max(len(base.tokenizer.encode(one.expected)) for one in asked)
    limit = min(job.max_new_tokens, longest + SPARE_TOKENS)
    said = greedy_answers(model, base.tokenizer, prompts, limit, job.batch_size)
    losses = answer_nats(model, base, asked, job.batch_size) if job.losses else [(None, None)] * len(asked)
    answers = [
        Answered(
            question=one.question,
            prompt=one.prompt,
            expected=one.expected,
            got=got,
            right=normalised(got) == normalised(one.expected),
            nats=nats,
            tokens=tokens,
        )
        for one, got, (nats, tokens) in zip(asked, said, losses, strict=True)
    ]
    by_wording = [
        (
            sum(a.right for a, one in zip(answers, asked, strict=True) if one.wording == place),
            sum(one.wording == place for one in asked),
        )
        for place in range(1 + max(one.wording for one in asked))
    ]
    right = sum(a.right for a in answers)
    return Evaluation(
        model=which, questions=name, right=right, asked=len(asked), by_wording=by_wording, answers=answers
    )


@torch.no_grad()
def answer_nats(
    model: Any, base: BaseModel, asked: Sequence[Asked], batch_size: int
) -> list[tuple[float | None, int | None]]:
    """For each wording the nats of its expected answer, the end token included, and their tokens.

    Wordings of like length share a batch.
    """
    tokenizer = base.tokenizer
    examples = []
    for one in asked:
        prompt = prompt_tokens(tokenizer, ask(one.prompt))
        examples.append(Example(prompt + answer_tokens(tokenizer, one.expected), len(prompt)))
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].ids))
    nats: list[tuple[float | None, int | None]] = [(None, None)] * len(examples)
    # A PEFT model wraps the language model that it changes.
    inner = model.base_model.model if isinstance(model, PeftModel) else model
    for start in range(0, len(order), batch_size):
        chunk = order[start : start + batch_size]
        batch = make_batch([examples[i] for i in chunk], tokenizer.end_id)
        losses = answer_losses(inner, batch)
        for row, i in enumerate(chunk):
            own = losses[batch.rows == row]
            nats[i] = (float(own.sum()), len(own))
    return nats
