"""The board, and the same without words or links for the screen in the hall."""

from django.http import HttpResponse
from django.shortcuts import render

from linli.insight import access, queries, rules
from linli.kernel.http import Request, page


@page(may=access.may_open_board)
def board(request: Request) -> HttpResponse:
    """``?screen=1`` is the hall screen: only figures, large, drawn anew every minute."""
    is_screen = request.GET.get("screen") == "1"
    return render(
        request,
        "insight/screen.html" if is_screen else "insight/board.html",
        {
            "board": queries.board(request.actor, request.street),
            "trend_days": rules.TREND_DAYS,
            "share_days": rules.SHARE_DAYS,
            "ranked_from": rules.RANKED_FROM,
        },
    )
