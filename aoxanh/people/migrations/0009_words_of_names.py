"""The distinct words of names, which the database itself notes; indexes by the whole name and by its words with their tones."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.contrib.postgres.operations import CreateExtension
from django.db import migrations, models

NOTE = """
CREATE FUNCTION people_note_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO people_nameword (word, count)
    SELECT word, count(*) FROM fresh, unnest(fresh.name_words) AS word WHERE word <> '' GROUP BY word ORDER BY word
    ON CONFLICT (word) DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER words_of_new_people AFTER INSERT ON people_person
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION people_note_words();
CREATE TRIGGER words_of_changed_people AFTER UPDATE ON people_person
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION people_note_words();
INSERT INTO people_nameword (word, count)
SELECT word, count(*) FROM people_person, unnest(name_words) AS word WHERE word <> '' GROUP BY word;
"""

FORGET = """
DROP TRIGGER words_of_new_people ON people_person;
DROP TRIGGER words_of_changed_people ON people_person;
DROP FUNCTION people_note_words();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0008_restricted_and_forgotten")]
    operations = [
        CreateExtension("fuzzystrmatch"),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                ("word", models.CharField(max_length=160, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["search_key"], name="people_by_key"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    django.db.models.functions.text.Lower("full_name"),
                    models.Value(" "),
                    function="string_to_array",
                ),
                name="people_by_toned_words",
            ),
        ),
        migrations.RunSQL(NOTE, FORGET),
    ]
