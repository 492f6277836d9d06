"""The page server: Voila alone, on this machine, with nothing but the workbench's page.

Run as ``python -m workbench.server.pages PORT [NOTEBOOK]``; store, user and language come from the environment, as do
the token of the link (``WORKBENCH_PAGE_TOKEN``), the number of pages that may be open (``WORKBENCH_PAGES_AT_MOST``) and
the seconds that a kernel waits for its page (``WORKBENCH_PAGE_PATIENCE``).
"""

from __future__ import annotations

import os
import sys
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from tornado.websocket import WebSocketHandler
from traitlets import Instance
from traitlets.config import Config
from voila.app import Voila
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from workbench.i18n import language, use_language
from workbench.server import entrance, spare
from workbench.server.admission import Admission
from workbench.server.ending import end_with_parent
from workbench.server.identity import LocalIdentity
from workbench.server.open_pages import ALLOWED_MESSAGES, AT_MOST, PATIENCE, OpenPages, PagesFullError
from workbench.server.places import TEMPLATES, page_notebook
from workbench.server.texts import page_texts

CONTENT_SECURITY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",  # Voila's page and anywidget's modules need them
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
EXTENSIONS = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"]


class QuickWebsocket(VoilaKernelWebsocketHandler):
    """The kernel's websocket without Nagle's delay: 5 ms a round trip instead of 46."""

    async def open(self, kernel_id: str) -> None:
        """Send small messages at once."""
        cast("WebSocketHandler", self).set_nodelay(True)
        await cast("Any", super()).open(kernel_id)


class PageHandler(TornadoVoilaHandler):
    """The page, or the reason why no further one is opened."""

    async def get(self, path: str | None = None) -> None:
        """Send the page while its kernel works."""
        try:
            await cast("Any", super()).get(path)
        except PagesFullError:
            entrance.refuse(self, "full", HTTPStatus.SERVICE_UNAVAILABLE, language=language())


OWN_HANDLERS: dict[Any, Any] = {VoilaKernelWebsocketHandler: QuickWebsocket, TornadoVoilaHandler: PageHandler}


class PageServer(Voila):
    """Voila with the workbench's settings, an entrance and a spare kernel."""

    admission = Instance(Admission)

    def init_settings(self) -> dict[str, Any]:  # type: ignore[override]  # Voila is untyped
        """Let pages send nothing to a kernel but what widgets need."""
        found = cast("dict[str, Any]", super().init_settings())
        found["kernel_manager"].allowed_message_types = ALLOWED_MESSAGES
        return found

    def init_handlers(self) -> list[Any]:  # type: ignore[override]  # Voila is untyped
        """Put the entrance before Voila's handlers, and our own in the place of two of them."""
        found = cast("list[tuple[Any, ...]]", super().init_handlers())  # type: ignore[reportUnknownMemberType]
        own = [(rule[0], OWN_HANDLERS.get(rule[1], rule[1]), *rule[2:]) for rule in found]
        return [*entrance.rules(self.admission, language=language()), *own]

    def listen(self) -> None:
        """Prepare the first spare and serve until told to stop."""
        spare.register()
        spare.prepare_spare()
        super().listen()

    def stop(self) -> None:
        """End the kernels and the spare."""
        spare.dismiss_spare()
        super().stop()


def settings(port: int, notebook: Path, *, language: str, at_most: int = AT_MOST, patience: int = PATIENCE) -> Config:
    """Return everything that differs from Voila's own settings.

    Args:
        port: on 127.0.0.1; a busy port is an error, never another port.
        notebook: the one notebook that is served.
        language: of the page's own texts, where the address asks for none.
        at_most: pages that may be open at the same time.
        patience: seconds that an idle kernel waits for its page to connect.
    """
    config = Config()
    config.Voila.port = port
    config.Voila.port_retries = 0
    config.Voila.ip = "127.0.0.1"
    config.Voila.open_browser = False
    config.Voila.notebook_path = str(notebook)
    config.Voila.identity_provider_class = LocalIdentity
    config.Voila.tornado_settings = {
        "headers": {
            "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in CONTENT_SECURITY.items()),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
        }
    }
    page = config.VoilaConfiguration
    page.template = "workbench"
    page.theme = "light"
    page.resources = {"workbench": {"texts": page_texts(), "language": language}}
    page.kernel_spec_manager_class = spare.PageKernels
    page.multi_kernel_manager_class = OpenPages
    page.extension_allowlist = EXTENSIONS
    page.file_allowlist = ["(?!)"]
    page.allow_template_override = "NO"
    page.allow_theme_override = "NO"
    page.show_tracebacks = False
    page.http_header_envs = []
    config.KernelManager.transport = "ipc"
    config.MappingKernelManager.cull_idle_timeout = 300
    config.MappingKernelManager.cull_interval = min(15, patience)
    config.MappingKernelManager.cull_connected = False
    config.OpenPages.at_most = at_most
    config.OpenPages.patience = patience
    return config


def main(arguments: list[str]) -> None:
    """Serve until the starting process ends or says so."""
    port = int(arguments[0])
    notebook = Path(arguments[1]) if len(arguments) > 1 else page_notebook()
    use_language(os.environ.get("WORKBENCH_LANG", "en"))
    admission = Admission.from_environment(port, os.environ)
    config = settings(
        port,
        notebook,
        language=language(),
        at_most=int(os.environ.get("WORKBENCH_PAGES_AT_MOST", AT_MOST)),
        patience=int(os.environ.get("WORKBENCH_PAGE_PATIENCE", PATIENCE)),
    )
    end_with_parent()
    with TemporaryDirectory(prefix="workbench-") as folder:
        os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(TEMPLATES), os.environ.get("JUPYTER_PATH")]))
        os.environ["JUPYTER_NO_CONFIG"] = "1"
        os.environ["IPYTHONDIR"] = folder
        PageServer.launch_instance(argv=[], config=config, config_file_paths=[], admission=admission)


if __name__ == "__main__":
    main(sys.argv[1:])
