"""How messages become the model's prompt: by the base model's chat template, byte for byte as the serving
engine renders it (packages/engine/src/chat/renderChat.ts).

No default system prompt is added: exactly the given messages are rendered. Control tokens inside a
content are text, never control tokens. For ChatML, as SmolLM2 was tuned on:

    for each message:  <|im_start|>{role}\\n{content}<|im_end|>\\n
    then:              <|im_start|>assistant\\n
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openledger_trainer.chat_templates import CHATML, SYSTEM_GAP, ChatTemplate, Piece

if TYPE_CHECKING:
    from openledger_trainer.base_model import Tokenizer
    from openledger_trainer.jobs import Message


def render_pieces(messages: "Sequence[Message]", template: ChatTemplate) -> list[Piece]:
    """Control tokens and texts of a conversation, ready for the answer.

    A template without a system's turn puts the system's words before those of the next user, or makes
    them a user's turn when none follows.
    """
    pieces = list(template.start)
    system: list[str] = []
    for message in messages:
        content = message.content
        if message.role == "system" and "system" not in template.turns:
            system.append(content)
            continue
        if message.role == "user" and system:
            content = SYSTEM_GAP.join([*system, content])
            system = []
        pieces += turn(template, message.role, content)
    if system:
        pieces += turn(template, "user", SYSTEM_GAP.join(system))
    return [*pieces, *template.answer]


def turn(template: ChatTemplate, role: str, content: str) -> list[Piece]:
    """One turn; empty texts are left out."""
    words = content.strip(BLANKS) if template.trims else content
    pieces = [
        (kind, said.replace("{}", words) if kind == "text" else said) for kind, said in template.turns[role]
    ]
    return [piece for piece in pieces if piece[1]]


BLANKS = " \t\n\r\v\f"
"""What a template that trims takes off: ASCII's blanks, the same on both sides."""


def render_prompt(messages: "Sequence[Message]", template: ChatTemplate = CHATML) -> str:
    """The prompt as text, for people and for tests; `prompt_tokens` is what the model gets.

    >>> from openledger_trainer.jobs import Message
    >>> render_prompt([Message(role="user", content="Hi")])
    '<|im_start|>user\\nHi<|im_end|>\\n<|im_start|>assistant\\n'
    """
    return "".join(words for _, words in render_pieces(messages, template))


def prompt_tokens(tokenizer: "Tokenizer", messages: "Sequence[Message]") -> list[int]:
    """Token ids of the rendered prompt; control tokens are set here and never read from content."""
    ids: list[int] = []
    for kind, words in render_pieces(messages, tokenizer.template):
        ids += [tokenizer.controls[words]] if kind == "control" else tokenizer.encode(words)
    return ids


def answer_tokens(tokenizer: "Tokenizer", answer: str) -> list[int]:
    """Token ids of an answer, the token that closes it included."""
    return [*tokenizer.encode(answer), tokenizer.end_id]
