"""Who may see and edit what: superusers all, other staff the records of the courses they may edit."""

from django.db.models import Model, Q, QuerySet

from readings.admin.concurrent_edits import ConcurrentEditsAdmin

from ..groups import ASSISTANTS, rights_of
from ..models import Course

FOR_ASSISTANTS = rights_of(ASSISTANTS)
# From a foreign key's target to its course.
COURSE_PATHS = {"course": "pk", "session": "course", "reading": "session__course"}


def editable_courses(user) -> QuerySet[Course]:
    """The courses for which `Course.editable_by(user)` holds."""
    if user.is_superuser:
        return Course.objects.all()
    taught_or_assisted = Q(instructors=user) | Q(assistants=user)
    return Course.objects.filter(pk__in=Course.objects.filter(taught_or_assisted).values("pk"))


def course_of(record: Model) -> Course:
    """The course that a session, page, reading or note belongs to."""
    return getattr(record, "session", record).course


def instructed_courses(user) -> QuerySet[Course]:
    """The courses for which `Course.instructed_by(user)` holds."""
    if user.is_superuser:
        return Course.objects.all()
    return Course.objects.filter(pk__in=user.courses_taught.values("pk"))


class CourseScopedAdmin(ConcurrentEditsAdmin):
    """Lists, shows and offers only what belongs to courses the user may edit, on top of Django's permissions."""

    course_path = "course"

    def get_queryset(self, request) -> QuerySet:
        queryset = super().get_queryset(request)
        if request.user.is_superuser:
            return queryset
        return queryset.filter(**{f"{self.course_path}__in": editable_courses(request.user)})

    def _may(self, request, obj: Model | None, verb: str) -> bool:
        """Whether the course of the record lets the user; assistants may do there what assistants do."""
        course = obj
        for name in [] if course is None or self.course_path == "pk" else self.course_path.split("__"):
            course = getattr(course, name)
        if course is None:
            return obj is None or request.user.is_superuser
        if not course.editable_by(request.user):
            return False
        return f"{self.opts.app_label}.{verb}_{self.opts.model_name}" in FOR_ASSISTANTS or course.instructed_by(
            request.user
        )

    def has_view_permission(self, request, obj=None) -> bool:
        return super().has_view_permission(request, obj) and self._may(request, obj, "view")

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and self._may(request, obj, "change")

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and self._may(request, obj, "delete")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in COURSE_PATHS and not request.user.is_superuser:
            right = f"{self.opts.app_label}.add_{self.opts.model_name}"
            courses_of = editable_courses if right in FOR_ASSISTANTS else instructed_courses
            condition = {f"{COURSE_PATHS[db_field.name]}__in": courses_of(request.user)}
            kwargs["queryset"] = db_field.related_model._default_manager.filter(**condition)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class FixedOnceAddedAdmin(CourseScopedAdmin):
    """Fields that are chosen once: addresses stay, and what hangs on a course or session stays with it."""

    fixed_once_added: tuple[str, ...] = ()
    set_by_publishers: tuple[str, ...] = ()  # those who publish in the course of the record

    def get_readonly_fields(self, request, obj=None):
        fixed = self.fixed_once_added if obj else ()
        if obj and self.set_by_publishers and not obj.course.published_by(request.user):
            fixed = (*fixed, *self.set_by_publishers)
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
