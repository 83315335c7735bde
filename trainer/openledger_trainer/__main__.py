"""`python -m openledger_trainer [JOB.json]`: one job (file or stdin) in, events (JSONL) out.

With `--exit-with-parent` the process ends when the one that started it is gone.
Events go to stdout, logs to stderr. A failed job ends with an `error` event and status 1, a job
that could not be read with status 2.
"""

import logging
import os
import sys
from pathlib import Path

from pydantic import ValidationError

from openledger_trainer.errors import TrainerError
from openledger_trainer.events import ErrorEvent, emit
from openledger_trainer.files import sha256_file
from openledger_trainer.jobs import JOB, AnyJob, ExportJob, InfluenceJob, TrainJob
from openledger_trainer.parent import exit_with_parent
from openledger_trainer.records import read_questions, read_records

EXIT_WITH_PARENT = "--exit-with-parent"


def read_job(arguments: list[str]) -> AnyJob:
    """The job from the file named first, or from stdin. Throws TRAINER_JOB_INVALID."""
    try:
        text = Path(arguments[0]).read_text("utf-8") if arguments else sys.stdin.read()
    except OSError as error:
        raise TrainerError("TRAINER_FILE_MISSING", f"{arguments[0]}: {error.strerror}") from error
    try:
        return JOB.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise TrainerError("TRAINER_JOB_INVALID", f"{place or 'job'}: {first['msg']}") from error


def check_inputs(job: AnyJob) -> None:
    """Refuses what can be refused without PyTorch, which takes seconds to load."""
    sha256_file(job.base_gguf)
    if isinstance(job, TrainJob):
        read_records(job.records_file)
        if job.controls_file is not None:
            read_questions(job.controls_file)
    elif isinstance(job, InfluenceJob):
        for query in job.queries:
            if not query.answer:
                raise TrainerError("TRAINER_QUERY_EMPTY", f"query {query.id} has an empty answer")
        for name in ("adapter_model.safetensors", "index/meta.json"):
            sha256_file(job.adapter_dir / name)
        for other in job.others:
            sha256_file(other.adapter_dir / "adapter_model.safetensors")
    elif isinstance(job, ExportJob):
        for name in ("adapter_model.safetensors", "adapter_config.json"):
            sha256_file(job.adapter_dir / name)
    else:
        if "adapter" in job.models and job.adapter_dir is None:
            raise TrainerError("TRAINER_JOB_INVALID", "adapterDir: needed to evaluate the adapter")
        for path in job.questions.values():
            read_questions(path)


def set_waiting() -> None:
    """Waiting threads sleep instead of spinning: beside other load on the cores that is many times
    faster. The OpenMP library reads this when it is loaded."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")


def load_everything() -> None:
    """Loads what jobs of any kind need, and starts no thread."""
    set_waiting()
    import openledger_trainer.evaluate
    import openledger_trainer.export_model
    import openledger_trainer.influence
    import openledger_trainer.train  # noqa: F401


def run_job(job: AnyJob) -> None:
    """Runs the job; its parts are loaded only when needed, PyTorch takes seconds."""
    set_waiting()
    import torch

    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    if isinstance(job, TrainJob):
        from openledger_trainer.train import run_train

        torch.set_num_threads(job.threads)
        emit(run_train(job))
    elif isinstance(job, InfluenceJob):
        from openledger_trainer.influence import run_influence

        emit(run_influence(job))
    elif isinstance(job, ExportJob):
        from openledger_trainer.export_model import run_export

        torch.set_num_threads(job.threads)
        emit(run_export(job))
    else:
        from openledger_trainer.evaluate import run_evaluate

        torch.set_num_threads(job.threads)
        emit(run_evaluate(job))


def main(arguments: list[str]) -> int:
    """Returns the exit status: 0 done, 1 the job failed, 2 the job could not be read."""
    if EXIT_WITH_PARENT in arguments:
        exit_with_parent()
        arguments = [argument for argument in arguments if argument != EXIT_WITH_PARENT]
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    try:
        job = read_job(arguments)
    except TrainerError as error:
        emit(ErrorEvent(code=error.code, message=error.message, hint=error.hint))
        return 2
    try:
        check_inputs(job)
        run_job(job)
    except TrainerError as error:
        emit(ErrorEvent(code=error.code, message=error.message, hint=error.hint))
        return 1
    except Exception as error:
        logging.exception("the job failed")
        unknown = TrainerError("TRAINER_INTERNAL", f"{type(error).__name__}: {error}")
        emit(ErrorEvent(code=unknown.code, message=unknown.message, hint=unknown.hint))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
