"""Job `influence`: which training records an answer's probability rests on."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from openledger_trainer.base_model import BaseModel, load_base_model
from openledger_trainer.errors import TrainerError
from openledger_trainer.events import InfluenceEvent, InfluenceResultEvent, RecordScore, StageEvent, emit
from openledger_trainer.examples import make_example
from openledger_trainer.files import file_hash
from openledger_trainer.forked import Forked
from openledger_trainer.gradients import AnswerGradient, answer_gradient
from openledger_trainer.index_format import Index, read_index
from openledger_trainer.index_rows import row_products
from openledger_trainer.jobs import InfluenceJob, Query
from openledger_trainer.lora import load_adapter, merge_adapters, scale_adapter
from openledger_trainer.scoring import damping, scores_micro, unit
from openledger_trainer.training_log import code_hash

GROUP = 16
"""Queries that share a pass over the index."""


def run_influence(job: InfluenceJob) -> InfluenceResultEvent:
    """One event per query, in the given order; the inputs are checked already."""
    started = time.monotonic()
    base = merge_adapters(load_base_model(job.base_gguf), job.others)
    adapter_hash = file_hash(job.adapter_dir / "adapter_model.safetensors")
    index = read_index(job.adapter_dir / "index", adapter_hash, base.sha256, code_hash())
    peft_model = load_adapter(base, job.adapter_dir)
    scale_adapter(peft_model, job.scale)
    emit(StageEvent(stage="load", done=1, total=1))
    processes = min(index.meta.threads, len(job.queries))
    with Forked[Query, AnswerGradient](
        lambda query: query_gradient(base, peft_model, index, query), processes
    ) as forked:
        for first in range(0, len(job.queries), GROUP):
            for event in score_queries(forked, index, job.queries[first : first + GROUP]):
                emit(event)
    return InfluenceResultEvent(queries=len(job.queries), seconds=round(time.monotonic() - started, 3))


def score_queries(
    forked: Forked[Query, AnswerGradient], index: Index, queries: Sequence[Query]
) -> list[InfluenceEvent]:
    """A backward pass for each query, one pass over the index, an n × n system for each query."""
    started = time.monotonic()
    answers = list(forked.map(queries))
    lam = damping(index.gram)
    products = row_products(index.rows, [answer.vector for answer in answers])
    scored = [
        scores_micro(index.gram, product, lam, answer.certainty)
        for product, answer in zip(products, answers, strict=True)
    ]
    seconds = round((time.monotonic() - started) / len(queries), 3)
    return [
        InfluenceEvent(
            id=query.id,
            scores=[
                RecordScore(commitment=commitment, score=score)
                for commitment, score in zip(index.meta.records, scores, strict=True)
            ],
            log_probability_micro=round(answer.log_probability * 1_000_000),
            threshold_micro=index.meta.calibration.threshold_micro,
            index_hash=index.hash,
            seconds=seconds,
        )
        for query, scores, answer in zip(queries, scored, answers, strict=True)
    ]


def query_gradient(base: BaseModel, peft_model: Any, index: Index, query: Query) -> AnswerGradient:
    """The gradient of the answer's log-probability, at length 1."""
    try:
        example = make_example(base.tokenizer, query.messages, query.answer, base.context)
    except TrainerError as error:
        raise TrainerError("TRAINER_QUERY_TOO_LONG", f"query {query.id}: {error.message}") from error
    answer = answer_gradient(peft_model, example, index.meta.modules, base.tokenizer.end_id)
    return replace(answer, vector=unit(answer.vector))
