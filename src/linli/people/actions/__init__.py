"""The verbs."""

from linli.people.actions.accounts import (
    forget_account,
    register_account,
    set_language,
    set_mail,
    set_reach,
    set_telling,
    set_view,
)
from linli.people.actions.directory import (
    add_organisation,
    appoint,
    change_organisation,
    deputise,
    end_deputy,
    end_post,
    import_organisations,
    import_posts,
)
from linli.people.actions.keys import (
    add_factor,
    close_account,
    drop_factor,
    make_link,
    renew_codes,
    set_password,
    use_link,
)
from linli.people.actions.signing_in import (
    fail_sign_in,
    make_code,
    sign_in,
    sign_out_elsewhere,
    use_code,
)

__all__ = [
    "add_factor",
    "add_organisation",
    "appoint",
    "change_organisation",
    "close_account",
    "deputise",
    "drop_factor",
    "end_deputy",
    "end_post",
    "fail_sign_in",
    "forget_account",
    "import_organisations",
    "import_posts",
    "make_code",
    "make_link",
    "register_account",
    "renew_codes",
    "set_language",
    "set_mail",
    "set_password",
    "set_reach",
    "set_telling",
    "set_view",
    "sign_in",
    "sign_out_elsewhere",
    "use_code",
    "use_link",
]
