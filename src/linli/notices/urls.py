"""Addresses of notices."""

from django.urls import path

from linli.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read, name="read_all"),
    path("notices/<uuid:notice_id>/read/", views.read, name="read"),
]
