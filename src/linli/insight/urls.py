"""Addresses of the boards."""

from django.urls import path

from linli.insight import views

app_name = "insight"
urlpatterns = [path("board/", views.board, name="board")]
