from django import template

from readings.rendering.linked_data import json_ld
from readings.rendering.stored import from_storage

register = template.Library()
register.filter("rendered", from_storage)
register.filter("json_ld", json_ld)
