"""How messages become the model's prompt (ChatML, as SmolLM2 was tuned on).

The serving engine renders by the same rule, byte for byte:

    for each message:  <|im_start|>{role}\\n{content}<|im_end|>\\n
    then:              <|im_start|>assistant\\n

No default system prompt is added: exactly the given messages are rendered. The answer ends
with <|im_end|>. Control tokens inside a content are text, never control tokens.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openledger_trainer.base_model import Tokenizer
    from openledger_trainer.jobs import Message

START = "<|im_start|>"
END = "<|im_end|>"


def render_prompt(messages: "Sequence[Message]") -> str:
    """The prompt as text, for people and for tests; `prompt_tokens` is what the model gets.

    >>> from openledger_trainer.jobs import Message
    >>> render_prompt([Message(role="user", content="Hi")])
    '<|im_start|>user\\nHi<|im_end|>\\n<|im_start|>assistant\\n'
    """
    turns = "".join(f"{START}{m.role}\n{m.content}{END}\n" for m in messages)
    return f"{turns}{START}assistant\n"


def prompt_tokens(tokenizer: "Tokenizer", messages: "Sequence[Message]") -> list[int]:
    """Token ids of the rendered prompt; control tokens are set here and never read from content."""
    ids: list[int] = []
    for message in messages:
        turn = f"{message.role}\n{message.content}"
        ids += [tokenizer.start_id, *tokenizer.encode(turn), tokenizer.end_id]
        ids += tokenizer.encode("\n")
    return [*ids, tokenizer.start_id, *tokenizer.encode("assistant\n")]


def answer_tokens(tokenizer: "Tokenizer", answer: str) -> list[int]:
    """Token ids of an answer, its closing <|im_end|> included."""
    return [*tokenizer.encode(answer), tokenizer.end_id]
