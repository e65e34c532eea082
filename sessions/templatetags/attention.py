from django import template

from sessions.admin.attention import Waiting, waiting_for

register = template.Library()


@register.simple_tag
def needs_attention(user) -> list[Waiting]:
    """What waits for this user."""
    return waiting_for(user)
