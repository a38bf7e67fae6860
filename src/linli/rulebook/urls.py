"""Addresses of the administrator's pages of rules and days."""

from django.urls import path

from linli.kernel.upkeep import sheet_paths
from linli.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("desk/settings/rules/", views.rule_list, name="rules"),
    *sheet_paths("desk/settings/rules/", views.RULES),
    path("desk/settings/rules/<str:key>/", views.rule, name="rule"),
    path("desk/settings/days/", views.days, name="days"),
    path("desk/settings/days/set/", views.set_day, name="set_day"),
    *sheet_paths("desk/settings/days/", views.DAYS),
]
