"""Addresses of the administrator's pages of rules and days."""

from django.urls import path

from linli.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("desk/settings/rules/", views.rule_list, name="rules"),
    path("desk/settings/rules/export/", views.export, {"kind": "rules"}, name="rules_export"),
    path("desk/settings/rules/import/", views.take_in, {"kind": "rules"}, name="rules_import"),
    path("desk/settings/rules/<str:key>/", views.rule, name="rule"),
    path("desk/settings/days/", views.days, name="days"),
    path("desk/settings/days/set/", views.set_day, name="set_day"),
    path("desk/settings/days/export/", views.export, {"kind": "days"}, name="days_export"),
    path("desk/settings/days/import/", views.take_in, {"kind": "days"}, name="days_import"),
]
