from django import template

from readings.citations import coins
from sessions.citing import reading_work
from sessions.models import Reading

register = template.Library()


@register.filter("coins")
def coins_of(reading: Reading) -> str:
    """The title of the reading's COinS span, its requirement among the keywords."""
    return coins(reading_work(reading))
