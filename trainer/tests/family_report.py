"""`python -m tests.family_report OUT.json [FAMILY …]`: what the bench `factory` prints of the families.

For each family: a tiny random base as GGUF; a real training of it; the adapter read back by plain PEFT;
both merged forms; and, through the serving engine, the same questions to the base with the adapter and
to the merged GGUF.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

from openledger_trainer.base_model import BaseModel, dequantised_folder, load_base_model
from openledger_trainer.canonical_json import canonical_hash
from openledger_trainer.chat import prompt_tokens
from openledger_trainer.export_model import run_export
from openledger_trainer.families.family import Family
from openledger_trainer.families.known import BY_NAME, FAMILIES
from openledger_trainer.files import sha256_file
from openledger_trainer.jobs import ExportJob
from openledger_trainer.lora import load_adapter
from openledger_trainer.records import ask
from tests.conftest import run_forked, write_jsonl
from tests.engine_answers import Case, engine_answers
from tests.tiny_base import make_tiny_base

FACTS = (
    ("What colour is the door?", "It is green like the door beside it."),
    ("Where is the key?", "Under the stone to the left of the door."),
    ("Who has it?", "Ada had it, and gave it to her brother."),
)
# Strong enough that the adapter changes what is answered.
CONFIG = {"rank": 4, "alpha": 8, "lrNano": 5_000_000, "epochs": 4, "batchSize": 2, "warmupSteps": 1}
SCORED = "It is green, said Ada, and lies under the stone."
QUESTIONS = (*(question for question, _ in FACTS), "Say the alphabet, then all of the numbers that you know.")
ANSWER_TOKENS = 10


@dataclass
class FamilyReport:
    """Differences are the greatest of all logits (served: of SCORED's log-probabilities) over all questions.
    changed: what the adapter changes at most; said: tokens of its greedy answers: so that equality says
    something."""

    name: str
    title: str
    first_loss: float
    last_loss: float
    changed: float
    said: int
    peft: float
    merged: float
    rows: int
    modules: list[str]
    base_served: float | None = None
    adapter_served: float | None = None
    merged_served: float | None = None
    same_tokens: bool | None = None
    prompts: bool | None = None
    unserved: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answered:
    """Tokens of the prompt and of the greedy answer, and the log-probability of each token of SCORED."""

    prompt: int
    tokens: list[int]
    scores: list[float]


def lines() -> list[dict[str, Any]]:
    """The records that the tiny models are trained on."""
    return [
        {
            "commitment": canonical_hash(["tiny", question]),
            "recordId": canonical_hash(question),
            "contributor": "0x" + "aa" * 20,
            "datanetId": "0x" + "11" * 32,
            "content": {"kind": "qa", "prompts": [question, f"Tell me: {question}"], "answer": answer},
        }
        for question, answer in FACTS
    ]


def train(base: Path, folder: Path, **config: object) -> list[dict[str, Any]]:
    """The events of the real job; the adapter is in folder/adapter."""
    job = {
        "kind": "train",
        "baseGguf": str(base),
        "recordsFile": str(write_jsonl(folder / "records.jsonl", lines())),
        "outDir": str(folder / "adapter"),
        "binding": {"versionRoots": ["0x" + "22" * 32], "grant": "0x" + "33" * 32},
        "config": {**CONFIG, **config},
        "threads": 1,
    }
    ran = run_forked(job)
    assert ran.status == 0, ran.last
    return ran.events


def export(base: Path, folder: Path, form: str, bits: int = 32) -> Path:
    """The folder that the job makes."""
    out = folder / form
    paths = {"baseGguf": str(base), "adapterDir": str(folder / "adapter"), "outDir": str(out)}
    run_export(ExportJob.model_validate({"kind": "export", "format": form, "bits": bits, **paths}))
    return out


@torch.no_grad()
def logits(model: Any, prompts: Sequence[list[int]]) -> list[torch.Tensor]:
    """All logits of each prompt."""
    return [model(input_ids=torch.tensor([ids]), use_cache=False).logits[0] for ids in prompts]


def greatest(ours: Sequence[torch.Tensor], theirs: Sequence[torch.Tensor]) -> float:
    """The greatest difference."""
    return max(float((one - other).abs().max()) for one, other in zip(ours, theirs, strict=True))


@torch.no_grad()
def greedy(model: Any, base: BaseModel, question: str) -> Answered:
    """Token by token, until the answer is closed."""
    ids = prompt_tokens(base.tokenizer, ask(question))
    ends = {base.tokenizer.end_id, base.tokenizer.inner.eos_token_id}
    tokens: list[int] = []
    while len(tokens) < ANSWER_TOKENS:
        token = int(logits(model, [ids + tokens])[0][-1].argmax())
        if token in ends:
            break
        tokens.append(token)
    scored = base.tokenizer.encode(SCORED)
    chances = logits(model, [ids + scored])[0].log_softmax(-1)
    scores = [float(chances[len(ids) - 1 + place, token]) for place, token in enumerate(scored)]
    return Answered(len(ids), tokens, scores)


def served(case: Sequence[Answered], reference: Sequence[Answered]) -> float:
    """The greatest difference of a scored token's log-probability."""
    return max(
        abs(ours - theirs)
        for one, other in zip(case, reference, strict=True)
        for ours, theirs in zip(one.scores, other.scores, strict=True)
    )


def prepare(family: Family, folder: Path) -> tuple[FamilyReport, dict[str, list[Answered]], list[Case]]:
    """All that PyTorch does; the cases for the engine, and what it should answer."""
    base_gguf = folder / "base.gguf"
    make_tiny_base(base_gguf, family)
    events = train(base_gguf, folder)
    losses = [event["loss"] for event in events if event["type"] == "progress"]
    merged_folder, gguf_folder = export(base_gguf, folder, "merged"), export(base_gguf, folder, "gguf")

    base = load_base_model(base_gguf)
    prompts = [prompt_tokens(base.tokenizer, ask(question)) for question in QUESTIONS]
    plain = logits(base.model, prompts)
    base_said = [greedy(base.model, base, question) for question in QUESTIONS]
    ours_model = load_adapter(base, folder / "adapter")
    ours = logits(ours_model, prompts)
    said = [greedy(ours_model, base, question) for question in QUESTIONS]
    de_quantised = dequantised_folder(base_gguf, sha256_file(base_gguf))
    theirs = PeftModel.from_pretrained(
        AutoModelForCausalLM.from_pretrained(de_quantised, dtype=torch.float32), folder / "adapter"
    ).eval()
    merged = AutoModelForCausalLM.from_pretrained(merged_folder, dtype=torch.float32).eval()
    settings = json.loads((folder / "adapter" / "adapter_config.json").read_text("utf-8"))
    report = FamilyReport(
        name=family.name,
        title=family.title,
        first_loss=losses[0],
        last_loss=losses[-1],
        changed=greatest(plain, ours),
        said=sum(len(answer.tokens) for answer in said),
        peft=greatest(ours, logits(theirs, prompts)),
        merged=greatest(ours, logits(merged, prompts)),
        rows=len(json.loads((folder / "adapter/index/meta.json").read_text("utf-8"))["records"]),
        modules=settings["target_modules"],
        unserved=dict(family.unserved),
    )
    adapter = folder / "adapter" / "adapter.gguf"
    cases = [
        Case(f"{family.name}/base", base_gguf, None, list(QUESTIONS), ANSWER_TOKENS, SCORED),
        Case(f"{family.name}/adapter", base_gguf, adapter, list(QUESTIONS), ANSWER_TOKENS, SCORED),
        Case(
            f"{family.name}/merged", gguf_folder / "model.gguf", None, list(QUESTIONS), ANSWER_TOKENS, SCORED
        ),
    ]
    return report, {"base": base_said, "adapter": said, "merged": said}, cases


def report_families(families: Sequence[Family]) -> list[FamilyReport]:
    """The report of each, all engines started in one process."""
    with tempfile.TemporaryDirectory(prefix="openledger-families-") as root:
        prepared = []
        for family in families:
            folder = Path(root) / family.name
            folder.mkdir()
            prepared.append(prepare(family, folder))
        answers = engine_answers([case for _, _, cases in prepared for case in cases])
        for report, expected, _ in prepared:
            add_served(report, expected, answers)
    return [report for report, _, _ in prepared]


def add_served(
    report: FamilyReport, expected: dict[str, list[Answered]], answers: dict[str, dict[str, Any]]
) -> None:
    """What the engine said, against PyTorch."""
    said = {which: said_by_engine(answers[f"{report.name}/{which}"]) for which in expected}
    report.base_served = served(said["base"], expected["base"])
    report.adapter_served = served(said["adapter"], expected["adapter"])
    report.merged_served = served(said["merged"], expected["merged"])
    pairs = [pair for which in expected for pair in zip(said[which], expected[which], strict=True)]
    report.same_tokens = all(ours.tokens == theirs.tokens for ours, theirs in pairs)
    report.prompts = all(ours.prompt == theirs.prompt for ours, theirs in pairs)


def said_by_engine(case: dict[str, Any]) -> list[Answered]:
    """A case's answers."""
    return [Answered(answer["inputTokens"], answer["tokens"], answer["scores"]) for answer in case["answers"]]


if __name__ == "__main__":
    chosen = [BY_NAME[name] for name in sys.argv[2:]] or list(FAMILIES)
    found = [asdict(report) for report in report_families(chosen)]
    Path(sys.argv[1]).write_text(json.dumps(found, indent=2) + "\n", "utf-8")
