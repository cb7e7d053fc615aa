"""Each skill hangs on a branch of the taxonomy; what may hurt when done badly needs a paper."""

from django.db import migrations

GROUPS = {
    "care": ["first_aid", "medical", "swimming"],
    "teaching": ["teaching"],
    "craft": ["building", "electricity_water", "farming", "driving"],
    "digital": ["digital", "media"],
    "event": ["cooking", "stage"],
    "law": ["law"],
    "language": ["sign_language", "tay_nung", "dao", "ede", "english", "chinese"],
}
PROVED = ["medical", "swimming", "driving"]


def group(apps, schema_editor):
    skills = apps.get_model("people", "Skill").objects
    for name, codes in GROUPS.items():
        skills.filter(code__in=codes).update(group=name)
    skills.filter(code__in=PROVED).update(needs_proof=True)


class Migration(migrations.Migration):
    dependencies = [("people", "0005_skills_with_degrees")]
    operations = [migrations.RunPython(group, migrations.RunPython.noop)]
