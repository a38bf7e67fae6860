"""What the administrator writes of an area or a grid."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street
from linli.kernel.widgets import DayInput
from linli.places import queries
from linli.places.actions import LONGEST_NAME
from linli.places.queries import AreaEntry, GridEntry
from linli.places.rules import (
    AreaKind,
    AreaRow,
    Boundary,
    GridKind,
    GridRow,
    Point,
    boundary_of,
    grid_kind_of,
    sensible_point,
)
from linli.words import Reason

_CODE_OR_NAME = _("写代码；只有一处叫这个名字时也可写名称，如 和平小区/3号楼。")


def community_choices(street: Street) -> list[tuple[str, str]]:
    return [(str(area.id), area.name) for area in queries.communities(street)]


class _PlaceForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=LONGEST_NAME)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        lat, lon = given.get("lat"), given.get("lon")
        if lat is not None and lon is not None:
            point = sensible_point(lat, lon)
            if isinstance(point, Reason):
                self.add_error("lat", str(Refused(point)))
            else:
                given["point"] = point
        return given


class AreaForm(_PlaceForm):
    """A new area, or a known one put right: its place in the tree and its code stay."""

    kind = forms.ChoiceField(label=_("类型"))
    parent = forms.CharField(label=_("上级"), required=False, help_text=_CODE_OR_NAME)
    code = forms.CharField(
        label=_("代码"),
        required=False,
        help_text=_("社区写12位区划代码；小区、楼栋、单元没有代码就空着，自动编。"),
    )
    grid = forms.CharField(label=_("网格代码"), required=False)
    lat = forms.FloatField(label=_("纬度"), required=False)
    lon = forms.FloatField(label=_("经度"), required=False)
    field_order = ("kind", "parent", "name", "code", "grid", "lat", "lon")

    def __init__(self, data: Any, known: AreaEntry | None = None, **initial: Any) -> None:
        super().__init__(data, initial=initial)
        self._known = known
        kinds = [kind for kind in AreaKind if kind is not AreaKind.SUBDISTRICT]
        self.fields["kind"].choices = [(kind.value, _(kind.word)) for kind in kinds]  # type: ignore[attr-defined]
        if known:
            for name in ("kind", "parent", "code"):
                del self.fields[name]
            self.fields["grid"].help_text = _("空着就不改。")

    def row(self, parent: str = "") -> AreaRow:
        given, known = self.cleaned_data, self._known
        point: Point | None = given.get("point")
        return AreaRow(
            kind=AreaKind(known.kind if known else given["kind"]),
            code=known.code if known else given["code"].strip(),
            parent=parent if known else given["parent"],
            name=given["name"],
            grid=given["grid"].strip(),
            point=point,
        )


class GridForm(_PlaceForm):
    """A new grid, or a known one put right or drawn anew."""

    code = forms.CharField(
        label=_("网格代码"), help_text=_("社区代码加三位：001到499是基础网格，501到999是专属网格。")
    )
    compound = forms.CharField(label=_("定岗小区"), required=False, help_text=_CODE_OR_NAME)
    host = forms.CharField(
        label=_("服务单位"), required=False, help_text=_("专属网格服务的学校、市场、园区。")
    )
    boundary = forms.CharField(
        label=_("边界"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=_("WKT 或 GeoJSON 多边形，国家2000坐标；空着就不改。"),
    )
    field_order = ("code", "name", "compound", "host", "boundary")

    def __init__(self, data: Any, known: GridEntry | None = None, **initial: Any) -> None:
        super().__init__(data, initial=initial)
        self._known = known
        if known:
            del self.fields["code"]

    def clean_boundary(self) -> Boundary | None:
        given = self.cleaned_data["boundary"].strip()
        boundary = boundary_of(given) if given else None
        if isinstance(boundary, Reason):
            raise forms.ValidationError(str(Refused(boundary)))
        return boundary

    def row(self) -> GridRow:
        given = self.cleaned_data
        code = self._known.code if self._known else given["code"].strip()
        kind = GridKind(self._known.kind) if self._known else grid_kind_of(code)
        return GridRow(
            code=code,
            name=given["name"],
            kind=kind,
            compound=given["compound"],
            host=given["host"],
            boundary=given["boundary"],
        )


class CloseForm(forms.Form):
    """The last day of an area or a grid; a grid may name the one that takes over."""

    last_day = forms.DateField(label=_("最后一天"), widget=DayInput())
    successor = forms.ChoiceField(label=_("由哪个网格接续"), required=False)

    def __init__(self, data: Any, successors: list[GridEntry] | None = None, **initial: Any):
        super().__init__(data, initial=initial)
        if successors is None:
            del self.fields["successor"]
        else:
            self.fields["successor"].choices = [  # type: ignore[attr-defined]
                ("", _("没有")),
                *((str(grid.id), grid.name) for grid in successors),
            ]

    @property
    def successor_id(self) -> UUID | None:
        chosen = self.cleaned_data.get("successor")
        return UUID(chosen) if chosen else None
