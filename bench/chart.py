"""Draws the report's chart: `chart.py FILE`, the bars as JSON on standard input."""

import json
import sys

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams.update({"svg.hashsalt": "heyi", "svg.fonttype": "none", "font.size": 9})

from matplotlib import pyplot as plt  # noqa: E402 - the backend is chosen before

charts = json.load(sys.stdin)
figure, axes = plt.subplots(len(charts), 1, figsize=(8, 1.9 * len(charts)), squeeze=False, layout="constrained")
for axis, chart in zip(axes[:, 0], charts, strict=True):
    names, values = list(chart["values"]), list(chart["values"].values())
    bars = axis.barh(names, values, color=["#0960bd" if name.startswith("Heyi") else "#9aa0a6" for name in names])
    axis.bar_label(bars, fmt="{:,.3g}", padding=3)
    axis.invert_yaxis()
    axis.set_title(chart["title"], loc="left", fontweight="bold")
    axis.set_xlabel(chart["unit"])
    axis.spines[["top", "right"]].set_visible(False)
    axis.margins(x=0.12)
figure.savefig(sys.argv[1], metadata={"Date": None})
