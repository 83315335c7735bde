"""Drops files from the page cache: a path on each line of stdin, answered with a line when it is done."""

import os
import sys

for line in sys.stdin:
    descriptor = os.open(line.rstrip("\n"), os.O_RDONLY)
    os.fsync(descriptor)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(descriptor)
    print("done", flush=True)
