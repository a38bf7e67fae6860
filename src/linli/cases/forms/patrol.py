"""随手报: what a grid worker comes across, raised on the spot."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.cases import queries
from linli.cases.actions import Draft, Person
from linli.cases.forms.fields import text_field
from linli.cases.rules.words import Channel
from linli.files.forms import PhotosField, PhotosInput
from linli.kernel.actor import Actor
from linli.kernel.streets.models import Street
from linli.places import queries as places
from linli.places.queries import GridEntry


class CameraField(PhotosField):
    """Opens the camera at once; a computer offers its files."""

    widget = PhotosInput(attrs={"accept": "image/*", "capture": "environment"})


class PatrolForm(forms.Form):
    """Words, the place chosen from one's own grids, photos."""

    text = text_field(_("看到什么？"), rows=3, required=False)
    photos = CameraField(label=_("现场照片"), required=False)
    where = forms.ChoiceField(label=_("在哪里？"), required=False)
    address = forms.CharField(
        label=_("具体位置"), max_length=200, required=False, help_text=_("比如“3 层东头”。")
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def __init__(self, actor: Actor, street: Street, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._grids = {str(grid.id): grid for grid in queries.own_grids(actor, street)}
        offered = [_offered(street, grid) for grid in self._grids.values()]
        self.fields["where"].choices = [*offered, ("", _("别处，写在下面"))]  # type: ignore[attr-defined]
        self.fields["where"].initial = next(iter(self._grids), "")

    def draft(self, account: Any) -> Draft:
        values, grid = self.cleaned_data, self._grids.get(self.cleaned_data["where"])
        chosen = uuid.UUID(values["where"]) if values["where"] and not grid else None
        return Draft(
            text=values["text"],
            channel=Channel.PATROL,
            address=values["address"],
            area_id=chosen,
            grid_id=grid.id if grid else None,
            person=Person(account.name, account.phone, account.pk),
            once=str(values["once"]) if values["once"] else None,
        )


def _offered(street: Street, grid: GridEntry) -> tuple[str, list[tuple[str, str]]]:
    """The grid as a whole, then every place in it."""
    inside = places.areas_by_grid(street).get(grid.id, [])
    named = [(str(area.id), places.full_name(street, area.id)) for area in inside]
    return grid.name, [(str(grid.id), gettext("%(grid)s（整个）") % {"grid": grid.name}), *named]
