"""Addresses of consents."""

from django.urls import path

from linli.rights import views

app_name = "rights"
urlpatterns = [
    path("me/consents/", views.consents, name="consents"),
    path("me/consents/<slug:topic>/withdraw/", views.withdraw, name="withdraw"),
    path("me/data/<uuid:request_id>/lift/", views.lift, name="lift"),
]
