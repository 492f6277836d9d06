"""Start a worker and leave it running; run by path, with the standard library alone.

The worker outlives whoever asked for it, and nobody has to wait for its end.
"""

from __future__ import annotations

import os
import subprocess
import sys

DETACHED = 0x00000008 | 0x00000200
WORKER = "workbench.server.worker"


def launch(module: str) -> None:
    """Start a module of ours as a process of its own; the store it works on is in the environment."""
    subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
        creationflags=DETACHED if os.name == "nt" else 0,
        cwd="/" if os.name == "posix" else None,
    )


if __name__ == "__main__":
    launch(WORKER)
    os._exit(0)
