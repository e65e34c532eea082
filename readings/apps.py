from django.apps import AppConfig
from django.conf import settings


class ReadingsConfig(AppConfig):
    """The library: papers, whoever read them."""

    name = "readings"
    verbose_name = "Papers and authors"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import workers

        workers.set_bounds(workers.Bounds(settings.LIMITS.seconds, settings.LIMITS.memory))
