"""Pieces of a report as HTML: headings, key figures, tables, charts. Every text passes through one escape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

PLOTLY = "application/vnd.plotly.v1+json"
Cells = Sequence[str]


@dataclass(frozen=True)
class Piece:
    """HTML that a notebook shows; made only by the functions of this module, which escape every text."""

    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return "Piece()"


@dataclass(frozen=True)
class Chart:
    """A Plotly figure as data: JupyterLab draws it, and so does the exported report, both offline."""

    figure: Mapping[str, Any]

    def _repr_mimebundle_(self, **_wanted: object) -> dict[str, object]:
        return {PLOTLY: dict(self.figure), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return "Chart()"


def title(text: str, *, under: Iterable[str]) -> Piece:
    """Return the report's title with the lines under it."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in under)
    return Piece(f'<header class="report-title"><h1>{escape(text)}</h1>{lines}</header>')


def figures(tiles: Iterable[tuple[str, str, str]]) -> Piece:
    """Return key figures side by side.

    Args:
        tiles: label, figure, and the remark under it.
    """
    inner = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(figure)}<small>{escape(remark)}</small></dd></div>"
        for label, figure, remark in tiles
    )
    return Piece(f'<dl class="report-figures">{inner}</dl>')


def table(
    heading: str, columns: Cells, rows: Sequence[Cells], *, numbers: frozenset[int], empty: str = "", total: Cells = (),
    remark: str = "",
) -> Piece:  # fmt: skip
    """Return a table under a heading.

    Args:
        heading: of the section.
        columns: column titles.
        rows: texts, as many as columns.
        numbers: positions of columns that are set flush right.
        empty: what is said instead of a table without rows; nothing where there always are some.
        total: texts of the last row, if there is one.
        remark: a sentence under the table, for example what it leaves out.
    """
    if not rows and empty:
        return nothing(heading, empty)
    head = _row(columns, numbers, "th")
    body = "".join(_row(cells, numbers, "td") for cells in rows)
    foot = f"<tfoot>{_row(total, numbers, 'td')}</tfoot>" if total else ""
    under = f'<p class="report-note">{escape(remark)}</p>' if remark else ""
    inner = f"<table><thead>{head}</thead><tbody>{body}</tbody>{foot}</table>{under}"
    return Piece(f"<section><h2>{escape(heading)}</h2>{inner}</section>")


def nothing(heading: str, text: str) -> Piece:
    """Return a section that says why it is empty."""
    return Piece(f'<section><h2>{escape(heading)}</h2><p class="report-empty">{escape(text)}</p></section>')


def note(text: str) -> Piece:
    """Return a remark in small print."""
    return Piece(f'<p class="report-note">{escape(text)}</p>')


def bars(
    heading: str, labels: Cells, series: Mapping[str, Sequence[float]], colours: Cells, *, separators: str
) -> Chart:
    """Return a bar chart.

    Args:
        heading: of the chart.
        labels: one per bar.
        series: name → a number per bar.
        colours: one per series.
        separators: of decimals and of thousands, as the reader writes them: ``.,`` in English.
    """
    safe = [escape(label) for label in labels]  # Plotly reads a few HTML tags in labels
    data = [
        {"type": "bar", "name": escape(name), "x": safe, "y": list(values), "marker": {"color": colour}}
        for (name, values), colour in zip(series.items(), colours, strict=True)
    ]
    axis = {"gridcolor": "#e1e5eb", "zerolinecolor": "#c6ccd6", "automargin": True}
    layout = {
        "title": {"text": escape(heading), "x": 0, "xref": "paper", "font": {"size": 16}},
        "height": 320, "margin": {"l": 8, "r": 8, "t": 48, "b": 8}, "barmode": "group", "bargap": 0.3,
        "separators": separators,
        "paper_bgcolor": "#fff", "plot_bgcolor": "#fff", "font": {"family": "system-ui, sans-serif", "size": 12},
        "legend": {"orientation": "h", "x": 1, "xanchor": "right", "y": 1.12}, "xaxis": {"automargin": True}, "yaxis": axis,
    }  # fmt: skip
    return Chart({"data": data, "layout": layout, "config": {"displayModeBar": False, "responsive": True}})


def _row(cells: Cells, numbers: frozenset[int], tag: str) -> str:
    inner = "".join(
        f'<{tag} class="number">{escape(cell)}</{tag}>' if place in numbers else f"<{tag}>{escape(cell)}</{tag}>"
        for place, cell in enumerate(cells)
    )
    return f"<tr>{inner}</tr>"
