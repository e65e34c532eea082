"""Rolling a course over: the next term's rule is asked for, its sessions and dates are shown, then written."""

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html

from readings.slugs import taken_in, unique_slug

from ..history.recording import note_addition
from ..models import Course, NoClassDay
from ..models.meetings import WEEKDAYS
from ..planning import PlanIsOld
from ..rolling import Plan, plan_roll_over, roll_over

NEEDED = tuple(f"course_sessions.add_{name}" for name in ("course", "session", "reading", "page", "noclassday"))
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
FIELDSETS = [
    (None, {"fields": ["term", "title", "slug", "visible"]}),
    ("Meetings", {"fields": ["weekdays", ("first_day", "last_day"), ("starts", "ends"), "place"]}),
]
KEPT = ("title", "weekdays", "starts", "ends", "place")  # as they are in the old course, unless changed


class RollOverForm(forms.ModelForm):
    """The new course."""

    weekdays = forms.TypedMultipleChoiceField(
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Without weekdays, a first and a last day the sessions get no dates yet.",
    )
    slug = forms.SlugField(
        label="Address", max_length=100, required=False, help_text="Empty: made of the title and the term."
    )
    visible = forms.BooleanField(
        label="Show sessions and pages at once",
        required=False,
        help_text="Otherwise they stay hidden until you show them; what is hidden now stays so either way.",
    )

    class Meta:
        model = Course
        fields = ["term", "title", "slug", "weekdays", "first_day", "last_day", "starts", "ends", "place"]
        widgets = {
            **{name: AdminTextInputWidget(attrs={"class": "vTextField"}) for name in ("term", "title", "place")},
            **{"first_day": DATE, "last_day": DATE, "starts": TIME, "ends": TIME},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["term"].required = True

    def clean(self) -> dict:
        cleaned = super().clean()
        title, term = cleaned.get("title", ""), cleaned.get("term", "")
        if not cleaned.get("slug") and "slug" not in self.errors and title and term:
            named = title if term.casefold() in title.casefold() else f"{title} {term}"
            cleaned["slug"] = unique_slug(named, taken_in(Course.objects))
        return cleaned


def initial_of(course: Course) -> dict:
    """What the new course has of the old one unless it is changed; a title loses the old term."""
    title = " ".join(course.title.replace(course.term, "").split()).strip(" -–—:,") if course.term else course.title
    return {name: getattr(course, name) for name in KEPT} | {"title": title or course.title}


class NoClassForm(forms.ModelForm):
    class Meta:
        model = NoClassDay
        fields = ["date", "until", "reason"]
        widgets = {"date": DATE, "until": DATE}


NoClassFormSet = forms.modelformset_factory(NoClassDay, form=NoClassForm, extra=6)


class RollsOver:
    """For the admin of courses."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.roll_over_view)
        return [path("<int:number>/roll-over/", view, name="course_sessions_course_roll_over"), *super().get_urls()]

    def roll_over_view(self, request: HttpRequest, number: int) -> HttpResponse:
        course = get_object_or_404(self.get_queryset(request), pk=number)
        if not course.instructed_by(request.user) or not request.user.has_perms(NEEDED):
            raise PermissionDenied
        form = RollOverForm(request.POST or None, initial=initial_of(course))
        rows = NoClassFormSet(request.POST or None, queryset=NoClassDay.objects.none(), prefix="no-class")
        plan = None
        if request.method == "POST" and form.is_valid() and rows.is_valid():
            no_class, visible = rows.save(commit=False), form.cleaned_data["visible"]
            if "apply" in request.POST and (new := self.rolled_over(request, course, form.instance, no_class, visible)):
                return redirect("admin:course_sessions_course_change", new.pk)
            plan = plan_roll_over(course, form.instance, no_class, visible=visible)
        return render(request, "admin/rolling/roll_over.html", self.rolling_context(request, course, form, rows, plan))

    def rolled_over(
        self, request: HttpRequest, course: Course, new: Course, no_class: list[NoClassDay], visible: bool
    ) -> Course | None:
        said = {"visible": visible, "user": request.user, "key": request.POST.get("seen", "")}
        origin = f"Rolled over from “{course}” ({course.slug})"
        try:
            with transaction.atomic():
                roll_over(course, new, no_class, **said)
                note_addition(new.sessions.all(), request.user, origin)
        except (PlanIsOld, IntegrityError):
            new.pk = None
            for day in no_class:
                day.pk = None
            told = "This is not what was shown to you: look at what would be done now, and apply that."
            self.message_user(request, told, messages.ERROR)
            return None
        self.log_addition(request, new, f"{origin}.")
        sessions = new.sessions.count()
        told = f"“{new}” has {sessions} session{'' if sessions == 1 else 's'} of “{course}”."
        if visible:
            self.message_user(request, told, messages.SUCCESS)
        else:
            address = reverse("admin:course_sessions_session_changelist", query={"course__id__exact": new.pk})
            hidden = '{} They are hidden until you <a href="{}">select and show them</a>.'
            self.message_user(request, format_html(hidden, told, address), messages.SUCCESS)
        return new

    def rolling_context(
        self, request: HttpRequest, course: Course, form: RollOverForm, rows: forms.BaseFormSet, plan: Plan | None
    ) -> dict:
        return {
            **self.admin_site.each_context(request),
            "title": f"Roll over: {course}",
            "opts": self.opts,
            "course": course,
            "new": AdminForm(form, FIELDSETS, {}, model_admin=self),
            "form": form,
            "rows": rows,
            "plan": plan,
            "has_rule": form.instance.has_rule,
        }
