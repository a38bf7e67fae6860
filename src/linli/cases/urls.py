"""Addresses of requests."""

from django.urls import path

from linli.cases.views import field, resident, staff

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
    path("desk/", staff.inbox, name="inbox"),
    path("desk/new/", staff.new, name="new"),
    path("desk/cases/<str:number>/", staff.case, name="case"),
    path("desk/cases/<str:number>/accept/", staff.accept, name="accept"),
    path("desk/cases/<str:number>/reveal/", staff.reveal, name="reveal"),
    path("desk/cases/<str:number>/<slug:verb>/", staff.step, name="step"),
    path("desk/photos/<uuid:file_id>/<slug:size>/", staff.photo, name="photo"),
    path("field/", field.field, name="field"),
    path("field/new/", field.new, name="field_new"),
    path("field/<str:number>/phone/", field.phone, name="field_phone"),
    path("field/<str:number>/<slug:verb>/", field.step, name="field_step"),
]
