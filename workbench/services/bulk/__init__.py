"""Many deals at once: what would change, the change as one unit of work, and its undo."""

from workbench.services.bulk.change import Change
from workbench.services.bulk.service import AT_ONCE, Bulk, Changed, Chosen, Preview, Refused, Sample, Undone

__all__ = ["AT_ONCE", "Bulk", "Change", "Changed", "Chosen", "Preview", "Refused", "Sample", "Undone"]
