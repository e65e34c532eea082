"""An admin's page of forms as a browser sends it back: plain values of a record and of its rows, to be compared."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from ..line_differences import Line, changed_part

Values = dict[str, list[str]]  # field -> what is sent of it; nothing for an empty one
Sent = dict[str, Values]  # by record: "" is the page's own, "readings:12" a row
OWN = ""
EMPTY = "–"


@dataclass(frozen=True, slots=True)
class PageOfForms:
    """The forms of one record as the database has it now."""

    form: forms.ModelForm
    formsets: tuple[forms.BaseInlineFormSet, ...]

    @property
    def by_record(self) -> dict[str, forms.ModelForm]:
        rows = {f"{fs.prefix}:{row.instance.pk}": row for fs in self.formsets for row in fs.initial_forms}
        return {OWN: self.form, **rows}

    def form_like(self, record: str) -> forms.ModelForm:
        """The form of the record, or one of its kind where the record is no longer there."""
        known = self.by_record.get(record)
        prefix = record.partition(":")[0]
        return known or next(fs for fs in self.formsets if fs.prefix == prefix).empty_form

    @property
    def sent(self) -> Sent:
        """What a browser would send of forms that nobody touched."""
        return {record: values_of(form) for record, form in self.by_record.items()}

    def places_in(self, post: QueryDict) -> dict[str, str]:
        """Record -> prefix of its fields in what was sent."""
        places = {OWN: ""}
        for formset in self.formsets:
            name = formset.model._meta.pk.name
            for number in range(count_in(post, formset, "INITIAL_FORMS")):
                place = f"{formset.prefix}-{number}"
                places[f"{formset.prefix}:{post.get(f'{place}-{name}', '')}"] = f"{place}-"
        return places

    def typed_in(self, post: QueryDict, files: MultiValueDict, opened: Sent) -> Sent:
        """What was sent of the records that the page was opened with."""
        typed = {}
        for record, place in self.places_in(post).items():
            if record in opened:
                fields = self.form_like(record).fields
                typed[record] = {
                    name: sent_of_field(fields[name], post, files, place + name, values)
                    for name, values in opened[record].items()
                    if name in fields
                }
        return typed


def count_in(post: QueryDict, formset: forms.BaseInlineFormSet, name: str) -> int:
    text = post.get(f"{formset.prefix}-{name}", "")
    return min(int(text), formset.absolute_max) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def widget_of(field: forms.Field) -> forms.Widget:
    return field.widget.widget if isinstance(field.widget, RelatedFieldWidgetWrapper) else field.widget


def values_of(form: forms.ModelForm) -> Values:
    """Of every field but the number of the record and that of its page's."""
    fixed = {form._meta.model._meta.pk.name}
    return {
        bound.name: value_as_sent(bound)
        for bound in form
        if bound.name not in fixed and not isinstance(bound.field, forms.models.InlineForeignKeyField)
    }


def value_as_sent(bound: forms.BoundField) -> list[str]:
    widget, value = widget_of(bound.field), bound.value()
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    if isinstance(bound.field, forms.FileField):
        return cleaned([str(value or "")])
    shown = widget.format_value(value)
    return cleaned(shown if isinstance(shown, list | tuple) else [shown])


def sent_of_field(
    field: forms.Field, post: QueryDict, files: MultiValueDict, name: str, opened: list[str]
) -> list[str]:
    if isinstance(field, forms.FileField):
        if name in files:
            return [files[name].name]
        return [] if f"{name}-clear" in post else opened
    widget = widget_of(field)
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.value_from_datadict(post, files, name) else []
    return cleaned(post.getlist(name))


def cleaned(values: Iterable[str | None]) -> list[str]:
    return [str(value).replace("\r\n", "\n") for value in values if value not in (None, "")]


def text_of(form: forms.ModelForm, name: str, values: list[str]) -> str:
    """A field's values in words."""
    field = form.fields[name]
    if isinstance(widget_of(field), forms.CheckboxInput):
        return "yes" if values else "no"
    if isinstance(field, forms.ModelChoiceField):
        numbers = [value for value in values if value.isascii() and value.isdecimal() and len(value) < 19]
        values = [str(chosen) for chosen in field.queryset.filter(pk__in=numbers)]
    elif isinstance(field, forms.ChoiceField):
        names = {str(value): str(label) for value, label in field.choices}
        values = [names.get(value, value) for value in values]
    return "\n".join(values) or EMPTY


@dataclass(frozen=True, slots=True)
class Difference:
    """What somebody else has made of one field or row since the page was opened."""

    label: str
    opened: list[Line]
    now: list[Line]
    typed: list[Line]  # by who is told; empty where nothing was


def whole(text: str) -> list[Line]:
    return [(text, False)]


