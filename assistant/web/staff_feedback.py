"""What readers said of answers, for the staff: a page, newest first, and all of it as a CSV file."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from assistant.records.answers import AnswerRecords, Feedback, Reason
from assistant.staff.table_files import csv_bytes
from assistant.web.site import Site
from assistant.web.staff_forms import number_in

REASONS: dict[Reason, str] = {
    "wrong_figure": "数字或事实不对",
    "not_asked": "答的不是我问的",
    "not_found": "报告里有，但没有找到",
    "unclear": "看不明白",
    "other": "其他",
}
"""The reasons in the words in which a reader chose them (conversations.js)."""
_ON_A_PAGE = 50
_COLUMNS = ("时间", "问题", "意见", "原因", "原话", "回答的链接")


def feedback_routes(answers: AnswerRecords, site: Site) -> APIRouter:
    routes = APIRouter()

    @routes.get("/staff/feedback")
    def page(page: str = "") -> Response:
        number = max(number_in(page) or 1, 1)
        skip = (number - 1) * _ON_A_PAGE
        said = answers.feedback(most=_ON_A_PAGE + 1, skip=skip)
        return site.page(
            "staff_feedback",
            title="读者的意见",
            here="/staff",
            said=[(each, _verdict(each), _reason(each)) for each in said[:_ON_A_PAGE]],
            number=number,
            more=len(said) > _ON_A_PAGE,
            days=answers.days,
        )

    @routes.get("/staff/feedback.csv")
    def table(request: Request) -> Response:
        rows = [_row(each, f"{request.base_url}a/") for each in answers.feedback(most=None)]
        headers = {"Content-Disposition": 'attachment; filename="feedback.csv"'}
        return Response(csv_bytes([_COLUMNS, *rows]), media_type="text/csv", headers=headers)

    return routes


def _row(said: Feedback, address: str) -> tuple[str, ...]:
    made = f"{said.made.astimezone():%Y-%m-%d %H:%M}"
    link = f"{address}{said.answer_id}"
    return made, said.question, _verdict(said), _reason(said), said.text, link


def _verdict(said: Feedback) -> str:
    return "有用" if said.useful else "没用"


def _reason(said: Feedback) -> str:
    return REASONS[said.reason] if said.reason else ""
