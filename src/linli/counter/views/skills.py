"""How an item is done: the cheat sheet, and what colleagues know."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from linli.counter import access, actions, queries
from linli.counter.forms.catalogue import NoteForm
from linli.kernel import clock
from linli.kernel.http import Request, page, toast, tried


@page(may=access.may_receive)
def item_help(request: Request, code: str) -> HttpResponse:
    """Read by whoever does the item rarely, written by whoever does it often."""
    offer = queries.offer(request.street, code, request.street.day(clock.now()))
    notes = queries.notes_on(request.street, offer.entry.id)
    mine = next((note.text for note in notes if note.clerk_id == request.actor.id), "")
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"text": mine})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        tried(
            form,
            lambda: actions.write_note(actor=request.actor, item_id=offer.entry.id, text=text),
        )
        if not form.errors:
            toast(request, gettext("记下了，同事都看得到。") if text else gettext("删掉了。"))
            return redirect("counter:item_help", code=code)
    shown = {"offer": offer, "notes": notes, "form": form}
    return render(request, "counter/help.html", shown, status=422 if form.errors else 200)
