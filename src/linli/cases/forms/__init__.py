"""What pages send, turned into typed values for the actions."""

from linli.cases.forms.intake import CallerForm, FilterForm, ReportForm
from linli.cases.forms.steps import form_for

__all__ = ["CallerForm", "FilterForm", "ReportForm", "form_for"]
