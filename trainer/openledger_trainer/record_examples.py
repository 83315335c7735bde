"""The token examples of records, all made before the first step: what is too long is refused then."""

from collections.abc import Sequence

from openledger_trainer.base_model import BaseModel
from openledger_trainer.errors import TrainerError
from openledger_trainer.examples import Example, make_example
from openledger_trainer.jobs import TrainConfig, TrainingRecord
from openledger_trainer.records import ask


def most_tokens(base: BaseModel, config: TrainConfig) -> int:
    """Tokens that an example may have: what the settings allow, and the model's context."""
    context = getattr(base.model.config, "max_position_embeddings", None)
    return min(config.max_tokens_per_example, context or config.max_tokens_per_example)


def record_examples(
    base: BaseModel, records: Sequence[TrainingRecord], config: TrainConfig
) -> list[list[Example]]:
    """Of each record an example for each of its wordings, also for those that only the index reads.

    Throws TRAINER_RECORD_TOO_LONG, which names the record.
    """
    limit = most_tokens(base, config)
    made = []
    for record in records:
        try:
            made.append(
                [
                    make_example(base.tokenizer, ask(prompt), record.content.answer, limit)
                    for prompt in record.content.prompts
                ]
            )
        except TrainerError as error:
            raise TrainerError(error.code, f"record {record.commitment}: {error.message}") from error
    return made
