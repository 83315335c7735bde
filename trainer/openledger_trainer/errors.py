"""The trainer's error registry: every failure has a code, a message and what to do."""

from typing import Final

HINTS: Final[dict[str, str]] = {
    "TRAINER_JOB_INVALID": "Send one JSON job that matches openledger_trainer/jobs.py.",
    "TRAINER_FILE_MISSING": "Check that the path exists and is readable by this process.",
    "TRAINER_BASE_MISMATCH": "Use the base model file whose SHA-256 the job or manifest names.",
    "TRAINER_BASE_UNREADABLE": "The base model must be a whole GGUF file of a family in families/known.py.",
    "TRAINER_RECORDS_INVALID": "Fix the named line: {commitment, recordId, contributor, datanetId, content}.",
    "TRAINER_RECORD_TOO_LONG": "Shorten the record or raise maxTokensPerExample.",
    "TRAINER_DISK_FULL": "Free disk space, then start again: a training goes on from its last checkpoint.",
    "TRAINER_QUANTISATION_UNSUPPORTED": "Train without quantisation, or on a base in Q4_0 or Q4_1.",
    "TRAINER_MODULES_UNKNOWN": "Name modules that the base model's family has, or all of them.",
    "TRAINER_EXPORT_TOO_LARGE": "Export on a machine with more memory, or export the adapter alone.",
    "TRAINER_EXPORT_OVERFLOW": "A merged weight does not fit 16 bits: export with 32.",
    "TRAINER_DIVERGED": "The loss or gradient is not finite, or nothing changes it: lower the learning rate.",
    "TRAINER_INDEX_MISMATCH": "The index belongs to another adapter or code version: train again.",
    "TRAINER_INDEX_CORRUPT": "The index does not match its hash: restore it or train again.",
    "TRAINER_QUERY_EMPTY": "A query needs at least one message and a non-empty answer.",
    "TRAINER_QUERY_TOO_LONG": "The query is longer than the model's context: send a shorter one.",
    "TRAINER_INTERNAL": "This is a defect in the trainer: report it with the log on stderr.",
}


class TrainerError(Exception):
    """A failure with a registered code.

    :param code: a key of HINTS.
    :param message: what happened, in one sentence.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = HINTS[code]
