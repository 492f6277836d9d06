"""A contact: the company or person that holds deals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from workbench.domain.text import one_line
from workbench.errors import InvalidValueError
from workbench.i18n import _


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Coordinates are decimal degrees (WGS 84); ``country`` is an ISO 3166-1 alpha-2 code; quality is 1–5 stars."""

    id: UUID
    version: int = 1
    kind: str = "company"
    parent_id: UUID | None = None
    name: str
    vat_number: str | None = None
    quality: int | None = None
    origin_id: UUID | None = None
    sector: str | None = None
    category: str | None = None
    address: str | None = None
    city: str | None = None
    postcode: str | None = None
    region: str | None = None
    country: str | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    phone: str | None = None
    email: str | None = None
    agent_id: UUID | None = None
    lead_since: date | None = None
    customer_since: date | None = None
    external_source: str | None = None
    external_id: str | None = None
    archived: bool = False

    def __post_init__(self) -> None:
        if not one_line(self.name):
            raise InvalidValueError("name", _("A contact needs a name."))
        if self.kind not in {"company", "person"}:
            raise InvalidValueError("kind", _("A contact is a company or a person."))
        if self.quality is not None and not 1 <= self.quality <= 5:
            raise InvalidValueError("quality", _("Contact quality is 1 to 5 stars."))
        if self.latitude is not None and not -90 <= self.latitude <= 90:
            raise InvalidValueError("latitude", _("Latitude lies between −90 and 90."))
        if self.longitude is not None and not -180 <= self.longitude <= 180:
            raise InvalidValueError("longitude", _("Longitude lies between −180 and 180."))

    def changed(self, **fields: object) -> Contact:
        """Return the next version with these fields set."""
        return replace(self, version=self.version + 1, **fields)  # pyright: ignore[reportArgumentType]
