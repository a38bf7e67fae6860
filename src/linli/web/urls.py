"""The root of all addresses."""

from django.urls import include, path

from linli.openapi.api import api
from linli.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.language, name="language"),
    path("guide/", views.guide, name="guide"),
    path("healthz", views.healthz, name="healthz"),
    path("api/v1/", api.urls),
    path("", include("linli.people.urls")),
    path("", include("linli.cases.urls")),
    path("", include("linli.insight.urls")),
    path("", include("linli.posters.urls")),
]
handler404 = "linli.web.views.not_found"
handler500 = "linli.web.views.broken"
