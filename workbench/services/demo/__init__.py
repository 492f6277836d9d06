"""A believable demo company: a deterministic generator of settings, contacts and deals with their history."""

from __future__ import annotations

from workbench.services.demo.load import DemoSummary, Progress, load_demo

__all__ = ["DemoSummary", "Progress", "load_demo"]
