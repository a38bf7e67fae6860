"""What pages send, turned into typed values for the actions."""

from linli.cases.forms.filtering import FilterForm, SaveViewForm
from linli.cases.forms.intake import CallerForm, ReportForm
from linli.cases.forms.patrol import PatrolForm
from linli.cases.forms.public import BoardForm
from linli.cases.forms.rights import PermitForm, RightForm, SettleForm
from linli.cases.forms.steps import form_for

__all__ = [
    "BoardForm",
    "CallerForm",
    "FilterForm",
    "PatrolForm",
    "PermitForm",
    "ReportForm",
    "RightForm",
    "SaveViewForm",
    "SettleForm",
    "form_for",
]
