from django.apps import AppConfig


class ReadingsConfig(AppConfig):
    """The library: papers, whoever read them."""

    name = "readings"
    verbose_name = "Papers and authors"
    default_auto_field = "django.db.models.BigAutoField"
