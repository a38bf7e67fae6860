"""Addresses of signing in and of one's own account."""

from django.urls import path

from linli.kernel.upkeep import sheet_paths
from linli.people.views import own, setup

app_name = "people"
_UNITS, _POSTS = "desk/settings/organisations", "desk/settings/posts"
urlpatterns = [
    path("sign-in/", own.sign_in, name="sign_in"),
    path("sign-out/", own.sign_out, name="sign_out"),
    path("view/", own.view, name="view"),
    path("theme/", own.theme, name="theme"),
    path("telling/", own.telling, name="telling"),
    path("me/", own.me, name="me"),
    path(f"{_UNITS}/", setup.organisations, name="organisations"),
    path(f"{_UNITS}/add/", setup.add_organisation, name="add_organisation"),
    *sheet_paths(f"{_UNITS}/", setup.ORGANISATIONS),
    path(f"{_UNITS}/<uuid:organisation_id>/", setup.organisation, name="organisation"),
    path(f"{_POSTS}/", setup.posts, name="posts"),
    path(f"{_POSTS}/add/", setup.add_post, name="add_post"),
    *sheet_paths(f"{_POSTS}/", setup.POSTS),
    path(f"{_POSTS}/<uuid:post_id>/deputy/", setup.deputy, name="deputy"),
    path(f"{_POSTS}/<uuid:post_id>/end/", setup.end_post, name="end_post"),
    path(f"{_POSTS}/accounts/add/", setup.add_account, name="add_account"),
    path(f"{_POSTS}/accounts/<uuid:account_id>/", setup.password, name="password"),
]
