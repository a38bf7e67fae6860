"""Addresses of signing in and of one's own account."""

from django.urls import path

from linli.people import views

app_name = "people"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("view/", views.view, name="view"),
    path("theme/", views.theme, name="theme"),
    path("telling/", views.telling, name="telling"),
    path("me/", views.me, name="me"),
]
