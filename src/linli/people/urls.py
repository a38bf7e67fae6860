"""Addresses of signing in and of one's own account."""

from django.urls import path

from linli.kernel.upkeep import sheet_paths
from linli.people.views import own, security, setup, signing_in

app_name = "people"
_UNITS, _POSTS = "desk/settings/organisations", "desk/settings/posts"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/phone/", signing_in.ask_code, name="ask_code"),
    path("sign-in/code/", signing_in.enter_code, name="enter_code"),
    path("sign-in/second/", signing_in.second, name="second"),
    path("sign-in/passkey/", signing_in.passkey, name="passkey"),
    path("sign-in/passkey/options/", signing_in.passkey_options, name="passkey_options"),
    path("sign-in/link/<uuid:link_id>/<str:secret>/", signing_in.by_link, name="by_link"),
    path("sign-out/", own.sign_out, name="sign_out"),
    path("view/", own.view, name="view"),
    path("theme/", own.theme, name="theme"),
    path("telling/", own.telling, name="telling"),
    path("me/", own.me, name="me"),
    path("me/security/", security.security, name="security"),
    path("me/security/password/", security.password, name="own_password"),
    path("me/security/totp/", security.add_totp, name="add_totp"),
    path("me/security/passkey/", security.add_passkey, name="add_passkey"),
    path("me/security/passkey/options/", security.new_passkey, name="new_passkey"),
    path("me/security/<int:factor_id>/drop/", security.drop_factor, name="drop_factor"),
    path("me/security/codes/", security.recovery_codes, name="recovery_codes"),
    path("me/security/elsewhere/", security.sign_out_elsewhere, name="sign_out_elsewhere"),
    path(f"{_UNITS}/", setup.organisations, name="organisations"),
    path(f"{_UNITS}/add/", setup.add_organisation, name="add_organisation"),
    *sheet_paths(f"{_UNITS}/", setup.ORGANISATIONS),
    path(f"{_UNITS}/<uuid:organisation_id>/", setup.organisation, name="organisation"),
    path(f"{_POSTS}/", setup.posts, name="posts"),
    path(f"{_POSTS}/add/", setup.add_post, name="add_post"),
    *sheet_paths(f"{_POSTS}/", setup.POSTS),
    path(f"{_POSTS}/<uuid:post_id>/deputy/", setup.deputy, name="deputy"),
    path(f"{_POSTS}/deputies/<uuid:deputy_id>/end/", setup.end_deputy, name="end_deputy"),
    path(f"{_POSTS}/<uuid:post_id>/end/", setup.end_post, name="end_post"),
    path(f"{_POSTS}/accounts/add/", setup.add_account, name="add_account"),
    path(f"{_POSTS}/accounts/<uuid:account_id>/", setup.link, name="link"),
    path(f"{_POSTS}/accounts/<uuid:account_id>/close/", setup.close, name="close_account"),
]
