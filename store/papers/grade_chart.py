"""A chart of grades, drawn twice from the same shapes: as SVG and as PNG. It reads in grey."""

from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from store.papers.safe_text import legible
from store.views.reports.report_blocks import ChartBar, ReportChart
from store.views.reports.shares import percentages

WIDE, LABEL, BAR, GAP, TOP, FOOT = 960, 260, 44, 22, 56, 12
"""Pixels of the SVG: the picture, the labels' column, a bar, the space between bars, the key."""
SIZE, SCALE = 18, 2
"""The text's size in pixels, and how many pixels of the PNG one of the SVG is."""
NARROWEST = 46
"""A narrower part of a bar has no room for its number, which stands in the table anyway."""
INK, PAPER = "#1A1A1A", "#FFFFFF"
DARKEST, LIGHTEST = (16, 38, 66), (216, 230, 243)


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    wide: float
    high: float
    fill: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `x` is its left edge, its middle or its right edge."""

    x: float
    y: float
    words: str
    fill: str = INK
    anchor: str = "start"


def height_of(chart: ReportChart) -> int:
    """The height of the picture, in pixels of the SVG."""
    return TOP + len(chart.bars) * (BAR + GAP) + FOOT


def as_svg(chart: ReportChart, words: str) -> bytes:
    """The picture as SVG; `words` describe it to whoever cannot see it."""
    high = height_of(chart)
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" width="{WIDE}" '
            f'height="{high}" role="img" aria-label={quoteattr(legible(words))} '
            f'font-family="Arial, sans-serif" font-size="{SIZE}">'
        )
    ]
    for shape in _shapes(chart):
        if isinstance(shape, Box):
            lines.append(
                f'<rect x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.wide:.1f}" '
                f'height="{shape.high:.1f}" fill="{shape.fill}"/>'
            )
        else:
            lines.append(
                f'<text x="{shape.x:.1f}" y="{shape.y + SIZE * 0.35:.1f}" fill="{shape.fill}" '
                f'text-anchor="{shape.anchor}">{escape(legible(shape.words))}</text>'
            )
    return "\n".join([*lines, "</svg>"]).encode()


def as_png(chart: ReportChart) -> bytes:
    """The same picture as PNG, for programs that draw no SVG."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - the bot starts without it

    picture = Image.new("RGB", (WIDE * SCALE, height_of(chart) * SCALE), PAPER)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(SIZE * SCALE)
    for shape in _shapes(chart):
        x, y = shape.x * SCALE, shape.y * SCALE
        if isinstance(shape, Box):
            pen.rectangle((x, y, x + shape.wide * SCALE, y + shape.high * SCALE), fill=shape.fill)
        else:
            at = {"start": "lm", "middle": "mm", "end": "rm"}[shape.anchor]
            pen.text((x, y), shape.words, fill=shape.fill, font=font, anchor=at)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def shades(parts: int) -> list[str]:
    """A shade for each part, from light for the best grade to dark for the worst."""
    steps = max(1, parts - 1)
    return [
        "#{:02X}{:02X}{:02X}".format(
            *(
                round(light + (dark - light) * place / steps)
                for light, dark in zip(LIGHTEST, DARKEST, strict=True)
            )
        )
        for place in range(parts)
    ]


def luminance(colour: str) -> float:
    """The relative luminance of a colour such as `#10263F`, from 0 to 1 (WCAG 2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]  # noqa: PLR2004 - WCAG's own numbers
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(fill: str) -> str:
    """Black or white, whichever reads better on `fill`."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, fill))


def _shapes(chart: ReportChart) -> list[Box | Line]:
    fills = shades(len(chart.parts))
    shapes: list[Box | Line] = [Box(0, 0, WIDE, height_of(chart), PAPER)]
    each = (WIDE - LABEL) / len(chart.parts)
    for place, (part, fill) in enumerate(zip(chart.parts, fills, strict=True)):
        x = LABEL + place * each
        shapes += [
            Box(x - 1, 11, SIZE + 2, SIZE + 2, INK),
            Box(x, 12, SIZE, SIZE, fill),
            Line(x + SIZE + 8, 12 + SIZE / 2, part),
        ]
    for place, bar in enumerate(chart.bars):
        shapes += _bar(bar, fills, TOP + place * (BAR + GAP))
    return shapes


def _bar(bar: ChartBar, fills: list[str], y: float) -> list[Box | Line]:
    shapes: list[Box | Line] = [
        Line(LABEL - 14, y + BAR / 2, bar.label, anchor="end"),
        Box(LABEL - 1, y - 1, WIDE - LABEL - 1, BAR + 2, INK),
    ]
    total, x = sum(bar.counts), float(LABEL)
    for n, share, fill in zip(bar.counts, percentages(bar.counts), fills, strict=True):
        wide = (WIDE - LABEL - 3) * n / total
        shapes.append(Box(x, y, wide, BAR, fill))
        if wide >= NARROWEST:
            shapes.append(Line(x + wide / 2, y + BAR / 2, f"{share}%", readable_on(fill), "middle"))
        x += wide
        if n and x < WIDE - 3:
            shapes.append(Box(x - 1, y, 2, BAR, PAPER))
    return shapes
