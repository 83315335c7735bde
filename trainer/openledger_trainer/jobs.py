"""The jobs that the trainer accepts, validated once on entry. The TypeScript twin is
apps/worker/src/trainer/trainerJobs.ts. Nothing that is hashed holds a fraction: rates are
integers with their unit in the name."""

from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter
from pydantic.alias_generators import to_camel

Hex32 = Annotated[str, StringConstraints(pattern=r"^0x[0-9a-f]{64}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Scale = Annotated[float, Field(ge=0, le=100)]
TargetModule = Literal["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


class Strict(BaseModel):
    """camelCase in JSON, unknown keys refused, never changed after reading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, alias_generator=to_camel, populate_by_name=True
    )


class Message(Strict):
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


class RecordContent(Strict):
    """One training example: wordings of a question, and its one answer."""

    kind: Literal["qa"]
    prompts: list[Text] = Field(min_length=1, max_length=16)
    answer: Text


class TrainingRecord(Strict):
    """A line of the records file."""

    commitment: Hex32
    record_id: Hex32
    contributor: Text
    datanet_id: Text
    content: RecordContent


class TrainConfig(Strict):
    """Settings of one training; all of them are part of the manifest.

    lr_nano: peak learning rate × 10^9. first_layer: layers below it stay untouched.
    index_wordings: how many of a record's wordings make its row in the index. index_modules: the
    modules whose gradients it holds (measured: the gates alone find sources at least as well as all
    modules, at a fifth of the size). warmup_ppm: share of the steps × 10^6 that warm up; 0 takes
    warmup_steps. dropout_micro: LoRA dropout × 10^6. validation_ppm: share of the records × 10^6
    that is held out. eval_every_steps: how often their loss is taken; 0 once an epoch. patience:
    evaluations without a better loss until the training stops; 0 never stops. With patience the best
    weights are taken.
    """

    rank: int = Field(default=16, ge=1, le=256)
    alpha: int = Field(default=32, ge=1, le=1024)
    rank_stabilised: bool = False
    target_modules: list[TargetModule] = Field(default=list(get_args(TargetModule)), min_length=1)
    first_layer: int = Field(default=0, ge=0, le=1000)
    lr_nano: int = Field(default=1_500_000, ge=1, le=1_000_000_000)
    warmup_steps: int = Field(default=4, ge=0)
    epochs: int = Field(default=16, ge=1, le=1000)
    batch_size: int = Field(default=8, ge=1, le=256)
    seed: int = Field(default=1, ge=0, le=2**32 - 1)
    max_tokens_per_example: int = Field(default=512, ge=8, le=8192)
    index_wordings: int = Field(default=3, ge=1, le=16)
    index_modules: list[TargetModule] = Field(default=["gate_proj"], min_length=1)
    warmup_ppm: int = Field(default=0, ge=0, le=500_000)
    dropout_micro: int = Field(default=0, ge=0, le=500_000)
    validation_ppm: int = Field(default=0, ge=0, le=500_000)
    eval_every_steps: int = Field(default=0, ge=0)
    patience: int = Field(default=0, ge=0, le=1000)
    quantisation: Literal["none", "4bit"] = "none"


class Binding(Strict):
    """What the adapter is bound to on chain: the versions it was trained on and the grant."""

    version_roots: list[Hex32] = Field(min_length=1)
    grant: Text


class TrainJob(Strict):
    """Train an adapter, write it in both formats, and build its attribution index.

    What does not change the adapter is outside the manifest: checkpoint_every_steps (0 writes one
    when all steps are done) and sample_every_steps (0 asks sample_prompts never).
    """

    kind: Literal["train"]
    base_gguf: Path = Field(strict=False)
    base_sha256: Sha256 | None = None
    records_file: Path = Field(strict=False)
    controls_file: Path | None = Field(default=None, strict=False)
    out_dir: Path = Field(strict=False)
    binding: Binding
    config: TrainConfig = TrainConfig()
    threads: int = Field(default=2, ge=1, le=256)
    checkpoint_every_steps: int = Field(default=0, ge=0)
    sample_every_steps: int = Field(default=0, ge=0)
    sample_prompts: list[Text] = Field(default=[], max_length=4)


class Query(Strict):
    """An answer whose sources are asked for."""

    id: Text
    messages: list[Message] = Field(min_length=1)
    answer: str


class UsedAdapter(Strict):
    """An adapter that took part in an answer, and the factor on it."""

    adapter_dir: Path = Field(strict=False)
    scale: Scale = 1.0


class InfluenceJob(UsedAdapter):
    """Score every record of an adapter's index on each query.

    `others`: adapters that answered together with it.
    """

    kind: Literal["influence"]
    base_gguf: Path = Field(strict=False)
    others: list[UsedAdapter] = Field(default=[], max_length=15)
    queries: list[Query] = Field(min_length=1, max_length=100_000)


class EvaluateJob(Strict):
    """Ask base model and adapter the questions of each file ({prompts, answer} a line).

    losses: also say how likely the model finds each expected answer.
    """

    kind: Literal["evaluate"]
    base_gguf: Path = Field(strict=False)
    adapter_dir: Path | None = Field(default=None, strict=False)
    questions: dict[Text, Path] = Field(min_length=1)
    models: list[Literal["base", "adapter"]] = Field(default=["base", "adapter"], min_length=1)
    max_wordings: int = Field(default=16, ge=1, le=16)
    max_new_tokens: int = Field(default=16, ge=1, le=512)
    losses: bool = False
    batch_size: int = Field(default=16, ge=1, le=256)
    threads: int = Field(default=2, ge=1, le=256)


class ExportJob(Strict):
    """Write base model and adapter as one model: `merged`, a folder as transformers loads it, or `gguf`,
    a file as llama.cpp loads it. bits: of the merged weights; what the adapter does not touch stays as
    it is in the GGUF."""

    kind: Literal["export"]
    base_gguf: Path = Field(strict=False)
    adapter_dir: Path = Field(strict=False)
    format: Literal["merged", "gguf"]
    out_dir: Path = Field(strict=False)
    bits: Literal[16, 32] = 32
    threads: int = Field(default=2, ge=1, le=256)


class Question(Strict):
    """A line of a question file; without an answer it is only asked, as for controls."""

    prompts: list[Text] = Field(min_length=1, max_length=16)
    answer: Text


AnyJob = TrainJob | InfluenceJob | EvaluateJob | ExportJob
Job = Annotated[AnyJob, Field(discriminator="kind")]
JOB: TypeAdapter[AnyJob] = TypeAdapter(Job)
