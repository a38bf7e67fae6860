"""Painting over parts of a photo, and looking at it as it was taken."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.cases import access, actions, queries
from linli.cases.forms.cover import CoverForm
from linli.files import queries as files
from linli.kernel.http import Request, page, toast, tried


@page(may=access.is_staff)
def cover(request: Request, file_id: UUID) -> HttpResponse:
    """Draw boxes over a photo, or write them down in percent."""
    case, file = queries.photo_in(request.actor, request.street, file_id)
    form = CoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        boxes = form.boxes()
        if tried(form, lambda: actions.redact(actor=request.actor, file_id=file_id, boxes=boxes)):
            toast(request, gettext("已遮挡，别人只看得到遮挡后的照片。"))
            return redirect("cases:case", number=case.number)
    shown = {"case": case, "file": file, "form": form, "is_covered": bool(files.as_taken(file))}
    return render(request, "cases/cover.html", shown, status=422 if form.errors else 200)


@page(may=access.is_staff)
@require_POST
def uncover(request: Request, file_id: UUID) -> FileResponse:
    """The photo as it was taken, once; the look is on record."""
    taken = actions.uncover(actor=request.actor, file_id=file_id)
    response = FileResponse(files.file_bytes(taken), content_type="image/jpeg")
    response["Cache-Control"] = "no-store"
    return response
