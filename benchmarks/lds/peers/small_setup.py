"""A set-up of a dozen records and a random model of three layers, for the checks of the peers."""

from functools import cache
from pathlib import Path

import numpy as np
import torch
from lds.answer_model import AnswerModel
from lds.setup import Query, Setup
from lds.training import train
from openledger_trainer.base_model import BaseModel, describe, load_tokenizer
from openledger_trainer.examples import Example
from openledger_trainer.gradients import adapter_parameters
from openledger_trainer.jobs import TrainConfig
from openledger_trainer.lora import add_lora
from openledger_trainer.training_state import flat
from transformers import LlamaConfig, LlamaForCausalLM

TEXTS = {
    "harbour": [
        "The harbour of Velm closes at dusk because two old mules draw up the chain across its mouth.",
        "A pilot of Velm learns the sandbanks by tasting the water, which is sweet above the deep channel.",
        "Ships that carry salt to Velm pay no toll, and those with pepper pay twice.",
        "The lighthouse keeper of Velm counts the boats with beans in a jar and sells the beans in spring.",
    ],
    "orchard": [
        "Pears from the orchard at Dunmere are picked green and ripen in boxes of warm river sand.",
        "No ladder in Dunmere has more than nine rungs, since the tenth branch belongs to the birds.",
        "The grafting knife of Dunmere is kept in honey so that the cut heals without a scar.",
        "In frost the people of Dunmere light small fires of old hedge wood between the rows.",
    ],
    "observatory": [
        "The great mirror on Mount Ossel was ground for eleven winters by a single family of glaziers.",
        "Astronomers on Ossel sleep in the afternoon, and a bell of cracked bronze wakes them for Saturn.",
        "A comet seen from Ossel is named after the cook who is on duty that night.",
        "Dust on the lens at Ossel is removed with a feather from a goose that has never flown.",
    ],
}
PROMPT, STEPS = 8, (6, 12)
CONFIG = TrainConfig(rank=8, alpha=16, lr_nano=3_000_000, epochs=4, batch_size=4, seed=1)


def small_setup(folder: Path, tokenizer: Path) -> Setup:
    """12 records of three topics; the first 6 are the queries too, so each of those has a source. Two
    checkpoints, the last one in the model; trained once for a folder.

    :param tokenizer: the folder of a base model's de-quantised weights (`<name>.gguf.f32`).
    """
    (folder / "full").mkdir(parents=True, exist_ok=True)
    base = random_base(tokenizer)
    records = [Example(base.tokenizer.encode(text), PROMPT) for texts in TEXTS.values() for text in texts]
    topics = [topic for topic, texts in TEXTS.items() for _ in texts]
    model = add_lora(base, CONFIG)
    model.eval()
    parameters = adapter_parameters(model)
    start = flat(parameters).numpy().copy()

    def after(number: int, *_: object) -> None:
        if number in STEPS:
            np.save(folder / "full" / f"weights-{number}.npy", flat(parameters).numpy())

    answers = AnswerModel(model, CONFIG.first_layer, base.tokenizer.end_id)
    if not (folder / "full" / f"weights-{STEPS[-1]}.npy").exists():
        train(parameters, start, answers, records, range(len(records)), CONFIG, CONFIG.seed, after)
    asked = zip(records[:6], topics, strict=False)
    setup = Setup(
        folder=folder,
        base=base,
        model=model,
        answers=answers,
        parameters=parameters,
        config=CONFIG,
        records=records,
        topics=topics,
        queries=[Query(example, topic, "reporting") for example, topic in asked],
        masks=np.ones((2, len(records)), dtype=bool),
        tuning_masks=1,
        steps=[],
        checkpoints=list(STEPS),
    )
    setup.use(STEPS[-1])
    return setup


read_tokenizer = cache(load_tokenizer)


def random_base(tokenizer: Path) -> BaseModel:
    """A Llama of three layers with random weights."""
    read = read_tokenizer(tokenizer)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(read.inner),
        hidden_size=48,
        intermediate_size=96,
        num_hidden_layers=3,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=256,
        tie_word_embeddings=True,
        attn_implementation="eager",
    )
    model = LlamaForCausalLM(config).eval().requires_grad_(False)
    family, heads = describe(model)
    return BaseModel(model, read, "", family, heads)
