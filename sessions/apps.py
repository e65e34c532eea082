from django.apps import AppConfig


class CourseSessionsConfig(AppConfig):
    """The course. Labelled course_sessions because Django's own app is called sessions."""

    name = "sessions"
    label = "course_sessions"
    verbose_name = "Courses and sessions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .search import sync

        sync.connect(self)
