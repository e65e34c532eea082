"""The groups “Instructors” and “Assistants”: what their accounts may do at all; courses narrow it to their own records.

`migrate` sets both to exactly this, so that a model that comes later is named here and nowhere else.
"""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser, Group, Permission

INSTRUCTORS, ASSISTANTS = "Instructors", "Assistants"
# Letters: v(iew), a(dd), c(hange), d(elete).
RIGHTS = {
    INSTRUCTORS: {
        "readings.author": "vacd",
        "readings.authorspelling": "vacd",
        "readings.authorship": "vacd",
        "readings.paper": "vacd",
        "readings.paperlink": "vacd",
        "readings.mergedpaper": "v",
        "readings.oldauthor": "v",
        "taggit.tag": "vacd",
        "course_sessions.category": "vac",
        "course_sessions.course": "vac",
        "course_sessions.noclassday": "vacd",
        "course_sessions.page": "vacd",
        "course_sessions.session": "vacd",
        "course_sessions.reading": "vacd",
        "course_sessions.slidedeck": "vacd",
        "course_sessions.blognote": "vacd",
        "course_sessions.reviewitem": "vc",
        "course_sessions.post": "v",
        "course_sessions.importrun": "v",
        "course_sessions.image": "v",
        "course_sessions.version": "v",
    },
    ASSISTANTS: {
        "readings.author": "vac",
        "readings.authorspelling": "vacd",
        "readings.authorship": "vacd",
        "readings.paper": "vac",
        "readings.paperlink": "vacd",
        "taggit.tag": "v",
        "course_sessions.category": "v",
        "course_sessions.course": "vc",
        "course_sessions.noclassday": "v",
        "course_sessions.page": "vc",
        "course_sessions.session": "vc",
        "course_sessions.reading": "vacd",
        "course_sessions.slidedeck": "vacd",
        "course_sessions.blognote": "vac",
        "course_sessions.reviewitem": "v",
        "course_sessions.post": "v",
        "course_sessions.importrun": "v",
        "course_sessions.image": "v",
        "course_sessions.version": "v",
    },
}
VERBS = {"v": "view", "a": "add", "c": "change", "d": "delete"}


def rights_of(group: str) -> set[str]:
    """As `has_perm` takes them: "readings.change_paper"."""
    return {
        f"{app}.{VERBS[letter]}_{model}"
        for name, letters in RIGHTS[group].items()
        for app, model in [name.split(".")]
        for letter in letters
    }


def set_up_groups(**kwargs) -> None:
    """Make both groups have just their rights; to be called when the permissions of all apps are there."""
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name in RIGHTS:
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set([known[right] for right in rights_of(name) if right in known])


def join_groups(named: Iterable[tuple[str, AbstractUser]]) -> None:
    """Those who have just been named in a course, or are no longer, are in its group while any course names them."""
    courses = {INSTRUCTORS: "courses_taught", ASSISTANTS: "courses_assisted"}
    for name, user in named:
        group, _ = Group.objects.get_or_create(name=name)
        change = group.user_set.add if getattr(user, courses[name]).exists() else group.user_set.remove
        change(user)
