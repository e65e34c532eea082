"""Who may see and edit what: superusers all, other staff the records of the courses they may edit."""

from django.contrib import admin
from django.db.models import Model, Q, QuerySet

from readings.admin.forms import RoomyAdmin

from ..models import Course

# From a foreign key's target to its course.
COURSE_PATHS = {"course": "pk", "session": "course", "reading": "session__course"}


def editable_courses(user) -> QuerySet[Course]:
    """The courses for which `Course.editable_by(user)` holds."""
    if user.is_superuser:
        return Course.objects.all()
    taught_or_assisted = Q(instructors=user) | Q(assistants=user)
    return Course.objects.filter(pk__in=Course.objects.filter(taught_or_assisted).values("pk"))


class CourseScopedAdmin(RoomyAdmin, admin.ModelAdmin):
    """Lists, shows and offers only what belongs to courses the user may edit, on top of Django's permissions."""

    course_path = "course"

    def get_queryset(self, request) -> QuerySet:
        queryset = super().get_queryset(request)
        if request.user.is_superuser:
            return queryset
        return queryset.filter(**{f"{self.course_path}__in": editable_courses(request.user)})

    def _in_editable_course(self, request, obj: Model | None) -> bool:
        course = obj
        for name in [] if course is None or self.course_path == "pk" else self.course_path.split("__"):
            course = getattr(course, name)
        if course is None:
            return obj is None or request.user.is_superuser
        return course.editable_by(request.user)

    def has_view_permission(self, request, obj=None) -> bool:
        return super().has_view_permission(request, obj) and self._in_editable_course(request, obj)

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and self._in_editable_course(request, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and self._in_editable_course(request, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in COURSE_PATHS and not request.user.is_superuser:
            condition = {f"{COURSE_PATHS[db_field.name]}__in": editable_courses(request.user)}
            kwargs["queryset"] = db_field.related_model._default_manager.filter(**condition)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class FixedOnceAddedAdmin(CourseScopedAdmin):
    """Fields that are chosen once: addresses stay, and what hangs on a course or session stays with it."""

    fixed_once_added: tuple[str, ...] = ()

    def get_readonly_fields(self, request, obj=None):
        fixed = self.fixed_once_added if obj else ()
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)


class KeptRecord:
    """Records that tell what happened: only looked at, and deleted only with what they belong to."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        own_page = request.resolver_match.url_name.startswith(f"{self.opts.app_label}_{self.opts.model_name}_")
        return not own_page and super().has_delete_permission(request, obj)
