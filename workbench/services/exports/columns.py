"""The columns of each export: by them an import knows a file that the workbench wrote."""

from __future__ import annotations

from collections.abc import Sequence

COLUMNS: dict[str, tuple[str, ...]] = {
    "list": (
        "number", "title", "contact", "owner", "team", "workflow", "stage", "probability", "status", "currency", "net",
        "base_net", "weighted", "created_date", "expected_close_date", "closed_date", "tags",
        "type", "origin", "country",
    ),
    "opportunity": (
        "id", "number", "version", "title", "type", "contact", "address", "postcode", "city", "region", "country",
        "email", "phone", "person", "owner", "team", "agent", "entered_by", "workflow", "stage", "stage_since",
        "probability", "probability_by_hand", "status", "closing_reason", "reason_note", "competitors", "currency",
        "gross", "total_discount", "net", "expected_revenue", "margin", "recurring_amount", "recurring_plan", "rate",
        "rate_date", "base_net", "weighted", "origin", "campaign", "tags", "contact_quality", "created_date",
        "expected_order_date", "expected_delivery_date", "expected_invoice_date", "expected_close_date", "closed_date",
        "notes", "imported_from", "imported_id",
    ),
    "line": (
        "id", "number", "title", "contact", "owner", "workflow", "stage", "probability", "status", "closing_reason",
        "currency", "created_date", "expected_close_date", "closed_date", "position", "product", "article",
        "line_description", "quantity", "unit_price", "line_gross", "line_discount", "line_net", "line_expected_revenue",
        "line_expected_order_date", "line_expected_delivery_date", "line_expected_invoice_date", "line_closed_date",
        "line_note",
    ),
}  # fmt: skip


def is_ours(headers: Sequence[str]) -> bool:
    """Tell whether a file's headers are those of an export, column by column."""
    return tuple(headers) in COLUMNS.values()
