"""A picture of a report as HWPX: stood in a line like a letter, so that it moves with the text."""

from __future__ import annotations

from xml.sax.saxutils import escape

from planner.reports.hwpx_text import plain

SAME = "".join(
    f'<hc:{name} e1="1" e2="0" e3="0" e4="0" e5="1" e6="0"/>'
    for name in ("transMatrix", "scaMatrix", "rotMatrix")
)


def image(name: str, number: int, order: int, size: tuple[int, int], description: str) -> str:
    """The picture's object; its description is what a screen reader says."""
    width, height = size
    corners = ((0, 0), (width, 0), (width, height), (0, height))
    points = "".join(f'<hc:pt{at} x="{x}" y="{y}"/>' for at, (x, y) in enumerate(corners))
    nothing = 'left="0" right="0" top="0" bottom="0"'
    return (
        '<hp:pic textWrap="TOP_AND_BOTTOM" textFlow="BOTH_SIDES" reverse="0"'
        f' id="{number}" zOrder="{order}" numberingType="PICTURE" lock="0" dropcapstyle="None"'
        f' href="" groupLevel="0" instid="{number}"><hp:offset x="0" y="0"/>'
        f'<hp:orgSz width="{width}" height="{height}"/>'
        f'<hp:curSz width="{width}" height="{height}"/><hp:flip horizontal="0" vertical="0"/>'
        f'<hp:rotationInfo angle="0" centerX="{width // 2}" centerY="{height // 2}"'
        f' rotateimage="1"/><hp:renderingInfo>{SAME}</hp:renderingInfo>'
        f"<hp:imgRect>{points}</hp:imgRect>"
        f'<hp:imgClip left="0" right="{width}" top="0" bottom="{height}"/>'
        f'<hp:inMargin {nothing}/><hp:imgDim dimwidth="{width}" dimheight="{height}"/>'
        f'<hc:img binaryItemIDRef="{name}" bright="0" contrast="0" effect="REAL_PIC" alpha="0"/>'
        f'<hp:effects/><hp:sz width="{width}" height="{height}" widthRelTo="ABSOLUTE"'
        ' heightRelTo="ABSOLUTE" protect="0"/><hp:pos treatAsChar="1" affectLSpacing="0"'
        ' flowWithText="1" allowOverlap="0" holdAnchorAndSO="0" vertRelTo="PARA"'
        ' horzRelTo="COLUMN" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"/>'
        f"<hp:outMargin {nothing}/>"
        f"<hp:shapeComment>{escape(plain(description))}</hp:shapeComment></hp:pic>"
    )
