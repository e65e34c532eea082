"""Tags of many records; tags that become one; tags that are called otherwise."""

from collections.abc import Iterable, Sequence
from functools import partial

from django.contrib.contenttypes.models import ContentType
from taggit.models import Tag, TaggedItem

from readings.models import Paper

from ..models import OldTag, Session
from .plans import Effect, Plan


def plan_tags(records: Sequence[Session] | Sequence[Paper], add: Sequence[str], remove: Iterable[str]) -> Plan:
    """Each record gets the one and loses the other; names are compared without regard to case."""
    removed = {name.casefold() for name in remove}
    effects = []
    for record in records:
        here = {name.casefold(): name for name in record.tags.names()}
        new = [name for name in add if name.casefold() not in here]
        gone = sorted(name for key, name in here.items() if key in removed)
        said = [f"gets {quoted(new)}"] * bool(new) + [f"loses {quoted(gone)}"] * bool(gone)
        write = partial(retag, record, new, gone) if said else None
        effects.append(Effect(record, ", ".join(said) or "stays as it is", write))
    return Plan(effects)


def quoted(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def retag(record: Session | Paper, new: Sequence[str], gone: Sequence[str]) -> None:
    record.tags.remove(*gone)
    record.tags.add(*new)


def plan_tag_merge(tags: Sequence[Tag], stays: Tag) -> Plan:
    """All become `stays`: what carries them carries it, and their addresses lead to it."""
    effects = [Effect(stays, f"stays; on {carried(stays)}")]
    for tag in tags:
        if tag != stays:
            said = f"becomes “{stays}”: {carried(tag)}, and its address leads there"
            effects.append(Effect(tag, said, partial(merge_tag, tag, stays)))
    gone = [tag for tag in tags if tag != stays]
    touched = [record for model in (Session, Paper) for record in model.objects.filter(tags__in=gone).distinct()]
    return Plan(effects, touched=touched)


def carried(tag: Tag) -> str:
    """ "3 sessions, 1 paper"."""
    counts = []
    for model, noun in ((Session, "session"), (Paper, "paper")):
        number = tag.taggit_taggeditem_items.filter(content_type=ContentType.objects.get_for_model(model)).count()
        counts.append(f"{number} {noun}{'' if number == 1 else 's'}")
    return ", ".join(counts)


def merge_tag(tag: Tag, stays: Tag) -> None:
    for item in TaggedItem.objects.filter(tag=tag):
        TaggedItem.objects.get_or_create(content_type_id=item.content_type_id, object_id=item.object_id, tag=stays)
    OldTag.objects.filter(tag=tag).update(tag=stays)
    keep_old(tag.name, tag.slug, stays)
    tag.delete()


def rename(tag: Tag, earlier: Tag) -> None:
    """A tag that was saved under another name: a new address, to which the old one leads."""
    if not earlier.slug or tag.name.casefold() == earlier.name.casefold():
        return
    tag.slug = free_slug(tag)
    tag.save()
    OldTag.objects.filter(slug=tag.slug).delete()
    keep_old(earlier.name, earlier.slug, tag)


def free_slug(tag: Tag) -> str:
    """taggit's slug of the name, numbered where another tag has it."""
    number, slug = None, tag.slugify(tag.name)
    while not slug or Tag.objects.filter(slug=slug).exclude(pk=tag.pk).exists():
        number = (number or 0) + 1
        slug = tag.slugify(tag.name, number)
    return slug


def keep_old(name: str, slug: str, tag: Tag) -> None:
    if slug and slug != tag.slug:
        OldTag.objects.update_or_create(slug=slug, defaults={"name": name, "tag": tag})
