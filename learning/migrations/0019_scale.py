from django.db import migrations, models


def mark_the_sealed(apps, _schema_editor):
    """Say of each half-day already countersigned that it is."""
    half_days = apps.get_model("learning", "HalfDay").objects
    half_days.exclude(countersignature=None).update(sealed=True)


class Migration(migrations.Migration):

    dependencies = [
        ("learning", "0018_plan"),
    ]

    operations = [
        migrations.AddField(
            model_name="halfday",
            name="sealed",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(mark_the_sealed, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="halfday",
            index=models.Index(
                condition=models.Q(("sealed", False)), fields=["ends_at"], name="half_day_unsealed"
            ),
        ),
    ]
