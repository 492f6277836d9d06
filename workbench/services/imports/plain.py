"""A plain table of deals: each column means a field, rows with one id are the lines of one deal."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

from workbench.domain.closing import Verdict
from workbench.domain.probability import Outcome
from workbench.domain.text import one_line
from workbench.errors import ImportRefusedError
from workbench.i18n import N_, _
from workbench.services.exports.columns import is_ours
from workbench.services.exports.texts import from_excel, restored
from workbench.services.imports.columns import DATES, FIELDS, LINE_FIELDS, MOMENTS, NUMBERS, proposed
from workbench.services.imports.drafts import DealDraft, FamilyDraft, Intake, PersonDraft, ReasonDraft, Rejected
from workbench.services.imports.mapping import Mapping
from workbench.services.imports.moves import read_moves
from workbench.services.imports.names import folded, slug
from workbench.services.imports.reading import EXCEL, PARQUET, Table, read_table
from workbench.services.imports.rows import Row, RowError, contact_drafts, deal_of, outcome_named
from workbench.services.imports.values import Column, dates, moments, numbers, text_of

GIVEN = {
    "stage": "progress", "status": "progress", "workflow": "progress", "closed_date": "progress", "closed_at": "progress", "type": "type_id",
    "origin": "origin_id", "net": "amounts", "gross": "amounts", "discount": "amounts",
}  # fmt: skip

NEVER_NEGATIVE = {
    "quantity": N_("A quantity cannot be negative."),
    "unit_price": N_("A price cannot be negative; use the discount."),
}


def read_plain(path: Path, mapping: Mapping) -> Intake:
    """Read a table of deals.

    Args:
        path: CSV, TSV, Excel or Parquet.
        mapping: what a person decided; empty for none.

    Raises:
        ImportRefusedError: no table, no column for the title, or a column that can be read in two ways.
    """
    table = read_table(path, encoding=mapping.encoding, delimiter=mapping.delimiter, sheet=mapping.sheet)
    if is_ours(table.headers):
        table = _as_exported(table, path.suffix.lower())
    return _Reader(table, mapping, _columns(table, mapping)).intake(path)


def _as_exported(table: Table, ending: str) -> Table:
    """Take back what an export of the workbench did to texts, so that they come back to the last blank."""

    def told(cell: object) -> object:
        if not isinstance(cell, str) or ending in PARQUET:
            return cell
        return restored(from_excel(cell) if ending in EXCEL else cell)

    return replace(table, rows=[tuple(map(told, row)) for row in table.rows], exact=True)


def _columns(table: Table, mapping: Mapping) -> dict[str, str]:
    """Return field → header: what the mapping says, then what the names propose."""
    fields: dict[str, str] = {}
    for header, wanted in mapping.columns.items():
        if header not in table.headers:
            raise ImportRefusedError(
                _("The mapping names a column “{column}” that “{file}” does not have.").format(
                    column=header, file=table.name
                )
            )
        for name in wanted:
            if name in fields:
                raise ImportRefusedError(_("The mapping gives the field “{field}” to two columns.").format(field=name))
            fields[name] = header
    rest = [header for header in table.headers if header not in mapping.columns]
    for header, name in proposed(rest).items():
        fields.setdefault(name, header)
    if "title" not in fields and "title" not in mapping.defaults:
        raise ImportRefusedError(
            _(
                "No column of “{file}” is known to be the title of a deal. Its columns are: {columns}. Say in a mapping file which "
                'is, for example {{"columns": {{"{first}": "title"}}}}. Nothing was loaded.'
            ).format(file=table.name, columns=", ".join(table.headers), first=table.headers[0])
        )
    return fields


@dataclass
class _Reader:
    table: Table
    mapping: Mapping
    fields: dict[str, str]
    notes: list[str] = field(default_factory=list[str])
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    bad: set[int] = field(default_factory=set[int])
    repairs: Counter[str] = field(default_factory=Counter[str])

    def intake(self, path: Path) -> Intake:
        self.notes += self.table.notes
        self.rejected += self.table.rejected
        source = self.mapping.source or slug(path.stem)
        rows = self._rows()
        deals = self._with_moves(path.parent, self._deals(rows))
        kept = [row for row in rows if row.place not in self.bad]
        self._explain(source)
        return Intake(
            format="plain", source=source, file=self.table.name, workflow=self.mapping.workflow, people=_people(kept), families=_families(kept),
            reasons=_reasons(deals), contacts=contact_drafts(kept, self.repairs), match_contacts=True,
            deals=tuple(deals), given=self._given(), rejected=tuple(self.rejected), repairs=self.repairs,
            decisions=tuple(self.notes), columns=tuple((header, name) for name, header in self.fields.items()),
        )  # fmt: skip

    def _rows(self) -> list[Row]:
        """Return the rows with typed cells; bad ones are set aside."""
        columns: dict[str, list[object]] = {}
        for name, header in self.fields.items():
            columns[name] = self._column(name, header)
        names = list(columns)
        defaults = self.mapping.defaults
        rows: list[Row] = []
        for place, cells in enumerate(zip(*columns.values(), strict=True)):
            values = dict(zip(names, cells, strict=True))
            for name, text in defaults.items():
                if values.get(name) in {None, ""}:
                    values[name] = text
            rows.append(Row(place, self.table.lines[place], values))
        return rows

    def _column(self, name: str, header: str) -> list[object]:
        cells = self.table.column(header)
        if name in DATES:
            declared = self.mapping.date_format
            return self._typed(header, dates(header, cells, declared=declared.get(header) or declared.get("*")))
        if name in MOMENTS:
            return self._typed(header, moments(cells))
        if name in NUMBERS:
            declared = self.mapping.decimal
            found = numbers(header, cells, declared=declared.get(header) or declared.get("*"))
            if name == "probability":
                self._percents(header, found)
            for place, value in enumerate(found.values):
                if value is not None and value < 0 and name in NEVER_NEGATIVE:
                    found.bad[place] = _(NEVER_NEGATIVE[name])
            return self._typed(header, found)
        meant = {folded(key): value for key, value in self.mapping.values.get(name, {}).items()}
        texts = [cell if self.table.exact and isinstance(cell, str) else text_of(cell) for cell in cells]
        return [(meant.get(folded(text), text) if meant else text) or None for text in texts]

    def _typed(self, header: str, column: Column[date] | Column[datetime] | Column[Decimal]) -> list[object]:
        if column.decision:
            self.notes.append(column.decision)
        for place, reason in column.bad.items():
            self._reject(place, header, reason)
        return cast("list[object]", column.values)

    def _percents(self, header: str, column: Column[Decimal]) -> None:
        """Check percentages; a column that never exceeds 1 and holds fractions is taken as shares."""
        known = [value for value in column.values if value is not None]
        if any(0 < value < 1 for value in known) and all(0 <= value <= 1 for value in known):
            column.values = [None if value is None else value * 100 for value in column.values]
            self.notes.append(_("{column}: shares between 0 and 1 were read as percentages.").format(column=header))
        for place, value in enumerate(column.values):
            if value is not None and not 0 <= value <= 100:
                column.bad[place] = _("A probability lies between 0 and 100 %.")

    def _reject(self, place: int, header: str, reason: str) -> None:
        if place not in self.bad:
            self.bad.add(place)
            self.rejected.append(self.table.reject(place, header, reason))

    def _deals(self, rows: list[Row]) -> list[DealDraft]:
        deals: list[DealDraft] = []
        for key, group in self._grouped(rows).items():
            if any(row.place in self.bad for row in group):
                line = next(row.line for row in group if row.place in self.bad)
                for row in group:
                    self._reject(row.place, "", _("Line {line} of the same deal is bad.").format(line=line))
                continue
            try:
                draft = deal_of(key, group, has_price="unit_price" in self.fields, has_lines=self._has_lines())
                deals.append(DealDraft(**draft, cells=self.table.cells(group[0].place)))  # pyright: ignore[reportArgumentType]
            except RowError as error:
                for row in group:
                    self._reject(row.place, self.fields.get(error.field, error.field), error.reason)
        return deals

    def _with_moves(self, folder: Path, deals: list[DealDraft]) -> list[DealDraft]:
        """Give every deal its stage history; a deal whose history is not complete is set aside."""
        if self.mapping.history is None:
            return deals
        moves = read_moves(folder, self.mapping.history, self.mapping, {deal.external_id for deal in deals})
        self.rejected += moves.rejected
        self.notes += moves.notes
        complete: list[DealDraft] = []
        for deal in deals:
            if reason := moves.bad.get(deal.external_id):
                header = self.fields.get("external_id", "")
                self.rejected.append(
                    Rejected(
                        file=self.table.name,
                        line=deal.line,
                        column=header,
                        value=deal.external_id,
                        reason=reason,
                        cells=deal.cells,
                    )
                )
            else:
                complete.append(replace(deal, moves=moves.by_deal.get(deal.external_id, ())))
        return complete

    def _has_lines(self) -> bool:
        return any(name in LINE_FIELDS for name in self.fields)

    def _grouped(self, rows: list[Row]) -> dict[str, list[Row]]:
        groups: dict[str, list[Row]] = {}
        if "external_id" not in self.fields:
            for row in rows:
                parts = "\x1f".join(str(row.values.get(name) or "") for name in ("title", "contact", "created_date"))
                digest = hashlib.sha256(folded(parts).encode()).hexdigest()[:16]
                number = 1
                while (key := f"{digest}-{number}") in groups:
                    number += 1
                groups[key] = [row]
            return groups
        header = [name for name in self.fields if name in FIELDS]
        for row in rows:
            key = row.text("external_id")
            if key is None:
                self._reject(row.place, self.fields["external_id"], _("This must not be empty."))
            elif key in groups and (problem := self._not_the_same(groups[key][0], row, header)):
                self._reject(
                    row.place,
                    problem,
                    _("This is already in line {line}.").format(line=groups[key][0].line)
                    if problem == self.fields["external_id"]
                    else _("This differs from line {line}, which has the same id.").format(line=groups[key][0].line),
                )
                if problem != self.fields["external_id"]:
                    groups[key].append(row)
            else:
                groups.setdefault(key, []).append(row)
        return groups

    def _not_the_same(self, first: Row, row: Row, header: list[str]) -> str | None:
        """Return the header of a column that keeps a row from being another line of the first row's deal."""
        if not self._has_lines():
            return self.fields["external_id"]
        differing = (name for name in header if first.values.get(name) != row.values.get(name))
        return next((self.fields[name] for name in differing), None)

    def _given(self) -> frozenset[str]:
        names = {*self.fields, *(name for name in self.mapping.defaults if name != "title")}
        given = {GIVEN.get(name, name) for name in names if name in FIELDS and not name.startswith("contact_")}
        if "close_date" in names:
            given |= {"progress", "expected_close_date"}
        if self.mapping.history is not None:
            given |= {"progress"}
        if self._has_lines():
            given = (given | {"lines"}) - {"amounts"}
        return frozenset(given - {"external_id", "close_date", "stage_since"}) | {"title"}

    def _explain(self, source: str) -> None:
        if "external_id" in self.fields:
            self.notes.append(
                _("Deals are known by “{column}” of the source “{source}”; importing them again changes them.").format(
                    column=self.fields["external_id"], source=source
                )
            )
        else:
            self.notes.append(
                _(
                    "No column holds an id: deals are known by title, contact and creation date, within the source “{source}”."
                ).format(source=source)
            )
        for name in sorted({"owner", "stage", "currency"} - set(self.fields) - set(self.mapping.defaults)):
            self.notes.append({
                "owner": _("No column names the owner: new deals belong to who imports."),
                "stage": _("No column names the stage: open deals start in the workflow's first stage."),
                "currency": _("No column names the currency: amounts are in the company's."),
            }[name])  # fmt: skip
        unused = [header for header in self.table.headers if header not in self.fields.values()]
        if unused:
            self.notes.append(
                _("Not loaded, because no field is known for it: {columns}.").format(columns=", ".join(unused))
            )


