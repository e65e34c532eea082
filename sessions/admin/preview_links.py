"""The address under which a team reads its note before it is public."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from ..preview_links import LASTS, make_token, withdraw_tokens


class GivesPreviewLinks(admin.ModelAdmin):
    """For the admin of notes."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.preview_link_view)
        own = path("<int:number>/preview-link/", view, name="course_sessions_blognote_preview_link")
        return [own, *super().get_urls()]

    def preview_link_view(self, request: HttpRequest, number: int) -> HttpResponse:
        note = self.get_object(request, str(number))
        if note is None:
            raise Http404
        if not self.has_change_permission(request, note):
            raise PermissionDenied
        link = ""
        if request.method == "POST" and "withdraw" in request.POST:
            withdraw_tokens(note)
            self.log_change(request, note, "Preview links taken back.")
            self.message_user(request, "No preview link of this note works any more.", messages.SUCCESS)
            return redirect("admin:course_sessions_blognote_change", number)
        if request.method == "POST":
            link = request.build_absolute_uri(reverse("note_preview", args=[make_token(note)]))
            self.log_change(request, note, "Preview link made.")
        context = {
            **self.admin_site.each_context(request),
            "title": f"Preview link of “{note}”",
            "opts": self.opts,
            "original": note,
            "link": link,
            "days": LASTS.days,
        }
        return render(request, "admin/notes/preview_link.html", context)
