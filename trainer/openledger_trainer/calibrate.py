"""The noise threshold: what records score on answers that they are not the source of.

Two kinds of calibration answers, none of which is used for reporting:
- the base model's own answers (adapter off) to control questions: no record is their source. The
  adapter's own answers would not do: a small model answers anything with what it was trained on,
  and then a record is the source;
- each record's answer in a wording that is not in the index: all other records are not its source.
The threshold is the greatest score seen among records that are not the source, plus a tenth; for
the second kind at most half of what the weakest record scores on its own answer, so that two
records that are truly alike do not put all sources below the threshold.
"""

from collections.abc import Sequence
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
from openledger_trainer.gradients import Vector, answer_gradient
from openledger_trainer.index_format import Calibration
from openledger_trainer.index_rows import row_products
from openledger_trainer.jobs import TrainingRecord, TrainJob
from openledger_trainer.records import ask, read_questions
from openledger_trainer.scoring import damping, scores_micro, unit

CONTROL_TOKENS = 12
MARGIN_PERCENT = 110


def threshold(control: int, foreign: int, weakest_own: int) -> int:
    """The noise threshold, from the greatest score on control answers, the greatest of a record on
    another record's answer, and the smallest of a record on its own (all × 10^6)."""
    return max(
        control * MARGIN_PERCENT // 100,
        min(foreign * MARGIN_PERCENT // 100, weakest_own // 2),
    )


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
    with peft_model.disable_adapter():
        answers = greedy_answers(peft_model, base.tokenizer, prompts, CONTROL_TOKENS, 8)
    asked = [(None, question, answer) for question, answer in zip(questions, answers, strict=True) if answer]
    own = [(place, record.content.prompts[-1], record.content.answer) for place, record in enumerate(records)]
    lam = damping(gram)
    modules = job.config.indexed_modules
    control, foreign, weakest = 0, 0, 1_000_000
    total = len(asked) + len(own)

    def unit_gradient(pair: tuple[str, str]) -> Vector:
        question, answer = pair
        example = make_example(base.tokenizer, ask(question), answer, job.config.max_tokens_per_example)
        return unit(answer_gradient(peft_model, example, modules, base.tokenizer.end_id)[0])

    with Forked(unit_gradient, min(job.threads, total)) as forked:
        gradients = forked.map([(question, answer) for _, question, answer in [*asked, *own]])
        for done, ((source, _, _), gradient) in enumerate(zip([*asked, *own], gradients, strict=True), 1):
            scores = scores_micro(gram, row_products(rows, [gradient])[0], lam)
            if source is None:
                control = max(control, *scores)
            else:
                weakest = min(weakest, scores.pop(source))
                foreign = max(foreign, 0, *scores)
            emit(StageEvent(stage="calibrate", done=done, total=total))
    return Calibration(
        controls=len(asked),
        greatest_control_micro=control,
        greatest_foreign_micro=foreign,
        weakest_own_micro=weakest,
        threshold_micro=threshold(control, foreign, weakest),
    )
