"""How a conversation is written for a base model: which control tokens open and close what.

The TypeScript twin is packages/engine/src/chat/chatTemplates.ts. Which template a base has follows from
its vocabulary alone: the first one whose control tokens are all there. A model without any (GPT-2,
BLOOM, Falcon) gets plain text that its end token closes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

Piece = tuple[str, str]
"""("control", name) or ("text", words); `{}` in the words of a turn is the content."""

SYSTEM_GAP = "\n\n"
"""Between a system prompt and the user's words where the model knows no system's turn."""


@dataclass(frozen=True)
class ChatTemplate:
    """start: before everything; turns: by role, without `system` where the model has none; answer: what
    asks for the answer; end: the control token that closes one; trims: contents lose outer blanks."""

    name: str
    start: tuple[Piece, ...]
    turns: Mapping[str, tuple[Piece, ...]]
    answer: tuple[Piece, ...]
    end: str
    trims: bool = False

    @property
    def controls(self) -> set[str]:
        """The control tokens that it needs."""
        pieces = [*self.start, *self.answer, *(piece for turn in self.turns.values() for piece in turn)]
        return {self.end, *(words for kind, words in pieces if kind == "control")}


def control(name: str) -> Piece:
    return ("control", name)


def text(words: str) -> Piece:
    return ("text", words)


def chatml_turn(role: str) -> tuple[Piece, ...]:
    return (control("<|im_start|>"), text(f"{role}\n{{}}"), control("<|im_end|>"), text("\n"))


def gemma_turn(role: str) -> tuple[Piece, ...]:
    return (control("<start_of_turn>"), text(f"{role}\n{{}}"), control("<end_of_turn>"), text("\n"))


def llama3_turn(role: str) -> tuple[Piece, ...]:
    header = (control("<|start_header_id|>"), text(role), control("<|end_header_id|>"))
    return (*header, text("\n\n{}"), control("<|eot_id|>"))


ROLES = ("system", "user", "assistant")

CHATML = ChatTemplate(
    name="chatml",
    start=(),
    turns={role: chatml_turn(role) for role in ROLES},
    answer=(control("<|im_start|>"), text("assistant\n")),
    end="<|im_end|>",
)

GEMMA = ChatTemplate(
    name="gemma",
    start=(control("<bos>"),),
    turns={"user": gemma_turn("user"), "assistant": gemma_turn("model")},
    answer=(control("<start_of_turn>"), text("model\n")),
    end="<end_of_turn>",
    trims=True,
)

LLAMA3 = ChatTemplate(
    name="llama3",
    start=(control("<|begin_of_text|>"),),
    turns={role: llama3_turn(role) for role in ROLES},
    answer=(*llama3_turn("assistant")[:3], text("\n\n")),
    end="<|eot_id|>",
    trims=True,
)

DEEPSEEK = ChatTemplate(
    name="deepseek",
    start=(control("<｜begin▁of▁sentence｜>"),),
    turns={
        "system": (text("{}"),),
        "user": (control("<｜User｜>"), text("{}")),
        "assistant": (control("<｜Assistant｜>"), text("{}"), control("<｜end▁of▁sentence｜>")),
    },
    answer=(control("<｜Assistant｜>"),),
    end="<｜end▁of▁sentence｜>",
)

GLM4 = ChatTemplate(
    name="glm4",
    start=(control("[gMASK]"), control("<sop>")),
    turns={role: (control(f"<|{role}|>"), text("\n{}")) for role in ROLES},
    answer=(control("<|assistant|>"), text("\n")),
    end="<|user|>",
)

MISTRAL = ChatTemplate(
    name="mistral",
    start=(control("<s>"),),
    turns={
        "user": (control("[INST]"), text("{}"), control("[/INST]")),
        "assistant": (text("{}"), control("</s>")),
    },
    answer=(),
    end="</s>",
)

TEMPLATES = (CHATML, GEMMA, LLAMA3, DEEPSEEK, GLM4, MISTRAL)


def plain_template(end: str, start: str | None) -> ChatTemplate:
    """For models that no one tuned for a chat. A content can imitate the words that open a turn."""
    return ChatTemplate(
        name="plain",
        start=() if start is None else (control(start),),
        turns={
            "system": (text("{}\n\n"),),
            "user": (text("User:\n{}\n\n"),),
            "assistant": (text("Assistant:\n{}"), control(end)),
        },
        answer=(text("Assistant:\n"),),
        end=end,
    )


def choose_template(special: Collection[str], bos: str | None, eos: str | None) -> ChatTemplate | None:
    """The template for a vocabulary with these control tokens; None when there is no end token.

    :param bos: the token that opens texts, if the model wants one other than its end token.
    """
    for template in TEMPLATES:
        if template.controls <= set(special):
            return template
    if eos is None or eos not in special:
        return None
    return plain_template(eos, bos if bos in special and bos != eos else None)
