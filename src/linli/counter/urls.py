"""Addresses of the counter."""

from django.urls import path

from linli.counter.views import application_own, application_ratings, applications

app_name = "counter"
_APPLICATIONS = [
    path("desk/counter/", applications.applications, name="applications"),
    path("desk/counter/new/", applications.new, name="new"),
    path("desk/counter/ratings/", application_ratings.ratings, name="ratings"),
    path("desk/counter/ratings/<uuid:rating_id>/", application_ratings.see_to, name="see_to"),
    path("desk/counter/<str:number>/", applications.application, name="application"),
    path("desk/counter/<str:number>/slips/<int:ordinal>/", applications.slip, name="slip"),
    path("desk/counter/<str:number>/<slug:verb>/", applications.step, name="step"),
    path("applications/", application_own.mine, name="mine"),
    path("applications/<str:number>/", application_own.own, name="own"),
    path("applications/<str:number>/slips/<int:ordinal>/", applications.slip, name="own_slip"),
    path("applications/<str:number>/<slug:verb>/", application_own.own_step, name="own_step"),
]
urlpatterns = [*_APPLICATIONS]
