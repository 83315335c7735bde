"""The words of examples, for peers that read texts instead of gradients."""

from collections.abc import Sequence
from typing import Literal

from lds.setup import Setup
from openledger_trainer.examples import Example

Part = Literal["whole", "answer"]


def texts(setup: Setup, examples: Sequence[Example], part: Part) -> list[str]:
    """Without control tokens; of the whole example or of its answer alone."""
    first = {"whole": lambda _: 0, "answer": lambda example: example.prompt_length}[part]
    return [setup.base.tokenizer.decode(example.ids[first(example) :]) for example in examples]
