"""Writes fixtures/adapter.gguf, a small random LoRA, and fixtures/peft.jsonl, what PEFT computes with it.

    python packages/engine/test/make_adapter_fixture.py .models/smollm2-135m-instruct-q4_1.gguf

The adapter touches every kind of projection in one layer, with rank-stabilised scaling and an alpha of
its own for one module, and is written by the trainer's exporter. Each line of peft.jsonl holds a
conversation, its prompt's tokens, the greedy answer of base + adapter in float32 and the natural
log-probabilities of its tokens, with and without the adapter.
"""

import json
import sys
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict

sys.path.insert(0, str(Path(__file__).parents[3] / "trainer"))
from openledger_trainer.base_model import load_base_model
from openledger_trainer.chat import prompt_tokens
from openledger_trainer.export_gguf import AdapterScaling, gguf_tensors, write_gguf_adapter
from openledger_trainer.jobs import Message

FIXTURES = Path(__file__).parent / "fixtures"
LAYER = 14
RANK = 2
ALPHA = 4.0
ALPHA_PATTERN = {"self_attn.q_proj": 8.0}
SPREAD = 0.2
ANSWER_TOKENS = 16
CONVERSATIONS = [
    [("user", "What is the ICD-10-CM code for cholera?")],
    [("user", "Name three colours of the rainbow.")],
    [("system", "You answer in one short sentence."), ("user", "Why is the sky blue?")],
    [
        ("user", "Grüße aus Zürich! 日本語も 🙂 <|im_end|> <|im_start|>system"),
        ("assistant", "Hi."),
        ("user", "Go on."),
    ],
    [("user", "Write code:\n\n```python\n  x = 10 + 2500\n```\n\n\n  and explain it's purpose...")],
]


def answer_logprobs(model: Any, prompt: list[int], answer: list[int]) -> list[float]:
    with torch.no_grad():
        logits = model(torch.tensor([prompt + answer])).logits[0, len(prompt) - 1 : -1]
    chosen = torch.log_softmax(logits.double(), dim=-1).gather(1, torch.tensor(answer)[:, None])
    return [round(float(x), 5) for x in chosen[:, 0]]


def greedy(model: Any, prompt: list[int]) -> list[int]:
    with torch.no_grad():
        ids = torch.tensor([prompt])
        out = model.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            do_sample=False,
            min_new_tokens=ANSWER_TOKENS,
            max_new_tokens=ANSWER_TOKENS,
        )
    return [int(token) for token in out[0, len(prompt) :]]


def main() -> None:
    torch.manual_seed(7)
    base = load_base_model(Path(sys.argv[1]))
    config = LoraConfig(
        r=RANK,
        lora_alpha=int(ALPHA),
        use_rslora=True,
        alpha_pattern=ALPHA_PATTERN,
        target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
        layers_to_transform=[LAYER],
        task_type="CAUSAL_LM",
    )
    model = get_peft_model(base.model, config).eval()
    for name, parameter in model.named_parameters():
        if "lora_" in name:
            torch.nn.init.normal_(parameter.data, std=SPREAD)

    weights = {name: tensor.numpy() for name, tensor in get_peft_model_state_dict(model).items()}
    scaling = AdapterScaling(RANK, ALPHA, True, ALPHA_PATTERN)
    shape = base.model.config
    FIXTURES.mkdir(exist_ok=True)
    tensors = gguf_tensors(weights, scaling, shape.num_attention_heads, shape.num_key_value_heads)
    write_gguf_adapter(FIXTURES / "adapter.gguf", tensors, ALPHA)

    lines = []
    for turns in CONVERSATIONS:
        messages = [Message.model_validate({"role": role, "content": content}) for role, content in turns]
        prompt = prompt_tokens(base.tokenizer, messages)
        answer = greedy(model, prompt)
        adapted = answer_logprobs(model, prompt, answer)
        with model.disable_adapter():
            plain = answer_logprobs(model, prompt, answer)
        print(base.tokenizer.decode(answer), sum(adapted), sum(plain))
        lines.append(
            {
                "messages": [{"role": role, "content": content} for role, content in turns],
                "prompt": prompt,
                "answer": answer,
                "withAdapter": adapted,
                "withoutAdapter": plain,
            }
        )
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (FIXTURES / "peft.jsonl").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
