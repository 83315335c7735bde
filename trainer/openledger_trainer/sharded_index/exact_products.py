"""Exact products of matrices of 8-bit integers, the same on every machine.

PyTorch's integer product is several times faster than one of floats where the processor has instructions
for it. On some older ones the kernels behind it cut sums at 16 bits, so it is tried once on the numbers
that show that; where it fails, products of floats do the work: 1,024 products of 8-bit numbers sum to
less than 2^24, which float32 holds exactly in whatever order they are added.
"""

from functools import cache

import torch
from torch import Tensor

EXACT_TERMS = 1024


def exact_products(left: Tensor, right: Tensor) -> Tensor:
    """left · rightᵀ, int32 [m, n], of int8 [m, k] and [n, k] with entries from −127 to 127; k ≤ 2^17."""
    assert left.shape[1] == right.shape[1] <= 1 << 17, "sums stay below 2^31"
    return torch._int_mm(left, right.t()) if integers_are_exact() else by_floats(left, right)


def by_floats(left: Tensor, right: Tensor) -> Tensor:
    """The same, by products of float32."""
    total = torch.zeros(left.shape[0], right.shape[0], dtype=torch.int32)
    for start in range(0, left.shape[1], EXACT_TERMS):
        one, other = (side[:, start : start + EXACT_TERMS].to(torch.float32) for side in (left, right))
        total += (one @ other.t()).to(torch.int32)
    return total


@cache
def integers_are_exact() -> bool:
    """Whether the integer product holds for the greatest sums, of both signs, and for mixed ones."""
    steps = torch.arange(64 * 2048, dtype=torch.int64).reshape(64, 2048)
    mixed = (steps * 7919 % 255 - 127).to(torch.int8)
    ends = torch.full((64, 2048), 127, dtype=torch.int8)
    ends[::2] = -127
    left, right = torch.cat([ends, mixed]), torch.cat([mixed, ends])
    try:
        return torch.equal(torch._int_mm(left, right.t()), by_floats(left, right))
    except RuntimeError:
        return False
