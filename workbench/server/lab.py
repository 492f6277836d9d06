"""JupyterLab for the analyst at this machine: the notebooks folder, a token, no outside requests.

Run as ``python -m workbench.server.lab PORT FOLDER``; the token comes in ``JUPYTER_TOKEN``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import cast

from jupyterlab.labapp import LabApp
from traitlets.config import Application

from workbench.server.ending import end_with_parent

SETTINGS = Path(__file__).resolve().parent / "lab_config"  # asks nobody about news and updates


def options(port: int, folder: str) -> list[str]:
    """Return JupyterLab's command line.

    Args:
        port: on 127.0.0.1; a busy port is an error, never another port.
        folder: what the analyst sees as the root.
    """
    root = [] if os.name == "nt" or os.geteuid() else ["--allow-root"]
    return [
        "--no-browser",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={folder}",
        "--ServerApp.log_level=WARN",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        "--MappingKernelManager.cull_connected=False",
        "--KernelManager.transport=ipc",
        "--ContentsManager.allow_hidden=False",
        *root,
    ]


def main(arguments: list[str]) -> None:
    """Serve until the starting process ends or says so."""
    port, folder = arguments
    end_with_parent()
    own = [str(SETTINGS), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(own)
    cast("type[Application]", LabApp).launch_instance(argv=options(int(port), folder))


if __name__ == "__main__":
    main(sys.argv[1:])
