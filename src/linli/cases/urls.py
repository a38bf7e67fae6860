"""Addresses of requests."""

from django.urls import path

from linli.cases.views import inbox, resident, staff

app_name = "cases"
urlpatterns = [
    path("report/", resident.report, name="report"),
    path("mine/", resident.mine, name="mine"),
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
    path("desk/new/", staff.new, name="new"),
    path("desk/cases/<str:number>/", staff.case, name="case"),
    path("desk/cases/<str:number>/accept/", staff.accept, name="accept"),
    path("desk/cases/<str:number>/reveal/", staff.reveal, name="reveal"),
    path("desk/cases/<str:number>/<slug:verb>/", staff.step, name="step"),
    path("desk/photos/<uuid:file_id>/<slug:size>/", staff.photo, name="photo"),
    path("field/", staff.field, name="field"),
]
