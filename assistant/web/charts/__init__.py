"""Charts as SVG, drawn on the server: bars of places, a line over years, target beside outcome.

One axis has one unit, one measure and the two kinds outcome and target; a mark that is unlike the
rest is named below the chart with the reason, never drawn. Across, positions are percentages, so
text keeps its size at every width. No script; each mark links to its source.
"""

from assistant.web.charts.bars import bars as bars
from assistant.web.charts.chart import Chart as Chart
from assistant.web.charts.chart import picture as picture
from assistant.web.charts.line import line as line
from assistant.web.charts.mark import Mark as Mark
from assistant.web.charts.mark import mark_of as mark_of
from assistant.web.charts.mark import mark_of_binding as mark_of_binding
from assistant.web.charts.mark import written_of as written_of