def _people(rows: Iterable[Row]) -> tuple[PersonDraft, ...]:
    names = dict.fromkeys(one_line(name) for row in rows if (name := row.text("owner")))
    return tuple(PersonDraft(key=name, name=name) for name in names if name)


def _families(rows: Iterable[Row]) -> tuple[FamilyDraft, ...]:
    names = {folded(name): one_line(name) for row in rows if (name := row.text("family"))}
    return tuple(FamilyDraft(name=name) for name in names.values() if name)


def _reasons(deals: Iterable[DealDraft]) -> tuple[ReasonDraft, ...]:
    """Return the reasons “unknown” for the closed deals whose reason the file does not tell."""
    unknown = {deal.outcome for deal in deals if deal.reason is None}
    unknown |= {outcome_named(deal.stage) or Outcome.OPEN for deal in deals if deal.reason is None}
    drafts = {
        Outcome.WON: ReasonDraft(
            code="imported-won", name=_("Imported as won, reason unknown"), verdict=Verdict.POSITIVE
        ),
        Outcome.LOST: ReasonDraft(
            code="imported-lost", name=_("Imported as lost, reason unknown"), verdict=Verdict.NEGATIVE
        ),
    }
    return tuple(draft for outcome, draft in drafts.items() if outcome in unknown)
