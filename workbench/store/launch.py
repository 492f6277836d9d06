"""Start the owner process and pass on its first word; run by path, with the standard library alone.

The owner outlives this launcher and whoever started it, so that nobody has to wait for its end.
"""

from __future__ import annotations

import os
import subprocess
import sys

DETACHED = 0x00000008 | 0x00000200
SERVING = "serving"


def launch(arguments: list[str]) -> int:
    """Start the owner, print its first line, and leave it running.

    Returns:
        0 if it said that it serves, 3 if it said why not or ended without a word.
    """
    owner = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "workbench.store.owner", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
        creationflags=DETACHED if os.name == "nt" else 0,
        cwd="/" if os.name == "posix" else None,
    )
    word = owner.stdout.readline() if owner.stdout else b""
    sys.stdout.buffer.write(word)
    sys.stdout.flush()
    return 0 if word.startswith(SERVING.encode()) else 3


if __name__ == "__main__":
    code = launch(sys.argv[1:])
    os._exit(code)
