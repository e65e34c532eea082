"""The admin: whoever's login has run out while a form was open logs in on the way to saving it."""

from collections.abc import Callable
from functools import wraps

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

LOGIN = "_login"  # before the names of the two fields that log in
TOKEN = "csrfmiddlewaretoken"


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form sent, but for what logs in; nothing of a form that asks for a password."""
    if any("password" in name and not name.startswith(LOGIN) for name in request.POST):
        return []
    names = [name for name in request.POST if name != TOKEN and not name.startswith(LOGIN)]
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def files_of(request: HttpRequest) -> list[str]:
    """The names of the files that a form sent, which no page can carry along."""
    return [file.name for _, files in request.FILES.lists() for file in files]


class PatientAdminSite(AdminSite):
    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def outer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.method == "POST" and not self.has_permission(request) and (typed := typed_in(request)):
                data = request.POST if f"{LOGIN}-username" in request.POST else None
                form = AdminAuthenticationForm(request, data, prefix=LOGIN)
                if not form.is_valid():
                    return self.log_in_to_save(request, form, typed)
                login(request, form.get_user())
            return inner(request, *args, **kwargs)

        return outer

    def log_in_to_save(self, request: HttpRequest, form: AdminAuthenticationForm, typed: list) -> HttpResponse:
        """Carries along what was typed; files cannot be."""
        context = {
            **self.each_context(request),
            "title": "Log in to save",
            "form": form,
            "typed": typed,
            "files": files_of(request),
        }
        response = render(request, "admin/log_in_to_save.html", context, status=403)
        add_never_cache_headers(response)
        return response
