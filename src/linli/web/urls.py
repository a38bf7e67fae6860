"""The root of all addresses."""

from django.urls import include, path

from linli.openapi.api import api
from linli.people.views import own
from linli.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("place/", views.place, name="place"),
    path("language/", own.language, name="language"),
    path("desk/settings/", views.settings_index, name="settings"),
    path("desk/settings/permissions/", views.permissions_page, name="permissions"),
    path("guide/", views.guide, name="guide"),
    path("offline/", views.offline, name="offline"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("healthz", views.healthz, name="healthz"),
    path("api/v1/", api.urls),
    path("", include("linli.rulebook.urls")),
    path("", include("linli.places.urls")),
    path("", include("linli.people.urls")),
    path("", include("linli.rights.urls")),
    path("", include("linli.cases.urls")),
    path("", include("linli.capacity.urls")),
    path("", include("linli.counter.urls")),
    path("", include("linli.notices.urls")),
    path("", include("linli.insight.urls")),
    path("", include("linli.audit.urls")),
    path("", include("linli.posters.urls")),
]
handler400 = "linli.web.views.unreadable"
handler403 = "linli.web.views.forbidden"
handler404 = "linli.web.views.not_found"
handler500 = "linli.web.views.broken"
