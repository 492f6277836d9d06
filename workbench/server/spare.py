"""One spare kernel stands ready, with everything imported, so that a page need not wait for Python to start.

The spare knows nothing of any page or person before it is given away: it gets its environment only then.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from workbench.server.kernel import SPARE, Order

PROVISIONER = "workbench-spare"
MODULE = [sys.executable, "-m", "workbench.server.kernel"]
REST = 2.5  # seconds: the page that was just opened has the processor to itself first
_ready: list[subprocess.Popen[bytes]] = []


class PageKernels(KernelSpecManager):
    """Every page runs on the workbench's own kernel, whatever its notebook names."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the page kernel's command."""
        return KernelSpec(
            argv=[*MODULE, "-f", "{connection_file}"],
            display_name=kernel_name,
            language="python",
            metadata={"kernel_provisioner": {"provisioner_name": PROVISIONER}},
        )


class SpareProvisioner(LocalProvisioner):
    """Starts a kernel from the spare process where one is ready, plainly where none is."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ANN401 - the base's
        """Give the spare process its page, and prepare the next spare a little later."""
        spare = _take()
        asyncio.get_running_loop().call_later(REST, prepare_spare)
        if spare is None:
            return await super().launch_kernel(cmd, **kwargs)
        folder = str(kwargs.get("cwd") or Path.cwd())
        environment: dict[str, str] = dict(kwargs.get("env") or os.environ)
        order: Order = {"environment": environment, "folder": folder, "arguments": cmd[len(MODULE) :]}
        _hand_over(spare, order)
        self.process = spare
        self.pid = spare.pid
        self.pgid = os.getpgid(spare.pid) if hasattr(os, "getpgid") else None
        self.cwd = Path(folder)
        return self.connection_info


def register() -> None:
    """Make the provisioner known to Jupyter in this process."""
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[PROVISIONER] = EntryPoint(
        PROVISIONER, f"{__name__}:{SpareProvisioner.__name__}", KernelProvisionerFactory.GROUP_NAME
    )


def prepare_spare() -> None:
    """Start a spare process unless one stands ready."""
    if not _ready:
        _ready.append(subprocess.Popen([*MODULE, SPARE], stdin=subprocess.PIPE, start_new_session=True))  # noqa: S603


def dismiss_spare() -> None:
    """End the spare process: it sees the end of its input and leaves."""
    while _ready:
        spare = _ready.pop()
        if spare.stdin is not None:
            spare.stdin.close()
        spare.wait(timeout=10)


def _take() -> subprocess.Popen[bytes] | None:
    while _ready:
        spare = _ready.pop()
        if spare.poll() is None:
            return spare
    return None


def _hand_over(spare: subprocess.Popen[bytes], order: Order) -> None:
    if spare.stdin is None:
        raise BrokenPipeError
    spare.stdin.write(json.dumps(order).encode() + b"\n")
    spare.stdin.close()
