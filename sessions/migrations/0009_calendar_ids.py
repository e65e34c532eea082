import uuid

from django.db import migrations, models


def name_calendars(apps, schema_editor):
    """A default is asked once for all rows that are there; each course needs its own."""
    for course in apps.get_model("course_sessions", "Course").objects.only("pk"):
        course.calendar_id = uuid.uuid4()
        course.save(update_fields=["calendar_id"])


class Migration(migrations.Migration):
    dependencies = [("course_sessions", "0008_roll_over")]

    operations = [
        migrations.AddField(
            model_name="course",
            name="calendar_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.RunPython(name_calendars, migrations.RunPython.noop),
        migrations.AddField(
            model_name="noclassday",
            name="sequence",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="noclassday",
            name="updated",
            field=models.DateTimeField(auto_now=True),
        ),
    ]
