"""The tables that an administrator edits, and the whole of them as one file."""

from workbench.services.configuration.service import Configuration, Row, SettingChange
from workbench.services.configuration.tables import TABLES, Column, Kind, Table

__all__ = ["TABLES", "Column", "Configuration", "Kind", "Row", "SettingChange", "Table"]
