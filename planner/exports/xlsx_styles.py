"""The styles of a workbook: one for each kind of value, one for headings."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

FORMATS = {
    "integer": "#,##0",
    "share": "0.0%",
    "day": "yyyy-mm-dd",
    "time": "hh:mm",
    "instant": "yyyy-mm-dd hh:mm",
}
# The number of each style, in the order in which `styles` writes them.
STYLES = {name: i for i, name in enumerate(("plain", "heading", "formula-like", *FORMATS))}
FIRST = 164  # the first number that a format of one's own may have
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def styles() -> str:
    """The part `xl/styles.xml`."""
    own = list(enumerate(FORMATS.values(), FIRST))
    formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode={quoteattr(text)}/>' for number, text in own
    )
    font = '<sz val="11"/><name val="Malgun Gothic"/><family val="2"/>'
    plain = 'fontId="0" fillId="0" borderId="0" xfId="0"'
    kinds = "".join(f'<xf numFmtId="{number}" {plain} applyNumberFormat="1"/>' for number, _ in own)
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(own)}">{formats}</numFmts>'
        f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
        '<fgColor rgb="FFE6E8EA"/><bgColor indexed="64"/></patternFill></fill></fills>'
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        '<border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/>'
        "</border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(STYLES)}"><xf numFmtId="0" {plain}/>'
        '<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1"'
        ' applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
        f'<xf numFmtId="0" {plain} quotePrefix="1"/>{kinds}</cellXfs><cellStyles count="1">'
        '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
