"""Job `export` on a tiny base: what is refused, and that a folder is whole or absent."""

import shutil
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from openledger_trainer import export_model
from openledger_trainer.errors import TrainerError
from openledger_trainer.export_model import run_export
from openledger_trainer.families.known import BY_NAME
from openledger_trainer.jobs import ExportJob
from tests.family_report import train
from tests.tiny_base import make_tiny_base


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with base.gguf and adapter/."""
    folder = tmp_path_factory.mktemp("export")
    make_tiny_base(folder / "base.gguf", BY_NAME["llama"])
    train(folder / "base.gguf", folder, epochs=1)
    return folder


@pytest.fixture
def adapter(made: Path, tmp_path: Path) -> Path:
    """A copy of the adapter that a test may spoil."""
    return Path(shutil.copytree(made / "adapter", tmp_path / "adapter"))


def job(made: Path, adapter: Path, out: Path, form: str = "gguf", bits: int = 32) -> ExportJob:
    return ExportJob.model_validate(
        {
            "kind": "export",
            "baseGguf": str(made / "base.gguf"),
            "adapterDir": str(adapter),
            "format": form,
            "outDir": str(out),
            "bits": bits,
        }
    )


def refused(asked: ExportJob) -> str:
    with pytest.raises(TrainerError) as error:
        run_export(asked)
    assert not asked.out_dir.exists()
    assert not list(asked.out_dir.parent.glob("*.partial"))
    return error.value.code


def spoil(adapter: Path, change: Any) -> None:
    weights = load_file(adapter / "adapter_model.safetensors")
    save_file(change(weights), adapter / "adapter_model.safetensors")


@pytest.mark.parametrize("form", ["gguf", "merged"])
def test_the_result_names_what_is_written_and_a_later_export_takes_its_place(
    made: Path, tmp_path: Path, form: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "old").write_text("old")
    result = run_export(job(made, made / "adapter", out, form))
    assert {file.file for file in result.files} == {path.name for path in out.iterdir()}
    assert all(file.size == (out / file.file).stat().st_size for file in result.files)
    again = run_export(job(made, made / "adapter", out, form))
    assert again.files == result.files


def test_what_the_adapter_does_not_touch_stays_as_it_is(made: Path, tmp_path: Path) -> None:
    run_export(job(made, made / "adapter", tmp_path / "out", bits=16))
    before, after = (gguf.GGUFReader(path) for path in (made / "base.gguf", tmp_path / "out" / "model.gguf"))
    ours = {tensor.name: tensor for tensor in after.tensors}
    changed = {"attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"}
    for tensor in before.tensors:
        if tensor.name.split(".")[-2] in changed:
            assert ours[tensor.name].tensor_type == gguf.GGMLQuantizationType.F16
        else:
            np.testing.assert_array_equal(ours[tensor.name].data, tensor.data)
    kept = {key: field.contents() for key, field in before.fields.items() if not key.startswith("GGUF.")}
    assert kept.items() <= {key: field.contents() for key, field in after.fields.items()}.items()


def test_no_room_is_told_before_anything_is_written(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = job(made, made / "adapter", tmp_path / "out", "merged")
    monkeypatch.setattr(export_model, "available_memory", lambda: 1000)
    assert refused(asked) == "TRAINER_EXPORT_TOO_LARGE"
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    assert refused(asked) == "TRAINER_DISK_FULL"


def test_a_disk_that_fills_up_leaves_nothing(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *_: object) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export_model, "write_merged_gguf", full)
    assert refused(job(made, made / "adapter", tmp_path / "out")) == "TRAINER_DISK_FULL"


def test_weights_that_do_not_fit_sixteen_bits_are_refused(made: Path, adapter: Path, tmp_path: Path) -> None:
    spoil(adapter, lambda weights: {name: weight * 1e6 for name, weight in weights.items()})
    for form in ("gguf", "merged"):
        assert refused(job(made, adapter, tmp_path / "out", form, bits=16)) == "TRAINER_EXPORT_OVERFLOW"


def test_an_adapter_of_another_base_is_refused(made: Path, adapter: Path, tmp_path: Path) -> None:
    spoil(adapter, lambda weights: {name: weight[:-1] for name, weight in weights.items()})
    assert refused(job(made, adapter, tmp_path / "out")) == "TRAINER_BASE_MISMATCH"
