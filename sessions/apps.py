from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CourseSessionsConfig(AppConfig):
    """The course. Labelled course_sessions because Django's own app is called sessions."""

    name = "sessions"
    label = "course_sessions"
    verbose_name = "Courses and sessions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .groups import set_up_groups
        from .search import sync

        sync.connect(self)
        post_migrate.connect(set_up_groups, sender=self)
