"""The noise threshold: what records score on answers that they are not the source of.

Three kinds of calibration answers, none of which is used for reporting:
- the adapter's own answers to control questions: no record taught them. A small model that was
  trained on little answers anything with what it was trained on, so these are what a threshold has
  to see;
- each record's answer in a wording that is not in the index: all other records are not its source;
- the same answers once more: the record itself is.
The threshold lies a tenth above the greatest score among records that are not the source, but not
above what 19 of 20 records reach on their own answers: the sources are to be paid; nor below half
of what they score typically, so that one weak record does not let noise in for all.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openledger_trainer.base_model import BaseModel
from openledger_trainer.chat import prompt_tokens
from openledger_trainer.control_questions import CONTROL_QUESTIONS
from openledger_trainer.events import StageEvent, emit
from openledger_trainer.examples import make_example
from openledger_trainer.forked import Forked
from openledger_trainer.generate import greedy_answers
from openledger_trainer.gradients import AnswerGradient, answer_gradient
from openledger_trainer.index_format import Calibration
from openledger_trainer.index_rows import row_products
from openledger_trainer.jobs import TrainingRecord, TrainJob
from openledger_trainer.lora import indexed_modules
from openledger_trainer.records import ask, read_questions
from openledger_trainer.scoring import damping, scores_micro, unit

CONTROL_TOKENS = 12
CONTROL_BATCH = 32
MARGIN_PERCENT = 110
PAID_SOURCES = 0.95


def threshold(noise: int, low_own: int, median_own: int) -> int:
    """The noise threshold, from the greatest score of a record that is not the source, and what
    19 of 20 records and half of them reach on their own answers (all × 10^6)."""
    return min(noise * MARGIN_PERCENT // 100, max(low_own, median_own // 2))


def calibrate(
    job: TrainJob,
    base: BaseModel,
    peft_model: Any,
    records: Sequence[TrainingRecord],
    rows: NDArray[np.float16],
    gram: NDArray[np.float64],
) -> Calibration:
    """Scores the calibration answers and sets the threshold."""
    questions = list(CONTROL_QUESTIONS)
    if job.controls_file is not None:
        questions += [question.prompts[0] for question in read_questions(job.controls_file)]
    prompts = [prompt_tokens(base.tokenizer, ask(question)) for question in questions]
    answers = greedy_answers(peft_model, base.tokenizer, prompts, CONTROL_TOKENS, CONTROL_BATCH)
    asked = [(None, question, answer) for question, answer in zip(questions, answers, strict=True) if answer]
    reworded = [
        (place, record.content.prompts[-1], record.content.answer) for place, record in enumerate(records)
    ]
    lam = damping(gram)
    control, foreign, own = 0, 0, list[int]()
    total = len(asked) + len(reworded)

    def unit_gradient(pair: tuple[str, str]) -> AnswerGradient:
        question, text = pair
        example = make_example(base.tokenizer, ask(question), text, job.config.max_tokens_per_example)
        modules = indexed_modules(base.family, job.config)
        answer = answer_gradient(peft_model, example, modules, base.tokenizer.end_id)
        return replace(answer, vector=unit(answer.vector))

    with Forked(unit_gradient, min(job.threads, total)) as forked:
        scored = forked.map([(question, text) for _, question, text in [*asked, *reworded]])
        for done, ((source, _, _), answer) in enumerate(zip([*asked, *reworded], scored, strict=True), 1):
            scores = scores_micro(gram, row_products(rows, [answer.vector])[0], lam, answer.certainty)
            if source is None:
                control = max(control, *scores)
            else:
                own.append(scores.pop(source))
                foreign = max(foreign, 0, *scores)
            emit(StageEvent(stage="calibrate", done=done, total=total))
    low_own, median_own = (int(np.quantile(own, part)) for part in (1 - PAID_SOURCES, 0.5))
    return Calibration(
        controls=len(asked),
        greatest_control_micro=control,
        greatest_foreign_micro=foreign,
        low_own_micro=low_own,
        median_own_micro=median_own,
        threshold_micro=threshold(max(control, foreign), low_own, median_own),
    )
