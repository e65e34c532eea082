"""Markdown as readers will see it, beside the field it is typed into."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import path, reverse

from ..rendering import Rendered


def html_name(name: str) -> str:
    """The field that keeps the HTML of a text's field."""
    return "html" if name == "markdown" else f"{name}_html"


def is_markdown(model: type[models.Model], name: str) -> bool:
    return html_name(name) in {field.name for field in model._meta.concrete_fields}


def preview_name(model: type[models.Model]) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}_preview"


def preview_address(model: type[models.Model], request: HttpRequest, *, inline: bool) -> str:
    """Where a text of this form is previewed: of the record on the page, or of one that belongs to it."""
    record = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
    query = {"parent" if inline else "record": record} if record else {}
    return reverse(f"admin:{preview_name(model)}", query=query)


class PreviewsMarkdown(admin.ModelAdmin):
    """Answers with the page of a text that is sent, whatever else is sent with it; writes nothing."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.preview_view)
        return [path("preview/", view, name=preview_name(self.model)), *super().get_urls()]

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        name = request.POST.get("preview", "")
        prefix, _, field = name.rpartition("-")
        if name not in request.POST or not is_markdown(self.model, field):
            return HttpResponseBadRequest("Name the field whose text is to be shown as “preview”.")
        record = self.previewed(request, request.POST.get(f"{prefix}-id") if prefix else request.GET.get("record"))
        setattr(record, field, request.POST[name].replace("\r\n", "\n"))
        rendered = record.render()
        context = {
            "title": record._meta.get_field(field).verbose_name,
            "html": getattr(record, html_name(field)),
            "findings": self.findings(record, rendered),
        }
        return render(request, "admin/previewing/text.html", context)

    def previewed(self, request: HttpRequest, number: str | None) -> models.Model:
        """The record that the text is of; a new one without a number."""
        if not number:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return self.blank_record(request)
        record = self.get_object(request, number)
        if record is None:
            raise Http404
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        return record

    def blank_record(self, request: HttpRequest) -> models.Model:
        return self.model()

    def findings(self, record: models.Model, rendered: Rendered) -> list[tuple[int, str]]:
        """(line, sentence) of what a person may want to mend; line 0 for the whole text."""
        return list(rendered.warnings)
