"""Addresses of notices."""

from django.urls import path

from linli.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("t/<str:code>", views.opened, name="opened"),
    path("telling/reach/", views.reach, name="reach"),
    path("telling/mail/", views.mail, name="mail"),
    path("telling/mail/<str:token>/", views.confirm_mail, name="confirm_mail"),
    path("desk/settings/messages/", views.messages, name="messages"),
    path("desk/settings/messages/retry/", views.retry, name="retry_all"),
    path("desk/settings/messages/<uuid:message_id>/retry/", views.retry, name="retry"),
    path("notices/read/", views.read, name="read_all"),
    path("notices/<uuid:notice_id>/read/", views.read, name="read"),
]
