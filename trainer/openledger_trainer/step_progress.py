"""Tells each step: how fast it goes and how long it will take, since this process began."""

import time

from openledger_trainer.events import ProgressEvent, emit


class StepProgress:
    """Counts from where the training stood when this process took it up.

    :param step: steps done before. :param tokens: tokens processed before.
    """

    def __init__(self, steps: int, steps_per_epoch: int, step: int, tokens: int) -> None:
        self._steps = steps
        self._steps_per_epoch = steps_per_epoch
        self._step = step
        self._tokens = tokens
        self._started = time.monotonic()

    def tell(self, step: int, tokens: int, loss: float, rate_nano: int, norm: float) -> None:
        """Emits the event of a step that is done (from 1), with the tokens of all steps so far."""
        seconds = time.monotonic() - self._started
        emit(
            ProgressEvent(
                step=step,
                steps=self._steps,
                epoch=(step - 1) // self._steps_per_epoch + 1,
                loss=round(loss, 6),
                lr=rate_nano / 1_000_000_000,
                grad_norm=round(norm, 6),
                tokens=tokens,
                tokens_per_second=round((tokens - self._tokens) / seconds, 1),
                seconds_left=round(seconds / (step - self._step) * (self._steps - step), 1),
            )
        )
