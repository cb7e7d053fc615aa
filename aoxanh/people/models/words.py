"""The few thousand words that all names are made of."""

from django.db import models


class NameWord(models.Model):
    """A word of people's names without tones, by which a misspelt one is corrected.

    The database notes a new word in the statement that writes the person (triggers `words_of_new_people`, `words_of_changed_people`), so
    none is ever missing. `count` is how many living records have it, as of last night, when `people.spelling.count_words` counts anew and
    lets go of words that nobody bears any more.
    """

    word = models.CharField(max_length=160, primary_key=True)
    count = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.word
