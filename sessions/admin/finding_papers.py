"""The field of a reading's paper: finds one by title, author, identifier or address, and adds one that is not here."""

import json

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import Field, Media
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import path, reverse

from readings.models import Paper

from ..pasting.references import Choice, add_papers, propose
from ..posts.references import identifier_link, read_references
from ..posts.structure import PostError

NEW = "new:"  # before what is not a record's number, in the list of what was found


class PaperSelect(AutocompleteSelect):
    url_name = "%s:readings_paper_find"

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict:
        address = reverse(f"{self.admin_site.name}:readings_paper_add_reference")
        return {**super().build_attrs(base_attrs, extra_attrs), "data-add-reference": address}

    @property
    def media(self) -> Media:
        return super().media + Media(js=["admin/js/jquery.init.js", "sessions/js/finding-papers.js"])


class PaperFinder(AutocompleteJsonView):
    """What Django's own list of choices has, with people and year; for an identifier not found, the offer to add it."""

    def get(self, request: HttpRequest, *args, **kwargs) -> JsonResponse:
        page = json.loads(super().get(request, *args, **kwargs).content)
        link = identifier_link(self.term)
        if link and not page["results"] and request.user.has_perm("readings.add_paper"):
            page["results"] = [{"id": f"{NEW}{link.url}", "text": f"Add {link.url} as a new paper"}]
        return JsonResponse(page)

    def serialize_result(self, obj: Paper, to_field_name: str) -> dict[str, str]:
        return {"id": str(obj.pk), "text": with_people(obj)}


def with_people(paper: Paper) -> str:
    names = [author.name for author in paper.authors_in_order]
    about = [names[0] + (" et al." if len(names) > 1 else "")] if names else []
    about += [paper.year] if paper.year else []
    return f"{paper} ({', '.join(about)})" if about else str(paper)


class ChoosesPapers(admin.options.BaseModelAdmin):
    """For what has a paper: rows of a session, one reading."""

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs) -> Field:
        if db_field.remote_field.model is Paper:
            kwargs["widget"] = PaperSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class FindsPapers(admin.ModelAdmin):
    """For the admin of papers: what that field asks."""

    def get_urls(self) -> list:
        find = self.admin_site.admin_view(PaperFinder.as_view(admin_site=self.admin_site))
        add = self.admin_site.admin_view(self.add_reference_view)
        return [
            path("find/", find, name="readings_paper_find"),
            path("add-reference/", add, name="readings_paper_add_reference"),
            *super().get_urls(),
        ]

    def add_reference_view(self, request: HttpRequest) -> HttpResponse:
        """{"id", "text"} of the paper that a reference names, new or not; {"error"} where it names none or several."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm("readings.add_paper"):
            raise PermissionDenied
        try:
            references = read_references(request.POST.get("reference", ""))
        except PostError as error:
            return JsonResponse({"error": f"{error.text}."}, status=400)
        if len(references) != 1 or not references[0].links:
            return JsonResponse({"error": "Type one arXiv id, DOI or address."}, status=400)
        proposal = propose(references)[0]
        papers, new = add_papers([Choice(proposal.parsed, proposal.paper)])
        if new:
            self.log_addition(request, papers[0], "Added from the form of a reading.")
        return JsonResponse({"id": str(papers[0].pk), "text": with_people(papers[0])})
