from django import template

from readings.rendering.stored import from_storage

register = template.Library()
register.filter("rendered", from_storage)
