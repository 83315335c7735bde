"""A training as one writes it with PEFT and transformers alone: one process, one loop, nothing of
OpenLedger's. `plain_peft.py SETTINGS.json`; a line {"step", "loss", "seconds"} for each step.

SETTINGS: model (a folder that transformers loads), records (JSONL with content {prompts, answer} and
commitment), order (commitments of each step's batch), rank, alpha, targetModules, learningRate,
warmupSteps, epochs, seed, threads. Epoch e asks each record in its wording e, as a data set would that
lists all wordings in turn.
"""

import json
import sys
import time
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer

settings = json.loads(Path(sys.argv[1]).read_text("utf-8"))
torch.set_num_threads(settings["threads"])

tokenizer = AutoTokenizer.from_pretrained(settings["model"])
model = AutoModelForCausalLM.from_pretrained(settings["model"], dtype=torch.float32)
torch.manual_seed(settings["seed"])
model = get_peft_model(
    model,
    LoraConfig(
        r=settings["rank"],
        lora_alpha=settings["alpha"],
        target_modules=settings["targetModules"],
        lora_dropout=0.0,
        task_type="CAUSAL_LM",
    ),
)
model.train()

lines = [json.loads(line) for line in Path(settings["records"]).read_text("utf-8").splitlines()]
contents = {line["commitment"]: line["content"] for line in lines}
steps = len(settings["order"])
steps_per_epoch = steps // settings["epochs"]
warmup = settings["warmupSteps"]

optimizer = torch.optim.AdamW(
    [parameter for parameter in model.parameters() if parameter.requires_grad],
    lr=settings["learningRate"],
    weight_decay=0.0,
)
scheduler = torch.optim.lr_scheduler.LambdaLR(
    optimizer,
    lambda step: (step + 1) / warmup if step < warmup else (steps - step) / max(1, steps - warmup),
)


def encode(question: str, answer: str) -> tuple[list[int], list[int]]:
    """Input ids, and labels that leave the question out."""
    prompt = f"<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n"
    prompt_ids = tokenizer(prompt, add_special_tokens=False)["input_ids"]
    answer_ids = tokenizer(f"{answer}<|im_end|>", add_special_tokens=False)["input_ids"]
    return prompt_ids + answer_ids, [-100] * len(prompt_ids) + answer_ids


for step, batch in enumerate(settings["order"]):
    started = time.perf_counter()
    epoch = step // steps_per_epoch
    pairs = []
    for commitment in batch:
        prompts = contents[commitment]["prompts"]
        pairs.append(encode(prompts[epoch % len(prompts)], contents[commitment]["answer"]))
    width = max(len(ids) for ids, _ in pairs)
    pad = tokenizer.convert_tokens_to_ids("<|im_end|>")
    ids = torch.tensor([ids + [pad] * (width - len(ids)) for ids, _ in pairs])
    mask = torch.tensor([[1] * len(ids) + [0] * (width - len(ids)) for ids, _ in pairs])
    labels = torch.tensor([labels + [-100] * (width - len(labels)) for _, labels in pairs])
    loss = model(input_ids=ids, attention_mask=mask, labels=labels).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    scheduler.step()
    optimizer.zero_grad()
    seconds = time.perf_counter() - started
    print(json.dumps({"step": step + 1, "loss": loss.item(), "seconds": seconds}), flush=True)
