"""Words of rights, roles and the places of posts."""

from django import template
from django.utils.translation import gettext

from linli.kernel.actor import Standing
from linli.kernel.streets.models import Street
from linli.people import queries
from linli.people.queries import Holder
from linli.people.rules import Role

register = template.Library()


@register.simple_tag
def word_of(text: str) -> str:
    """A Chinese word of a table in the reader's language."""
    return gettext(text)


@register.filter
def role_word(code: str) -> str:
    return gettext(Role(code).word)


@register.filter
def where(post: Standing | Holder, street: Street) -> str:
    """The unit and the place a post is for."""
    return queries.where(street, post)
