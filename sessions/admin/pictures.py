"""Pictures put into a text: pasted, dropped or uploaded, written anew, named by their address here."""

import re

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.http import HttpRequest, HttpResponseNotAllowed, JsonResponse
from django.urls import path, reverse

from ..importing.images import LARGEST_FILE, image_of
from ..importing.sources import FileError
from ..importing.storing import keep
from ..models import Image

MAY_WRITE = [f"course_sessions.{verb}_{name}" for verb in ("add", "change") for name in ("session", "blognote", "page")]


def markdown_of(image: Image, alt: str, credit: str) -> str:
    """The picture in a text, with its credit as the caption below."""
    alt = re.sub(r"([\[\]\\])", r"\\\1", " ".join(alt.split()))
    credit = re.sub(r"([*_\\])", r"\\\1", " ".join(credit.split()))
    return f"![{alt}]({image.file.url})" + (f"\n*{credit}*" if credit else "")


def keep_picture(file: UploadedFile) -> tuple[Image, str]:
    """(the stored picture, what is to be said of it). Raises ValidationError."""
    if file.size > LARGEST_FILE:
        raise forms.ValidationError(f"“{file.name}” is larger than {LARGEST_FILE >> 20} MB: make it smaller.")
    try:
        image, said = image_of(file.read(), keep)
    except FileError as error:
        raise forms.ValidationError(f"“{file.name}” cannot be shown: {error}.") from None
    found, _ = Image.objects.get_or_create(
        sha256=image.sha256,
        defaults={"file": image.file.name, "width": image.width, "height": image.height, "smaller": image.smaller},
    )
    return found, said


class PictureForm(forms.ModelForm):
    """A picture for the end of the text, where the browser has no scripts to put it where the cursor is."""

    text_field = "markdown"
    picture = forms.FileField(
        required=False, help_text="PNG, JPEG, GIF or WebP. It goes to the end of the text, from where you can move it."
    )
    picture_alt = forms.CharField(label="What one sees in it", required=False, max_length=300)
    picture_credit = forms.CharField(label="Credit", required=False, max_length=300)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("picture") and self.text_field in self.fields and not self.errors:
            try:
                image, _ = keep_picture(cleaned["picture"])
            except forms.ValidationError as error:
                self.add_error("picture", error)
            else:
                added = markdown_of(image, cleaned["picture_alt"], cleaned["picture_credit"])
                text = cleaned[self.text_field].rstrip()
                cleaned[self.text_field] = f"{text}\n\n{added}\n" if text else f"{added}\n"
                self.changed_data.append(self.text_field)
        return cleaned


PICTURE_FIELDS = (
    "Add a picture",
    {
        "fields": ["picture", ("picture_alt", "picture_credit")],
        "classes": ["collapse", "without-scripts"],
        "description": "Or paste it into the text, or drop it there.",
    },
)


class TakesPictures(admin.options.BaseModelAdmin):
    """Markdown into which pictures are pasted or dropped."""

    class Media:
        css = {"all": ["sessions/css/pictures.css"]}
        js = ["readings/js/preview.js", "sessions/js/pictures.js"]  # the second works on what the first has made

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> list:
        """Who may not write the text is not asked for a picture."""
        fieldsets = super().get_fieldsets(request, obj)
        if PICTURE_FIELDS not in fieldsets:
            return fieldsets
        if self.has_change_permission(request, obj):
            return fieldsets
        return [fieldset for fieldset in fieldsets if fieldset is not PICTURE_FIELDS]

    def text_input(self, db_field: models.TextField, request: HttpRequest) -> forms.Widget:
        widget = super().text_input(db_field, request)
        if "data-preview" in widget.attrs:
            widget.attrs["data-upload"] = reverse("admin:course_sessions_image_upload")
        return widget


class UploadsPictures(admin.ModelAdmin):
    """For the admin of pictures: takes one from the page of a text."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.upload_view)
        return [path("upload/", view, name="course_sessions_image_upload"), *super().get_urls()]

    def upload_view(self, request: HttpRequest) -> JsonResponse | HttpResponseNotAllowed:
        """{"markdown": what names the picture in the text, "said": a warning or ""}, or {"error": why not}."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not any(request.user.has_perm(name) for name in MAY_WRITE):
            raise PermissionDenied
        if "picture" not in request.FILES:
            return JsonResponse({"error": "Choose a picture."}, status=400)
        try:
            image, said = keep_picture(request.FILES["picture"])
        except forms.ValidationError as error:
            return JsonResponse({"error": error.message}, status=400)
        text = markdown_of(image, request.POST.get("alt", ""), request.POST.get("credit", ""))
        return JsonResponse({"markdown": text, "said": said})
