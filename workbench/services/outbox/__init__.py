"""What happened is told to other systems: written with the change, delivered afterwards."""

from workbench.services.outbox.channels import Channels, ChannelState
from workbench.services.outbox.service import Delivery, Outbox

__all__ = ["ChannelState", "Channels", "Delivery", "Outbox"]
