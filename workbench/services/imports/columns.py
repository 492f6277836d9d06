"""Which column means which field: proposed from names in three languages and from common customer systems."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.services.imports.names import folded

FIELDS: dict[str, tuple[str, ...]] = {
    "external_id": (
        "opportunity id", "deal id", "record id", "external id", "id", "number", "nr", "numero", "numar", "deal number",
        "opportunity number", "id opportunita", "codice opportunita",
        "id oportunitate", "cod oportunitate", "opportunity number", "numero opportunita", "numar oportunitate",
    ),
    "title": (
        "title", "opportunity name", "deal name", "dealname", "property dealname", "opportunity", "name", "deal", "subject",
        "titolo", "nome opportunita", "oggetto", "titlu", "nume oportunitate", "denumire", "subiect",
    ),
    "contact": (
        "contact", "account name", "account", "company", "company name", "customer", "client", "organization",
        "organisation", "associated company", "contatto", "cliente", "azienda", "ragione sociale", "client name",
        "firma", "denumirea juridica",
    ),
    "owner": (
        "owner", "opportunity owner", "deal owner", "sales agent", "salesperson", "sales rep", "user", "assigned to",
        "operatore", "proprietario", "venditore", "assegnato a", "operator", "utilizator", "proprietar", "vanzator", "responsabil",
        "responsabile", "login",
    ),
    "workflow": ("workflow", "pipeline", "flux de lucru", "flux"),
    "stage": (
        "stage", "deal stage", "dealstage", "sales stage", "stage name", "workflow stage", "pipeline stage", "stadio", "fase",
        "stadio del workflow", "stadiu", "etapa", "stadiu flux de lucru", "faza",
    ),
    "status": ("status", "outcome", "result", "stato", "esito", "stare", "rezultat"),
    "probability": (
        "probability", "probability %", "probability (%)", "win probability", "deal probability", "probabilita", "probabilita di successo",
        "probabilita successo", "probabilitate", "probabilitate de succes",
    ),
    "net": (
        "amount", "net amount", "net", "deal amount", "value", "deal value", "close value", "revenue", "property amount", "total", "valore netto",
        "importo", "importo netto", "valore", "valoare", "valoare neta", "suma", "productrevenue", "product revenue",
    ),
    "gross": ("gross amount", "gross", "importo lordo", "valoare bruta"),
    "discount": ("total discount", "discount amount", "sconto totale", "discount total"),
    "expected_revenue": ("expected revenue", "entrate previste", "venituri preconizate"),
    "margin": ("margin", "expected gross margin", "margine", "margine lordo previsto", "profit brut prevazut", "marja"),
    "currency": ("currency", "currency code", "currency iso code", "deal currency", "divisa", "valuta", "moneda"),
    "created_date": (
        "created date", "create date", "createdate", "property createdate", "creation date", "created", "created on", "engage date", "opened", "data creazione",
        "creato il", "data creare", "data crearii", "creat la",
    ),
    "expected_close_date": (
        "expected close date", "estimated close date", "estimatedclosedate", "expected closing", "data chiusura prevista",
        "data prevista chiusura", "data estimata inchidere", "data prevazuta inchidere",
    ),
    "closed_date": ("closed date", "actual close date", "closed on", "data di chiusura effettiva", "data inchiderii efective"),
    "closed_at": ("closed at", "chiuso alle", "inchis la ora"),
    "close_date": ("close date", "closedate", "property closedate", "closing date", "data chiusura", "data di chiusura", "data inchidere", "data inchiderii"),
    "expected_order_date": ("expected order date", "expected sales order date", "data prevista ordine di vendita", "data prevista ordine", "data prevazuta ordin client"),
    "expected_delivery_date": ("expected delivery date", "expected delivery-note date", "data prevista consegna", "data prevazuta livrare"),
    "expected_invoice_date": ("expected invoice date", "expected sales invoice date", "data prevista fattura", "data prevista fattura di vendita", "data prevazuta factura"),
    "stage_since": ("stage since", "last stage change date", "date entered stage", "nello stadio dal", "in stadiu din"),
    "reason": ("closing reason", "closed reason", "lost reason", "loss reason", "motivo di chiusura", "motivazione", "motiv inchidere", "motiv"),
    "type": ("type", "opportunity type", "deal type", "tipo", "tipo opportunita", "tip", "tip oportunitate"),
    "origin": ("origin", "lead source", "source", "origine", "origine contatto", "sursa", "sursa contact"),
    "campaign": ("campaign", "marketing campaign", "primary campaign source", "campagna", "campagna marketing", "campanie", "campanie de marketing"),
    "competitors": ("competitors", "main competitor", "main competitor(s)", "concorrenti", "concurenti"),
    "quality": ("contact quality", "rating", "qualita contatto", "calitate contact"),
    "tags": ("tags", "tag", "labels", "etichette", "etichete"),
    "notes": ("notes", "note", "description", "comments", "next step", "descrizione", "descriere", "observatii", "property description"),
    "contact_city": ("city", "billing city", "citta", "oras", "localitate"),
    "contact_postcode": ("postcode", "postal code", "zip", "zip code", "billing zip/postal code", "cap", "cod postal"),
    "contact_region": ("region", "state", "province", "billing state/province", "regione", "provincia", "judet", "regiune"),
    "contact_country": ("country", "billing country", "paese", "nazione", "tara"),
    "contact_address": ("address", "street", "billing street", "indirizzo", "adresa"),
    "contact_email": ("email", "e-mail", "contact email"),
    "contact_phone": ("phone", "telephone", "phone number", "telefono", "telefon"),
}  # fmt: skip
LINE_FIELDS: dict[str, tuple[str, ...]] = {
    "family": ("product family", "product", "product name", "famiglia prodotti", "prodotto", "familia de produse", "produs"),
    "article": ("article", "product code", "sku", "articolo", "codice articolo", "articol", "cod produs"),
    "line_description": ("line description", "product description", "descrizione riga", "descriere linie"),
    "quantity": ("quantity", "qty", "quantita", "cantitate"),
    "unit_price": ("unit price", "unitprice", "price", "sales price", "prezzo", "prezzo unitario", "pret", "pret unitar"),
    "line_discount": ("line discount", "discount", "sconto", "sconto riga", "reducere"),
}  # fmt: skip
DATES = frozenset({name for name in FIELDS if name.endswith("_date")} | {"stage_since"})
MOMENTS = frozenset({"closed_at"})
NUMBERS = frozenset(
    {
        "probability",
        "net",
        "gross",
        "discount",
        "expected_revenue",
        "margin",
        "quality",
        "quantity",
        "unit_price",
        "line_discount",
    }
)
SEPARATORS = re.compile(r"[_\s]+")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def plain_name(header: str) -> str:
    """Return a header as it is compared: ``Close_Date``, ``closeDate`` and ``close date`` are one."""
    return SEPARATORS.sub(" ", folded(CAMEL.sub(" ", header))).strip()


def proposed(headers: Sequence[str]) -> dict[str, str]:
    """Propose fields from the names of columns.

    Args:
        headers: the file's headers.

    Returns:
        Header → field; each field once, for the header that names it best. Unknown headers are left out.
    """
    ranks: dict[str, list[tuple[int, int, str]]] = {}
    for place, header in enumerate(headers):
        names = {plain_name(header), SEPARATORS.sub(" ", folded(header)).strip()}
        for field, known in (*FIELDS.items(), *LINE_FIELDS.items()):
            hits = [known.index(name) for name in names if name in known]
            if hits:
                ranks.setdefault(field, []).append((min(hits), place, header))
    chosen: dict[str, str] = {}
    for field, found in ranks.items():
        for _rank, _place, header in sorted(found):
            if header not in chosen:
                chosen[header] = field
                break
    return chosen
