"""Words of names as people type them: completed, and corrected against the few thousand that there are."""

from dataclasses import dataclass, replace
from itertools import islice, product
from math import prod

from django.db import connection, transaction
from django.db.models import Q, Sum

from aoxanh.people.models import NameWord

COMPLETIONS, CORRECTIONS, VARIANTS = 40, 3, 4
FREQUENT = 3000
"""So many people are more than anybody reads: a part of them is enough."""

SHORTEST = 3
"""A word of two letters is one letter away from too many others."""

NEAR = """
SELECT word FROM people_nameword WHERE levenshtein_less_equal(word, %(word)s, 1) <= 1 OR word = ANY(%(swapped)s)
ORDER BY count DESC, word LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read what was typed: whole words, then the last one, which may be unfinished, with the words that it may be.

    `is_frequent`: all of the words together are borne by more than FREQUENT, if words come together by chance.
    """

    whole: tuple[str, ...]
    last: str
    endings: tuple[str, ...]
    is_frequent: bool = False

    @property
    def key(self) -> str:
        return " ".join([*self.whole, self.last])


def readings(key: str) -> list[Reading]:
    """How the words of a search key can be read: as they are, else with each word that nobody bears replaced by its neighbours."""
    *whole, last = key.split(" ")
    known = NameWord.objects.filter(Q(word__in=whole) | Q(word__startswith=last)).order_by("-count")
    counts = dict(known.values_list("word", "count"))
    endings = tuple(islice((word for word in counts if word.startswith(last)), COMPLETIONS))
    is_frequent = bool(endings) and expected([*whole, endings[0]], counts) >= FREQUENT
    spellings = product(*([word] if word in counts else near(word) for word in whole))
    ends = [Reading((), last, endings, is_frequent)] if endings else [Reading((), word, (word,)) for word in near(last)]
    return [replace(end, whole=before) for before, end in islice(product(spellings, ends), VARIANTS)]


def expected(words: list[str], counts: dict[str, int]) -> float:
    """How many would bear all the words if words came together by chance; three words make a name."""
    if len(words) == 1:
        return counts[words[0]]
    people = NameWord.objects.aggregate(people=Sum("count"))["people"] / 3
    return people * prod(counts.get(word, 0) / people for word in words)


def misread(reading: Reading) -> list[Reading]:
    """The same with one of its words, which somebody does bear, replaced by a neighbour: for when nothing was found."""
    found = []
    for place, word in enumerate(reading.whole):
        found += [
            replace(reading, is_frequent=False, whole=(*reading.whole[:place], other, *reading.whole[place + 1 :]))
            for other in near(word, but=word)
        ]
    return found + [replace(reading, is_frequent=False, last=other, endings=(other,)) for other in near(reading.last, but=reading.last)]


def near(word: str, *, but: str = "") -> list[str]:
    """Words of names one letter away (more, less, other, two swapped), the most frequent first."""
    if len(word) < SHORTEST:
        return []
    swapped = [word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in range(len(word) - 1)]
    with connection.cursor() as cursor:
        cursor.execute(NEAR, {"word": word, "swapped": swapped, "most": CORRECTIONS + 1})
        return [found for (found,) in cursor.fetchall() if found != but][:CORRECTIONS]


COUNTED = """
CREATE TEMP TABLE counted AS
SELECT word, count(*) AS count FROM people_person, unnest(name_words) AS word
WHERE merged_into_id IS NULL AND erased_at IS NULL AND word <> '' GROUP BY word;
DELETE FROM people_nameword w WHERE NOT EXISTS (SELECT FROM counted WHERE counted.word = w.word);
INSERT INTO people_nameword AS w (word, count) SELECT word, count FROM counted ORDER BY word
ON CONFLICT (word) DO UPDATE SET count = excluded.count WHERE w.count <> excluded.count;
DROP TABLE counted;
"""


@transaction.atomic
def count_words() -> int:
    """Count all words anew, and let go of those that nobody bears any more; how many there are.

    Who is being entered meanwhile waits, so that no word is let go that they bring: the lock is taken before anything is counted.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE people_nameword IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(COUNTED)
    return NameWord.objects.count()
