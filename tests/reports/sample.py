"""A report with every kind of block, in both languages, and with words that files break on."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from planner.reports.content import Block, Grid, Head, Heading, Item, Note, Picture, Report

MADE = datetime(2023, 6, 30, 9, 30, tzinfo=timezone(timedelta(hours=9)))
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 120" width="300" height="120">'
    '<rect width="300" height="120" fill="#eef3f9"/>'
    '<rect x="20" y="30" width="180" height="24" fill="#1f3a5f"/>'
    '<rect x="20" y="70" width="120" height="24" fill="#6b86a8"/>'
    '<text x="206" y="48" font-family="Pretendard GOV" font-size="14">방배 612</text>'
    '<text x="146" y="88" font-family="Pretendard GOV" font-size="14">서초 410</text></svg>'
)
KOREAN: tuple[Block, ...] = (
    Heading(1, "Ⅰ", "추진개요"),
    Heading(2, "1.", "추진배경 <&>"),
    Heading(3, "가.", "찾아가는 복지상담소란"),
    Item(
        0,
        "권역마다 한 번씩 동네 공원과 주민센터에서 복지·금융·일자리를 한자리에서 상담하고, "
        "위기가구를 찾아 맞춤형 서비스와 민간자원으로 연계하는 순회 상담소",
    ),
    Item(1, "기간: 2023. 5. 23.(화) ~ 6. 2.(금), 5회"),
    Item(
        2,
        "참여: 공공·민간 32개 기관과 권역별 민관협의체, 상담 분야 13개 · 새로 시작한 "
        "금융상담에는 신용회복위원회가 파산과 회생, 채무조정을 맡음",
    ),
    Item(3, "‧ ․ ・ ▴ 는 가운뎃점으로, 옛글 ᄒᆞᆫ글과 🎈은 그대로"),
    Item(1, "스스로 매긴 번호", "가."),
    Item(
        1,
        "두 번째 번호는 길어서 다음 줄로 넘어가고 그 줄은 번호 뒤에 맞추어 시작하여야 읽기 좋음",
        "2)",
    ),
    Note("실인원은 더하지 않습니다.\n두 번째 줄"),
    Heading(1, "Ⅱ", "추진실적", new_page=True),
    Grid(
        "<표 1> 권역별 실적",
        "(단위: 명, 건)",
        (Head("연번", True, 0.5), Head("권역", weight=2.0), Head("방문", True), Head("상담", True)),
        (
            ("1", "반포권역", "1,234", "345"),
            ("2", "양재2·내곡권역", "미보고", "-"),
            ("3", "방배\n권역 & <b>", "5 미만", "1,512"),
        ),
        total=("", "합계", "1,234", "1,857"),
        note="미보고는 0이 아닙니다.",
    ),
    Grid("<표 2> 연계", "", (Head("이름"), Head("수", True)), (), empty="조회된 데이터가 없습니다"),
    Picture(SVG, "<그림 1> 권역별 방문인원", "방배 612명, 서초 410명인 막대그래프", (300, 120)),
    Grid(
        "<표 3> 긴 말",
        "(단위: 원)",
        (Head("말"), Head("원", True, 0.5)),
        (("가나다라마바사아자차카타파하" * 8, "33,600,000,000"), ("x" * 200, "-1"), ("", "")),
    ),
)
ENGLISH: tuple[Block, ...] = (
    Heading(1, "Ⅰ", "Overview"),
    Item(0, "Five places, one for each zone"),
    Note("Persons are never added up."),
    Grid(
        "<Table 1> By zone",
        "(unit: persons)",
        (Head("Zone", weight=2.0), Head("Visits", True)),
        (("Banpo", "1,234"), ("Bangbae", "not reported")),
        total=("Sum", "1,234"),
    ),
    Picture(SVG, "<Figure 1> Visits by zone", "Bars: Bangbae 612, Seocho 410", (300, 120), 90.0),
)


def sample_report(lang: str = "ko") -> Report:
    """The sample in Korean or in English."""
    if lang == "en":
        return Report(
            "en",
            "Results of the visiting counselling",
            "Season 2023",
            "Seocho-gu",
            "Welfare",
            "30 June 2023",
            ("Figures of 30 June 2023 09:30",),
            ENGLISH,
        )
    return Report(
        "ko",
        "찾아가는 복지상담소 운영 결과보고",
        "2023년 찾아가는 복지상담소",
        "서초구",
        "복지정책과",
        "2023. 6. 30.(금)",
        ("수치 기준: 2023. 6. 30.(금) 09:30", "산식: 달성률 = 실적 ÷ 목표 × 100"),
        KOREAN,
    )


def long_report(tables: int, rows: int) -> Report:
    """As many tables as a season of a city may have."""
    columns = (Head("연번", True, 0.5), Head("기관", weight=2.0), Head("방문", True))
    body = [(str(at), f"기관 {at}", f"{at * 7:,}") for at in range(1, rows + 1)]
    grids = [Grid(f"<표 {at}>", "(단위: 명)", columns, body) for at in range(1, tables + 1)]
    return Report("ko", "결과보고", "2023년", "서초구", "복지정책과", "2023. 6. 30.(금)", (), grids)
