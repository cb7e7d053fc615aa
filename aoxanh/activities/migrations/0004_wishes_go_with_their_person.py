import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0003_wishes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="wish",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="wishes", to="people.person"),
        ),
    ]
