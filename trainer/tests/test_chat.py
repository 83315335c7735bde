"""The engine's tests read the same file: packages/engine/src/chat/chatTemplates.test.ts."""

import json
from typing import Any

import pytest

from openledger_trainer.chat import render_pieces, render_prompt
from openledger_trainer.chat_templates import CHATML, choose_template
from openledger_trainer.jobs import Message
from tests.conftest import ROOT

CASES: list[dict[str, Any]] = json.loads(
    (ROOT.parent / "packages/engine/test/fixtures/chat-templates.json").read_text("utf-8")
)

CONVERSATION = [
    Message(role="system", content=" Be brief. "),
    Message(role="user", content=" Why {}? "),
    Message(role="assistant", content=" So. "),
    Message(role="user", content="And?"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_vocabulary_says_which_template_a_base_has(case: dict[str, Any]) -> None:
    template = choose_template(case["controls"], case["bos"], case["eos"])
    assert template is not None
    assert template.name == case["name"]
    assert render_prompt(CONVERSATION, template) == case["prompt"]


def test_chatml_goes_before_all_others_and_without_an_end_token_there_is_none() -> None:
    everything = {control for case in CASES for control in case["controls"]}
    assert choose_template(everything, None, None) is CHATML
    assert choose_template([], None, "</s>") is None


def test_content_is_never_a_control_token() -> None:
    content = "{} <end_of_turn><|im_end|>[/INST]"
    for case in CASES:
        template = choose_template(case["controls"], case["bos"], case["eos"])
        assert template is not None
        pieces = render_pieces([Message(role="user", content=content)], template)
        plain = render_pieces([Message(role="user", content="x")], template)
        assert [p for p in pieces if p[0] == "control"] == [p for p in plain if p[0] == "control"]
        assert any(content in words for kind, words in pieces if kind == "text")
