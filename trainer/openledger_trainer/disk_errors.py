"""A full disk, told as one."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from safetensors import SafetensorError

from openledger_trainer.errors import TrainerError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""No space, no quota, or a file that may not grow further."""


@contextmanager
def coded_disk_errors() -> Iterator[None]:
    """Turns what the system says of a full disk into TRAINER_DISK_FULL."""
    try:
        yield
    except OSError as error:
        short = error.errno is None and "requested and" in str(error)  # numpy, of a write that fell short
        if error.errno not in FULL and not short:
            raise
        raise TrainerError(
            "TRAINER_DISK_FULL", f"{error.filename or 'a file'}: {error.strerror or error}"
        ) from error
    except SafetensorError as error:
        if not any(f"os error {number}" in str(error) for number in FULL):
            raise
        raise TrainerError("TRAINER_DISK_FULL", str(error)) from error
