"""Addresses of requests."""

from django.urls import path

from linli.cases.views import caller, field, inbox, near, report, resident, setup, staff
from linli.kernel.upkeep import sheet_paths

app_name = "cases"
_CATEGORIES, _ROUTES = "desk/settings/categories", "desk/settings/routes"
urlpatterns = [
    path("report/", report.report, name="report"),
    path("report/hints/", report.hints, name="hints"),
    path("report/addresses/", report.addresses, name="addresses"),
    path("report/map/", report.grid_map, name="report_map"),
    path("report/join/<uuid:case_id>/", report.join, name="join"),
    path("settled/", near.settled, name="settled"),
    path("mine/", resident.mine, name="mine"),
    path("mine/<str:number>/forget/", resident.forget, name="forget"),
    path("follow/<str:number>/<str:key>/", resident.follow, name="follow"),
    path("follow/<str:number>/<str:key>/<slug:verb>/", resident.follow_step, name="follow_step"),
    path(
        "follow/<str:number>/<str:key>/photos/<uuid:file_id>/<slug:size>/",
        resident.photo,
        name="follow_photo",
    ),
    path("desk/", inbox.inbox, name="inbox"),
    path("desk/export/", inbox.export, name="export"),
    path("desk/bulk/<slug:verb>/", inbox.bulk, name="bulk"),
    path("desk/views/", inbox.save_view, name="save_view"),
    path("desk/views/<uuid:view_id>/delete/", inbox.delete_view, name="delete_view"),
    path("desk/new/", caller.new, name="new"),
    path("desk/new/earlier/", caller.earlier, name="earlier"),
    path("desk/new/plan/", caller.plan, name="plan"),
    path("desk/new/<str:number>/", caller.registered, name="registered"),
    path("desk/cases/<str:number>/", staff.case, name="case"),
    path("desk/cases/<str:number>/accept/", staff.accept, name="accept"),
    path("desk/cases/<str:number>/reveal/", staff.reveal, name="reveal"),
    path("desk/cases/<str:number>/print/", staff.print_order, name="print"),
    path("desk/cases/<str:number>/letters/<int:ordinal>/", staff.print_letter, name="letter"),
    path("desk/cases/<str:number>/<slug:verb>/", staff.step, name="step"),
    path("desk/photos/<uuid:file_id>/<slug:size>/", staff.photo, name="photo"),
    path("desk/settings/reckon/", setup.reckon, name="reckon"),
    path("field/", field.field, name="field"),
    path("field/new/", field.new, name="field_new"),
    path("field/<str:number>/phone/", field.phone, name="field_phone"),
    path("field/<str:number>/<slug:verb>/", field.step, name="field_step"),
    path(f"{_CATEGORIES}/", setup.categories, name="categories"),
    path(f"{_CATEGORIES}/add/", setup.add_category, name="add_category"),
    *sheet_paths(f"{_CATEGORIES}/", setup.CATEGORIES),
    path(f"{_CATEGORIES}/<uuid:category_id>/", setup.category, name="category"),
    path(f"{_CATEGORIES}/<uuid:category_id>/close/", setup.close_category, name="close_category"),
    path(f"{_ROUTES}/", setup.routes, name="routes"),
    path(f"{_ROUTES}/add/", setup.add_route, name="add_route"),
    *sheet_paths(f"{_ROUTES}/", setup.ROUTES),
    path(f"{_ROUTES}/<uuid:route_id>/", setup.route, name="route"),
    path(f"{_ROUTES}/<uuid:route_id>/move/", setup.move_route, name="move_route"),
    path(f"{_ROUTES}/<uuid:route_id>/remove/", setup.remove_route, name="remove_route"),
]
