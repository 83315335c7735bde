"""All families, and which one a GGUF file is of."""

from openledger_trainer.errors import TrainerError
from openledger_trainer.families.bloom import BLOOM
from openledger_trainer.families.deepseek import DEEPSEEK2
from openledger_trainer.families.falcon import FALCON
from openledger_trainer.families.family import Family, Metadata
from openledger_trainer.families.gemma import GEMMA2, GEMMA3
from openledger_trainer.families.glm import GLM4
from openledger_trainer.families.gpt2 import GPT2
from openledger_trainer.families.llama import LLAMA, MISTRAL
from openledger_trainer.families.qwen import QWEN2, QWEN3

FAMILIES = (LLAMA, MISTRAL, QWEN2, QWEN3, GLM4, DEEPSEEK2, GEMMA2, GEMMA3, FALCON, BLOOM, GPT2)

BY_NAME = {family.name: family for family in FAMILIES}


def family_of(meta: Metadata) -> Family:
    """The family that a GGUF's metadata names. Mistral's files say llama; their name tells them apart.

    Throws TRAINER_BASE_UNREADABLE for any other architecture.
    """
    arch = meta["general.architecture"]
    name = f"{meta.get('general.name', '')} {meta.get('general.basename', '')}".lower()
    if arch == LLAMA.arch and "mistral" in name:
        return MISTRAL
    for family in FAMILIES:
        if family.arch == arch:
            return family
    known = ", ".join(dict.fromkeys(family.arch for family in FAMILIES))
    raise TrainerError("TRAINER_BASE_UNREADABLE", f"architecture {arch}: known are {known}")