def difference(form: forms.ModelForm, name: str, record: str, states: tuple[Values, Values, Values]) -> Difference:
    """Of one field: as opened, as it is now, as typed."""
    opened, now, typed = (text_of(form, name, values[name]) for values in states)
    label = str(form[name].label)
    if record != OWN:
        label = f"{form.instance}: {label}"
    shown = changed_part(typed, opened) if states[2][name] != states[0][name] else []
    return Difference(label, changed_part(opened, now), changed_part(now, opened), shown)


def differences(page: PageOfForms, opened: Sent, typed: Sent) -> list[Difference]:
    """Everything that others have changed since the page was opened."""
    now, found = page.sent, []
    for record, values in opened.items():
        if record not in now:
            changed = typed.get(record, values) != values and not typed[record].get("DELETE")
            kept = whole("Kept as a new row with what you typed; delete it if it is to go.") if changed else []
            found.append(Difference(row_name(page, record, values), whole("there"), whole("deleted"), kept))
            continue
        mine, form = typed.get(record, values), page.form_like(record)
        names = [name for name in values if name in now[record] and now[record][name] != values[name]]
        found += [difference(form, name, record, (values, now[record], {**values, **mine})) for name in names]
    for record in now.keys() - opened.keys():
        form = page.form_like(record)
        label = f"{form.instance._meta.verbose_name}: {form.instance}"
        found.append(Difference(label, whole(EMPTY), whole("added; it stays"), []))
    return found


def row_name(page: PageOfForms, record: str, values: Values) -> str:
    """What is known of a row that is gone: the record that it names, else its first text."""
    form = page.form_like(record)
    named = sorted(
        (name for name, sent in values.items() if sent and name in form.fields and not "".join(sent).isdecimal()),
        key=lambda name: isinstance(form.fields[name], forms.ChoiceField),
    )
    records = [name for name in values if values[name] and isinstance(form.fields.get(name), forms.ModelChoiceField)]
    told = [text_of(form, name, values[name]) for name in [*records, *named][:1]]
    return f"{form.instance._meta.verbose_name}: {told[0].splitlines()[0][:80] if told else record}"


def taken_over(page: PageOfForms, post: QueryDict, opened: Sent, typed: Sent) -> QueryDict:
    """What was sent, with the values that only others have changed, so that saving takes none of them back."""
    now, merged = page.sent, post.copy()
    for record, place in page.places_in(post).items():
        for name in opened.get(record, {}).keys() & now.get(record, {}).keys():
            untouched = typed[record].get(name) == opened[record][name]
            if untouched and not isinstance(page.form_like(record).fields[name], forms.FileField):
                merged.setlist(place + name, now[record][name])
    return merged


def gone_rows(page: PageOfForms, post: QueryDict, opened: Sent, typed: Sent) -> dict[str, bool]:
    """Rows that were sent and are no longer there, each with whether something was typed in it."""
    gone = (opened.keys() & page.places_in(post).keys()) - page.by_record.keys()
    return {row: typed[row] != opened[row] and not typed[row].get("DELETE") for row in gone}


def without_gone_rows(
    page: PageOfForms, data: MultiValueDict, post: QueryDict, gone: Mapping[str, bool]
) -> MultiValueDict:
    """Renumbered: a row that is gone is left out, or is a new one where it was typed in (True)."""
    places, result = page.places_in(post), data.copy()
    for formset in page.formsets:
        total = count_in(post, formset, "TOTAL_FORMS")
        initial = count_in(post, formset, "INITIAL_FORMS")
        lost = {places[record]: typed for record, typed in gone.items() if record.startswith(f"{formset.prefix}:")}
        own = [f"{formset.prefix}-{number}-" for number in range(total)]
        kept = [place for place in own[:initial] if place not in lost]
        new = [place for place in own[:initial] if lost.get(place)] + own[initial:]
        renumber(result, data, own, [*kept, *new])
        for place in range(len(kept), len(kept) + len(new)):
            result.pop(f"{formset.prefix}-{place}-{formset.model._meta.pk.name}", None)
        if f"{formset.prefix}-TOTAL_FORMS" in data:
            result[f"{formset.prefix}-TOTAL_FORMS"] = str(len(kept) + len(new))
            result[f"{formset.prefix}-INITIAL_FORMS"] = str(len(kept))
    return result


def renumber(result: MultiValueDict, data: MultiValueDict, own: Collection[str], places: Iterable[str]) -> None:
    """The rows at `places` become rows 0, 1, …; all other of the `own` rows go."""
    rows = [{name[len(place) :]: data.getlist(name) for name in data if name.startswith(place)} for place in places]
    for name in [name for name in result if name.startswith(tuple(own))]:
        del result[name]
    for place, row in zip(own, rows, strict=False):
        for name, values in row.items():
            result.setlist(place + name, values)
