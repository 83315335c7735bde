"""Job `evaluate`: base model and adapter answer question files; normalised exact match."""

import time
import unicodedata
from typing import Any, Literal

from openledger_trainer.base_model import BaseModel, load_base_model
from openledger_trainer.chat import prompt_tokens
from openledger_trainer.events import Answered, EvaluateResultEvent, Evaluation, StageEvent, emit
from openledger_trainer.generate import greedy_answers
from openledger_trainer.jobs import EvaluateJob, Question
from openledger_trainer.lora import load_adapter
from openledger_trainer.records import ask, read_questions

SPARE_TOKENS = 4
"""An answer that is this much longer than any expected one is wrong, however it goes on."""


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
        (place, prompt, question.answer)
        for question in questions
        for place, prompt in enumerate(question.prompts[: job.max_wordings])
    ]
    prompts = [prompt_tokens(base.tokenizer, ask(prompt)) for _, prompt, _ in asked]
    longest = max(len(base.tokenizer.encode(expected)) for _, _, expected in asked)
    limit = min(job.max_new_tokens, longest + SPARE_TOKENS)
    said = greedy_answers(model, base.tokenizer, prompts, limit, job.batch_size)
    answers = [
        Answered(prompt=prompt, expected=expected, got=got, right=normalised(got) == normalised(expected))
        for (_, prompt, expected), got in zip(asked, said, strict=True)
    ]
    places = [0] * (1 + max(place for place, _, _ in asked))
    by_wording = [
        (
            sum(a.right for a, (at, _, _) in zip(answers, asked, strict=True) if at == place),
            sum(at == place for at, _, _ in asked),
        )
        for place in range(len(places))
    ]
    right = sum(a.right for a in answers)
    return Evaluation(
        model=which, questions=name, right=right, asked=len(asked), by_wording=by_wording, answers=answers
    )
