from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_imports_and_their_rows")]
    operations = [migrations.AddField("import", "subject_id", models.UUIDField(null=True))]
