"""Pasting references: into a session, or into the library."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from ..history.recording import recorded
from ..models import Reading, Session
from ..pasting.references import Choice, Proposal, add_papers, add_readings, propose
from ..posts.references import MOST_CHARACTERS, read_references
from ..posts.structure import PostError

AGAIN = "Somebody else has just added one of these: look at the list again."


def digest(text: str) -> str:
    """Of the text that was shown as understood: one that was changed since is shown again, not added."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


class PasteForm(forms.Form):
    """The text as pasted; `references` after validation."""

    text = forms.CharField(
        label="References",
        strip=False,
        max_length=MOST_CHARACTERS,
        widget=AdminTextareaWidget(attrs={"rows": 14}),
        help_text="One or many: arXiv ids, DOIs, addresses, BibTeX, RIS, CSL-JSON, or citations, each on a line of "
        "its own or parted by blank lines.",
    )
    requirement = forms.ChoiceField(label="They are", choices=Reading.Requirement, initial=Reading.Requirement.REQUIRED)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        try:
            self.references = read_references(text)
        except PostError as error:
            raise forms.ValidationError(f"Line {error.line}: {error.text}.") from None
        if not self.references:
            raise forms.ValidationError("No reference is recognised in this text.")
        return text


class ProposalForm(forms.Form):
    """What becomes of one reference."""

    wanted = forms.BooleanField(label="Add", required=False)
    title = forms.CharField(max_length=300, widget=AdminTextInputWidget(attrs={"class": "vLargeTextField"}))
    paper = forms.ChoiceField(label="Record", required=False)
    requirement = forms.ChoiceField(choices=Reading.Requirement)

    def __init__(self, proposal: Proposal, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        known = [proposal.paper] if proposal.paper else list(proposal.perhaps)
        records = [(str(paper.pk), f"{paper} ({paper.year})" if paper.year else str(paper)) for paper in known]
        self.fields["paper"].choices = records if proposal.paper else [("", "A new paper"), *records]
        if proposal.paper:  # known since it was proposed as new, perhaps: then the choice is asked for again
            self.fields["paper"].required = True
            self.fields["paper"].error_messages["required"] = "This paper is in the library by now: look again."
            del self.fields["title"]

    def choice(self) -> Choice:
        known = {str(paper.pk): paper for paper in (self.proposal.paper, *self.proposal.perhaps) if paper}
        values = self.cleaned_data
        parsed = replace(self.proposal.parsed, title=values.get("title") or self.proposal.parsed.title)
        return Choice(parsed, known.get(values["paper"]), values.get("requirement") or Reading.Requirement.UNSPECIFIED)


def rows_for(request: HttpRequest, proposals: Sequence[Proposal], requirement: str, *, bound: bool) -> list:
    """A form for each proposal: bound to what was sent, or filled with what is proposed."""
    rows = []
    for number, proposal in enumerate(proposals):
        said = proposal.parsed.requirement
        initial = {
            "wanted": proposal.wanted,
            "title": proposal.parsed.title,
            "paper": str(proposal.paper.pk) if proposal.paper else "",
            "requirement": requirement if said == Reading.Requirement.UNSPECIFIED else said,
        }
        data = request.POST if bound else None
        rows.append(ProposalForm(proposal, data, prefix=f"row-{number}", initial=initial))
    return rows


class PastingMixin:
    """For an admin: a page that takes pasted references, shows what is understood, and adds what is confirmed."""

    def paste(self, request: HttpRequest, session: Session | None) -> HttpResponse:
        form = PasteForm(request.POST or None)
        if session is None:
            form.fields["requirement"].required = False
        rows: list[ProposalForm] = []
        seen = ""
        if request.method == "POST" and form.is_valid():
            seen = digest(form.cleaned_data["text"])
            confirmed = "confirm" in request.POST and request.POST.get("seen") == seen
            proposals = propose(form.references, session)
            rows = rows_for(request, proposals, form.cleaned_data["requirement"], bound=confirmed)
            if session is None:
                for row in rows:
                    del row.fields["requirement"]
            if confirmed and all(row.is_valid() for row in rows):
                try:
                    return self.add(request, session, [row.choice() for row in rows if row.cleaned_data["wanted"]])
                except IntegrityError:
                    self.message_user(request, AGAIN, messages.ERROR)
        context = {
            **self.admin_site.each_context(request),
            "title": "Add papers" if session is None else f"Add readings to “{session}”",
            "opts": self.opts,
            "original": session,
            "session": session,
            "form": form,
            "rows": rows,
            "unsure": sum(row.proposal.unsure and not row.proposal.unnamed for row in rows),
            "seen": seen,
        }
        return render(request, "admin/pasting/references.html", context)

    def add(self, request: HttpRequest, session: Session | None, choices: Sequence[Choice]) -> HttpResponse:
        if session is None:
            papers, new = add_papers(choices)
            self.message_user(request, f"{new} new, {len(papers) - new} here before.", messages.SUCCESS)
            for paper in papers:
                self.log_addition(request, paper, "Pasted.")
            return redirect("admin:readings_paper_changelist")
        with recorded(request.user, "Pasted", [session]):
            readings, new = add_readings(session, choices)
        noun = "reading" if len(readings) == 1 else "readings"
        self.message_user(request, f"{len(readings)} {noun} added, {new} of them new papers.", messages.SUCCESS)
        self.log_change(request, session, f"Pasted {len(readings)} {noun}.")
        return redirect("admin:course_sessions_session_change", session.pk)


class PastesReadings(PastingMixin):
    """For the admin of sessions."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.paste_view)
        return [path("<int:number>/paste/", view, name="course_sessions_session_paste"), *super().get_urls()]

    def paste_view(self, request: HttpRequest, number: int) -> HttpResponse:
        session = get_object_or_404(Session.objects.select_related("course"), pk=number)
        if not self.has_change_permission(request, session) or not request.user.has_perm("readings.add_paper"):
            raise PermissionDenied
        return self.paste(request, session)


class PastesPapers(PastingMixin):
    """For the admin of papers."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.paste_view)
        return [path("paste/", view, name="readings_paper_paste"), *super().get_urls()]

    def paste_view(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("readings.add_paper"):
            raise PermissionDenied
        return self.paste(request, None)
