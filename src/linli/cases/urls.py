"""Addresses of requests."""

from django.urls import path

from linli.cases.views import near, report, resident, staff

app_name = "cases"
urlpatterns = [
    path("report/", report.report, name="report"),
    path("report/hints/", report.hints, name="hints"),
    path("report/addresses/", report.addresses, name="addresses"),
    path("report/map/", report.grid_map, name="report_map"),
    path("report/join/<uuid:case_id>/", report.join, name="join"),
    path("settled/", near.settled, name="settled"),
    path("mine/", resident.mine, name="mine"),
    path("follow/<str:number>/<str:key>/", resident.follow, name="follow"),
    path("follow/<str:number>/<str:key>/<slug:verb>/", resident.follow_step, name="follow_step"),
    path(
        "follow/<str:number>/<str:key>/photos/<uuid:file_id>/<slug:size>/",
        resident.photo,
        name="follow_photo",
    ),
    path("desk/", staff.inbox, name="inbox"),
    path("desk/new/", staff.new, name="new"),
    path("desk/cases/<str:number>/", staff.case, name="case"),
    path("desk/cases/<str:number>/accept/", staff.accept, name="accept"),
    path("desk/cases/<str:number>/reveal/", staff.reveal, name="reveal"),
    path("desk/cases/<str:number>/<slug:verb>/", staff.step, name="step"),
    path("desk/photos/<uuid:file_id>/<slug:size>/", staff.photo, name="photo"),
    path("field/", staff.field, name="field"),
]
