"""Addresses of the auditor."""

from django.urls import path

from linli.audit import views

app_name = "audit"
urlpatterns = [
    path("desk/journal/", views.journal, name="journal"),
    path("desk/journal/export/", views.export, name="export"),
]
