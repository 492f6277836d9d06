"""The kernels of the pages that are open: not more than the machine bears, and none for a page that never came."""

from __future__ import annotations

import time
from typing import Any, cast

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Integer

from workbench.errors import WorkbenchError

AT_MOST = 40
PATIENCE = 60  # seconds
ALLOWED_MESSAGES = ["comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request"]


class PagesFullError(WorkbenchError):
    """As many pages are open as the server allows."""


class OpenPages(AsyncMappingKernelManager):
    """The kernels, one a page."""

    at_most = Integer(AT_MOST, config=True, help="pages that may be open at the same time")
    patience = Integer(PATIENCE, config=True, help="seconds that an idle kernel waits for its page to connect")

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - the base's
        cast("Any", super()).__init__(**kwargs)
        self._starting: set[str] = set()
        self._visited: set[str] = set()

    @property
    def is_full(self) -> bool:
        """Whether no further page may be opened; kernels that are still starting count."""
        return len(self._starting.union(self.list_kernel_ids())) >= self.at_most

    async def start_kernel(self, **kwargs: Any) -> str:  # type: ignore[override]  # noqa: ANN401 - the base's
        """Start the kernel of one page.

        Raises:
            PagesFullError: too many are open.
        """
        if self.is_full:
            raise PagesFullError
        kernel_id = str(self.new_kernel_id())
        self._starting.add(kernel_id)
        try:
            return await super().start_kernel(kernel_id=kernel_id, **kwargs)
        finally:
            self._starting.discard(kernel_id)

    def notify_connect(self, kernel_id: str) -> None:
        """Remember that the page came."""
        if kernel_id in self:
            self._visited.add(kernel_id)
        cast("Any", super()).notify_connect(kernel_id)

    def remove_kernel(self, kernel_id: str) -> Any:  # noqa: ANN401 - the base's
        """Forget the page with its kernel."""
        self._visited.discard(kernel_id)
        return super().remove_kernel(kernel_id)

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel whose page never came a minute after its last work; the others as the settings say."""
        kernel = cast("Any", self.get_kernel(kernel_id))
        last = getattr(kernel, "last_activity", None)
        waits = kernel_id not in self._visited and getattr(kernel, "execution_state", "busy") != "busy"
        if waits and last is not None and time.time() - last.timestamp() > self.patience:
            await cast("Any", self).shutdown_kernel(kernel_id)
        else:
            await cast("Any", super()).cull_kernel_if_idle(kernel_id)
