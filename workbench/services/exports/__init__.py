"""Exports: what a person sees, as a CSV, Excel or Parquet file of one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

from workbench.domain.filters import Filters
from workbench.domain.people import Right, require
from workbench.i18n import _, formats, ngettext
from workbench.services.exports.choosing import TABLES, Chosen, choose
from workbench.services.exports.writing import WRITERS, Tell, draft_of, require_free, writer_for
from workbench.services.session import Session
from workbench.store.extract import Extract

__all__ = ["TABLES", "WRITERS", "ExportSummary", "Exports"]


@dataclass(frozen=True, kw_only=True)
class ExportSummary:
    """What a file holds, counted in the file's own rows.

    ``net`` and ``weighted`` are in the base currency, ``unconverted`` deals in no sum; all are ``None`` where a row is
    no deal.
    """

    what: str
    path: str
    rows: int
    deals: int | None = None
    net: Decimal | None = None
    weighted: Decimal | None = None
    unconverted: int | None = None
    currency: str | None = None

    def facts(self) -> dict[str, object]:
        """Return the summary as plain JSON values."""
        return {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(self).items()}

    def __str__(self) -> str:
        text = ngettext("{count} row in {path}.", "{count} rows in {path}.", self.rows).format(
            count=formats.number(self.rows), path=self.path
        )
        if self.currency is None:
            return text
        return f"{text} " + _("Deals: {deals}. Net: {net}. Weighted: {weighted}. Without exchange rate: {missing}.").format(
            deals=formats.number(self.deals), net=formats.money(self.net, self.currency),
            weighted=formats.money(self.weighted, self.currency), missing=formats.number(self.unconverted),
        )  # fmt: skip


class Exports:
    """Writes files of what the person at work sees."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def write(
        self, what: str, path: str | Path, filters: Filters | None = None, tell: Tell | None = None, *,
        replace: bool = False, sort: str | None = None, descending: bool = True, then: str | None = None,
        then_descending: bool = False, columns: Sequence[str] | None = None,
    ) -> ExportSummary:  # fmt: skip
        """Write a file of one moment of the store, whatever others write meanwhile.

        Args:
            what: ``opportunity``, ``line``, ``contact``, ``history``, ``audit``
                (every change of every field), ``activity``, ``interaction``, ``list``, ``board:progress`` or
                ``board:stages:WORKFLOW`` with the workflow's code.
            path: the file; its ending says how: ``.csv``, ``.xlsx`` or ``.parquet``.
            filters: which deals.
            tell: is told the step, in the reader's language, and the share done, 0 to 1; what it raises ends the
                export without a file.
            replace: a file that is there may be replaced.
            sort: of the list and the boards, as there.
            descending: of the list: largest first.
            then: of the list: the order of deals that are alike there.
            then_descending: largest first, there.
            columns: of the list: which columns, in which order; by default all.

        Returns:
            What the file holds; of the list, the deals and the boards with the totals of ``listing.totals``.

        Raises:
            NotAllowedError: the role may not export.
            ExportRefusedError: there is no such export, or the file cannot be written; no file was left.
            InvalidValueError, NotFoundError: a filter, sort or workflow that does not exist.
        """
        require(self._session.user, Right.EXPORT)
        said = tell or _untold
        target = Path(path).expanduser().absolute()
        write = writer_for(target)
        require_free(target, replace=replace)
        chosen = choose(
            self._session, what, filters or Filters(), sort=sort, descending=descending, then=then,
            then_descending=then_descending, columns=columns,
        )  # fmt: skip
        said(_("Reading"), 0.0)
        with (
            draft_of(target, replace=replace) as draft,
            self._session.store.extract(chosen.query, **chosen.parameters) as extract,
        ):
            said(_("Writing"), 0.2)
            write(draft, extract.narrowed(chosen.columns), said)
            summary = self._summary(what, target, chosen, extract)
            said(_("Writing"), 0.97)
        said(_("Done"), 1.0)
        return summary

    def _summary(self, what: str, target: Path, chosen: Chosen, extract: Extract) -> ExportSummary:
        if not chosen.has_totals:
            return ExportSummary(what=what, path=str(target), rows=extract.count)
        net, weighted = extract.sums("base_net", "weighted")
        deals, converted = extract.number("count(number)"), extract.number("count(base_net)")
        return ExportSummary(
            what=what, path=str(target), rows=extract.count, deals=deals, net=net, weighted=weighted,
            unconverted=deals - converted, currency=self._session.lookups.company.currency,
        )  # fmt: skip


def _untold(_step: str, _share: float) -> None:
    """Tell nobody about the progress."""
