"""The folder of Maven's “CRM sales opportunities”: accounts, products, sales teams and the pipeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from workbench.domain.closing import Verdict
from workbench.domain.probability import Outcome
from workbench.errors import ImportRefusedError
from workbench.i18n import N_, _
from workbench.services.imports.drafts import (
    ContactDraft,
    DealDraft,
    FamilyDraft,
    Intake,
    LineDraft,
    PersonDraft,
    ReasonDraft,
    Rejected,
    StageDraft,
    TeamDraft,
    WorkflowDraft,
)  # fmt: skip
from workbench.services.imports.names import country_code, slug
from workbench.services.imports.reading import Table, read_table
from workbench.services.imports.values import Column, dates, numbers, text_of

FILES = {
    "accounts.csv": ("account", "sector", "office_location", "subsidiary_of"),
    "products.csv": ("product", "series", "sales_price"),
    "sales_teams.csv": ("sales_agent", "manager", "regional_office"),
    "sales_pipeline.csv": (
        "opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date", "close_value",
    ),
}  # fmt: skip
SOURCE = "maven"
STAGES = {"Prospecting": Outcome.OPEN, "Engaging": Outcome.OPEN, "Won": Outcome.WON, "Lost": Outcome.LOST}
COLOURS = {"Prospecting": "#64748b", "Engaging": "#3b5bdb", "Won": "#2f9e44", "Lost": "#c92a2a"}
TRANSITIONS = (
    ("Prospecting", "Engaging"), ("Engaging", "Prospecting"), ("Engaging", "Won"), ("Engaging", "Lost"),
    ("Prospecting", "Lost"),
)  # fmt: skip
MISSPELT_SECTORS = {"technolgy": "technology"}
MISSPELT_COUNTRIES = {"Philipines": "Philippines", "Korea": "South Korea"}
REASONS = {Outcome.WON: "imported-won", Outcome.LOST: "imported-lost"}
GIVEN = frozenset({"title", "owner", "contact", "progress", "lines", "currency", "created_date"})
PRODUCT_REPAIRED = N_("product names matched despite a missing blank")
SECTOR_REPAIRED = N_("sectors spelt “technolgy” became “technology”")
COUNTRY_REPAIRED = N_("office locations spelt unusually became a country")


def is_maven(path: Path) -> bool:
    """Tell from file names and headers whether a folder is this data set."""
    try:
        return path.is_dir() and all((path / name).is_file() for name in FILES) and not _missing(path)
    except OSError:
        return False


def _missing(folder: Path) -> list[str]:
    absent: list[str] = []
    for name, wanted in FILES.items():
        header = (folder / name).read_bytes().splitlines()[:1]
        names = header[0].decode("utf-8-sig", "replace").split(",") if header else []
        absent += [
            f"{name}: {column}" for column in wanted if column not in [item.strip().strip('"') for item in names]
        ]
    return absent


def read_maven(folder: Path) -> Intake:
    """Read the four files.

    Raises:
        ImportRefusedError: a file or column is missing, or cannot be read.
    """
    if not folder.is_dir():
        raise ImportRefusedError(
            _("The Maven format is a folder with {files}; “{path}” is none.").format(
                files=", ".join(FILES), path=folder
            )
        )
    tables = {name: read_table(folder / name) for name in FILES}
    for name, wanted in FILES.items():
        for column in wanted:
            if column not in tables[name].headers:
                raise ImportRefusedError(_("“{file}” has no column “{column}”.").format(file=name, column=column))
    return _Reader(tables).intake(folder)


@dataclass
class _Reader:
    tables: dict[str, Table]
    repairs: Counter[str] = field(default_factory=Counter[str])
    decisions: list[str] = field(default_factory=list[str])
    rejected: list[Rejected] = field(default_factory=list[Rejected])

    def intake(self, folder: Path) -> Intake:
        for table in self.tables.values():
            self.rejected += table.rejected
        contacts = self._contacts()
        families = self._families()
        teams, people = self._people()
        deals = self._deals({item.key for item in contacts}, families, {item.key for item in people})
        self._explain(deals)
        return Intake(
            format="maven", source=SOURCE, file=folder.resolve().name, currency="USD", teams=teams, people=people,
            families=tuple(families.values()), workflow=_workflow(deals), reasons=_reasons(), contacts=contacts,
            deals=tuple(deals), given=GIVEN, rejected=tuple(self.rejected), repairs=self.repairs,
            decisions=tuple(self.decisions),
        )  # fmt: skip

    def _unique(self, table: Table, column: str) -> list[tuple[int, str]]:
        """Return rows and keys; rows without a key and repeated keys are set aside."""
        first: dict[str, int] = {}
        for row, cell in enumerate(table.column(column)):
            key = text_of(cell)
            if not key:
                self.rejected.append(table.reject(row, column, _("This must not be empty.")))
            elif key in first:
                reason = _("This is already in line {line}.").format(line=table.lines[first[key]])
                self.rejected.append(table.reject(row, column, reason))
            else:
                first[key] = row
        return [(row, key) for key, row in first.items()]

    def _contacts(self) -> tuple[ContactDraft, ...]:
        table = self.tables["accounts.csv"]
        found = self._unique(table, "account")
        keys = {key for _row, key in found}
        drafts: list[ContactDraft] = []
        for row, key in found:
            parent = text_of(table.column("subsidiary_of")[row]) or None
            if parent is not None and parent not in keys:
                self.rejected.append(table.reject(row, "subsidiary_of", _("There is no account of this name.")))
                continue
            country = self._country(text_of(table.column("office_location")[row]))
            if country == "":
                self.rejected.append(table.reject(row, "office_location", _("There is no country of this name.")))
                continue
            sector = self._sector(text_of(table.column("sector")[row]))
            drafts.append(
                ContactDraft(
                    key=key,
                    line=table.lines[row],
                    name=key,
                    parent=parent,
                    fields={"sector": sector, "country": country},
                )
            )
        return tuple(drafts)

    def _sector(self, text: str) -> str | None:
        if text in MISSPELT_SECTORS:
            self.repairs[SECTOR_REPAIRED] += 1
        return MISSPELT_SECTORS.get(text, text) or None

    def _country(self, text: str) -> str | None:
        if text in MISSPELT_COUNTRIES:
            self.repairs[COUNTRY_REPAIRED] += 1
        name = MISSPELT_COUNTRIES.get(text, text)
        return (country_code(name) or "") if name else None

    def _families(self) -> dict[str, FamilyDraft]:
        table = self.tables["products.csv"]
        prices = numbers("sales_price", table.column("sales_price"), declared=".")
        drafts: dict[str, FamilyDraft] = {}
        for row, key in self._unique(table, "product"):
            if row in prices.bad:
                self.rejected.append(table.reject(row, "sales_price", prices.bad[row]))
            else:
                drafts[key] = FamilyDraft(name=key, list_price=prices.values[row])
        return drafts

    def _people(self) -> tuple[tuple[TeamDraft, ...], tuple[PersonDraft, ...]]:
        table = self.tables["sales_teams.csv"]
        teams: dict[str, TeamDraft] = {}
        people: list[PersonDraft] = []
        for row, key in self._unique(table, "sales_agent"):
            manager = text_of(table.column("manager")[row])
            office = text_of(table.column("regional_office")[row])
            if manager and manager not in teams:
                teams[manager] = TeamDraft(code=slug(manager), name=f"{manager} ({office})" if office else manager)
            people.append(PersonDraft(key=key, name=key, team=teams[manager].code if manager else None))
        return tuple(teams.values()), tuple(people)

    def _deals(self, accounts: set[str], families: dict[str, FamilyDraft], agents: set[str]) -> list[DealDraft]:
        table = self.tables["sales_pipeline.csv"]
        engaged = dates("engage_date", table.column("engage_date"), day_first=False)
        closed = dates("close_date", table.column("close_date"), day_first=False)
        value = numbers("close_value", table.column("close_value"), declared=".")
        self.decisions += [item.decision for item in (engaged, closed) if item.decision]
        products = {name.replace(" ", "").casefold(): name for name in families}
        deals: list[DealDraft] = []
        for row, key in self._unique(table, "opportunity_id"):
            cell: Callable[[str], str] = lambda column, at=row: text_of(table.column(column)[at])  # noqa: E731
            problem = self._problem(row, cell, accounts, agents, engaged, closed, value)
            product = products.get(cell("product").replace(" ", "").casefold())
            if problem is None and product is None:
                problem = ("product", _("There is no product of this name."))
            if problem is not None or product is None:
                self.rejected.append(table.reject(row, *(problem or ("product", ""))))
                continue
            if product != cell("product"):
                self.repairs[PRODUCT_REPAIRED] += 1
            deals.append(
                _deal(key, table, row, cell, product, engaged.values[row], closed.values[row], value.values[row])
            )
        return deals

    def _problem(
        self, row: int, cell: Callable[[str], str], accounts: set[str], agents: set[str],
        engaged: Column[date], closed: Column[date], value: Column[Decimal],
    ) -> tuple[str, str] | None:  # fmt: skip
        for name, column in (("engage_date", engaged), ("close_date", closed), ("close_value", value)):
            if row in column.bad:
                return name, column.bad[row]
        stage, begun, ended, amount = cell("deal_stage"), engaged.values[row], closed.values[row], value.values[row]
        is_closed = STAGES.get(stage, Outcome.OPEN) is not Outcome.OPEN
        rules = (
            (stage not in STAGES, "deal_stage", _("There is no stage of this name.")),
            (cell("sales_agent") not in agents, "sales_agent", _("There is no sales agent of this name.")),
            (
                bool(cell("account")) and cell("account") not in accounts,
                "account",
                _("There is no account of this name."),
            ),
            (is_closed and ended is None, "close_date", _("A closed deal needs its closed date.")),
            (not is_closed and ended is not None, "close_date", _("An open deal has no closed date.")),
            (
                begun is not None and ended is not None and ended < begun,
                "close_date",
                _("The closed date lies before the engage date."),
            ),
            (stage == "Won" and amount is None, "close_value", _("A won deal needs its amount.")),
            (amount is not None and amount < 0, "close_value", _("An amount cannot be negative.")),
        )
        return next(((column, reason) for broken, column, reason in rules if broken), None)

    def _explain(self, deals: list[DealDraft]) -> None:
        alone = sum(deal.contact is None for deal in deals)
        unpriced = sum(deal.outcome is Outcome.OPEN for deal in deals)
        undated = sum(deal.fields["created_date"] is None for deal in deals)
        self.decisions += [
            _("Titles are “product – account”, because the file has none."),
            _("The amount is close_value. Open deals have none yet and stay at 0: {count}.").format(count=unpriced),
            _("Deals that name no account, and so have no contact: {count}.").format(count=alone),
            _("Deals without dates, and none were made up: {count}.").format(count=undated),
            _("Amounts are in USD, the currency of this data set."),
            _(
                "Engaging proposes the share of closed deals that were won; Prospecting a fifth of it, an assumption to check."
            ),
            _("Not loaded, because there is no field for it: year_established, revenue, employees, series."),
        ]


def _deal(
    key: str, table: Table, row: int, cell: Callable[[str], str], product: str,
    engaged: date | None, closed: date | None, value: Decimal | None,
) -> DealDraft:  # fmt: skip
    stage = cell("deal_stage")
    outcome = STAGES[stage]
    account = cell("account") or None
    price = value if outcome is not Outcome.OPEN and value is not None else Decimal(0)
    return DealDraft(
        line=table.lines[row], external_id=key, title=f"{product} – {account}" if account else product,
        contact=account, owner=cell("sales_agent"), stage=stage, outcome=outcome, reason=REASONS.get(outcome),
        lines=(LineDraft(family=product, unit_price=price),), fields={"created_date": engaged},
        opened_on=engaged if closed else None, opened_stage="Engaging", stage_since=closed or engaged, closed_on=closed,
        cells=table.cells(row),
    )  # fmt: skip


def _workflow(deals: list[DealDraft]) -> WorkflowDraft:
    """Build the workflow; Engaging proposes the share of closed deals that were won, Prospecting a fifth of it."""
    won = sum(deal.outcome is Outcome.WON for deal in deals)
    ended = sum(deal.outcome is not Outcome.OPEN for deal in deals)
    rate = Decimal(100 * won) / ended if ended else Decimal(50)
    percents = {"Engaging": rate, "Prospecting": rate / 5}
    stages = tuple(
        StageDraft(name=name, outcome=outcome, percent=percents.get(name), colour=COLOURS[name])
        for name, outcome in STAGES.items()
    )
    return WorkflowDraft(code=SOURCE, name="Maven", stages=stages, transitions=TRANSITIONS)


def _reasons() -> tuple[ReasonDraft, ...]:
    return (
        ReasonDraft(code=REASONS[Outcome.WON], name=_("Imported as won, reason unknown"), verdict=Verdict.POSITIVE),
        ReasonDraft(code=REASONS[Outcome.LOST], name=_("Imported as lost, reason unknown"), verdict=Verdict.NEGATIVE),
    )
