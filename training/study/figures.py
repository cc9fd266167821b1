"""Figures of the report by Matplotlib and Seaborn, as SVG or PNG: dark on white, for print."""

import io
from typing import Any

import matplotlib as mpl
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.typing import RcKeyType

from training.study.stored import view_names
from training.study.view_matrix import ViewMatrix

STYLE: dict[RcKeyType, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.edgecolor": "#333333",
    "axes.labelcolor": "#222222",
    "text.color": "#222222",
    "svg.hashsalt": "fetalens",  # the same figure gives the same bytes
}


def heat_map(matrix: ViewMatrix) -> bytes:
    """The view matrix as SVG: shade is the share of the true view's images, the number its count.

    The row of a view without images is white.
    """
    views = view_names()
    shares = [
        [matrix.count(true, called) / max(matrix.true(true), 1) for called in views]
        for true in views
    ]
    counts = [[matrix.count(true, called) for called in views] for true in views]
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(5.6, 4.6), layout="constrained")
        axes = figure.subplots()
        sns.heatmap(
            shares,
            annot=counts,
            fmt="d",
            cmap="Blues",
            vmin=0,
            vmax=1,
            square=True,
            linewidths=0.5,
            linecolor="#dddddd",
            xticklabels=views,
            yticklabels=views,
            cbar_kws={"label": "share of the true view", "shrink": 0.8},
            ax=axes,
        )
        axes.set(xlabel="called", ylabel="true")
        axes.tick_params(length=0)
        axes.tick_params(axis="x", rotation=35)
        axes.tick_params(axis="y", rotation=0)
        return as_svg(figure)


def as_svg(figure: Figure) -> bytes:
    """The figure as SVG that names no date."""
    content = io.BytesIO()
    figure.savefig(content, format="svg", metadata={"Date": None})
    return content.getvalue()


def as_png(figure: Figure) -> bytes:
    """The figure as PNG."""
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=120)
    return content.getvalue()
