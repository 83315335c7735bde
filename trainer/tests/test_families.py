"""Families, from a tiny random base to the serving engine. Here are those that differ most: latent attention
with experts, weights the other way round; nightly also a fused gate and a fused projection by groups. The
bench `factory` does the same with all of them."""

import json
from pathlib import Path

import pytest

from openledger_trainer.errors import TrainerError
from openledger_trainer.families.family import ROLES
from openledger_trainer.families.gpt2 import GPT2
from openledger_trainer.families.known import BY_NAME
from openledger_trainer.families.llama import LLAMA
from openledger_trainer.jobs import TrainConfig
from openledger_trainer.lora import adapter_config_json, indexed_modules
from tests.conftest import NIGHTLY
from tests.family_report import FACTS, FamilyReport, report_families

FEW = ("deepseek2", "gpt2", *(("glm4", "falcon") if NIGHTLY else ()))
BAR = 1e-3
SERVED_BAR = 5e-3
"""llama.cpp takes GELU from a table of 16-bit values, and adds up in another order."""


@pytest.fixture(scope="module")
def reports() -> dict[str, FamilyReport]:
    return {report.name: report for report in report_families([BY_NAME[name] for name in FEW])}


@pytest.mark.parametrize("name", FEW)
def test_a_tiny_model_trains_exports_and_is_served_with_the_same_answers(
    reports: dict[str, FamilyReport], name: str
) -> None:
    report = reports[name]
    assert report.last_loss < report.first_loss
    assert report.rows == len(FACTS)
    # The adapter says something, so that equality does too.
    assert report.changed > 100 * BAR
    assert report.said > 0
    assert report.peft <= BAR
    assert report.merged <= BAR
    assert report.prompts
    assert report.same_tokens
    for difference in (report.base_served, report.adapter_served, report.merged_served):
        assert difference is not None
        assert difference <= SERVED_BAR


def test_roles_become_the_modules_of_a_family() -> None:
    assert LLAMA.target_modules(ROLES) == list(ROLES)
    assert GPT2.target_modules(ROLES) == ["attn.c_attn", "attn.c_proj", "mlp.c_fc", "mlp.c_proj"]
    assert GPT2.target_modules(["k_proj", "q_proj"]) == ["attn.c_attn"]


@pytest.mark.parametrize(
    ("name", "role", "told"),
    [("gpt2", "gate_proj", "no such layer"), ("deepseek2", "q_proj", "latent attention")],
)
def test_a_role_that_no_module_plays_is_refused(name: str, role: str, told: str) -> None:
    with pytest.raises(TrainerError, match=told) as refused:
        BY_NAME[name].target_modules([role, "o_proj"])
    assert refused.value.code == "TRAINER_MODULES_UNKNOWN"


def test_the_settings_of_a_llama_adapter_are_what_they_were() -> None:
    config = TrainConfig()
    settings = json.loads(adapter_config_json(config, 2, LLAMA))
    assert settings["target_modules"] == sorted(ROLES)
    assert "fan_in_fan_out" not in settings
    assert indexed_modules(LLAMA, config) == ["gate_proj"]
    assert indexed_modules(GPT2, config) == sorted(GPT2.target_modules(ROLES))


def test_another_architecture_is_refused_by_name(tmp_path: Path) -> None:
    import gguf

    from openledger_trainer.families.read_gguf import read_base

    writer = gguf.GGUFWriter(tmp_path / "x.gguf", "mamba")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with pytest.raises(TrainerError, match="mamba") as refused:
        read_base(tmp_path / "x.gguf")
    assert refused.value.code == "TRAINER_BASE_UNREADABLE"
