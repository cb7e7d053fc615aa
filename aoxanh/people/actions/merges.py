"""One human being, two records: saying that they are two people, making them one, and taking that back."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.people.actions.openings import close_posts, has_account, open_posts
from aoxanh.people.belongings import hand_back, hand_over, plain, restored
from aoxanh.people.models import DuplicatePair, Merge, Person

FACTS: dict[str, tuple[str, ...]] = {
    "full_name": ("full_name",),
    "birth": ("birth_date", "birth_year"),
    "phone": ("phone",),
    "email": ("email",),
    "place": ("area_id", "address", "overseas_country"),
    "transport": ("transport",),
    "emergency": ("emergency_name", "emergency_phone"),
}
"""What is chosen between two records, with the fields that go together."""


@transaction.atomic
def keep_apart(pair: DuplicatePair, *, by: User) -> DuplicatePair:
    """Note that they are two people: no sweep asks again. Refuses with `already_decided`."""
    pair = DuplicatePair.objects.select_for_update().get(pk=pair.pk)
    if pair.verdict == DuplicatePair.Verdict.MERGED:
        raise Refused("already_decided", _("These two records have been merged. Take that back first."))
    decide(pair, DuplicatePair.Verdict.APART, by=by)
    record("people.kept_apart", pair.left, by=by, other=str(pair.right_id))
    return pair


@transaction.atomic
def merge_people(kept: Person, *, gone: Person, take: Collection[str] = (), reason: str = "", by: User) -> Merge:
    """Let `kept` stand for both. `take` names the facts (of FACTS) in which `gone` is right; what `kept` lacks is taken in any case.

    Everything that points to `gone` goes over (see `belongings`), so both histories are kept; `gone` stays, with its address leading to
    `kept`. An account of `gone` goes over where `kept` has none. Posts that carry a role open for the account only as far as `by` may give
    that role. Refuses with `same_record`, `already_merged`, `own_record`, `both_claimed`.
    """
    if by.pk in {kept.user_id, gone.user_id}:
        raise Refused("own_record", _("One of the records is your own. Ask another officer to merge them."))
    return unite(kept, gone=gone, take=take, reason=reason, by=by, given_by=by)


@transaction.atomic
def unite(kept: Person, *, gone: Person, take: Collection[str], reason: str, by: User, given_by: User | None) -> Merge:
    """`merge_people` for who has shown that both are theirs (`given_by` None) or may decide on it."""
    kept, gone = locked(kept, gone)
    refuse_account(kept, gone)
    before = {} if not has_account(gone) else {"user_id": None}
    before |= {field: getattr(kept, field) for field in fields_to_take(kept, gone, take)}
    merge = Merge.objects.create(kept=kept, gone=gone, facts=plain(before), reason=reason, by=by)
    user_id = gone.user_id if "user_id" in before else None
    hand_over(merge)
    gone.merged_into, gone.user_id = kept, None if user_id else gone.user_id
    gone.save()
    for field in before:
        setattr(kept, field, user_id if field == "user_id" else getattr(gone, field))
    kept.save()
    for pair in pairs_of(kept, gone):
        decide(pair, DuplicatePair.Verdict.MERGED, by=by)
    record("people.merged", kept, by=by, gone=str(gone.pk), taken=sorted(before), reason=reason)
    open_posts(kept, by=given_by)
    return merge


@transaction.atomic
def undo_merge(merge: Merge, *, by: User) -> Merge:
    """Let both records stand again, each with what was its own; what was added since stays with the kept one.

    Grants that follow from a post of the other record end. Refuses with `already_undone`, `later_merge`, `own_record`, `already_erased`.
    """
    merge = Merge.objects.select_for_update().select_related("kept", "gone").get(pk=merge.pk)
    if merge.undone_at:
        raise Refused("already_undone", _("This merge was taken back already."))
    kept, gone = (Person.objects.select_for_update().get(pk=pk) for pk in (merge.kept_id, merge.gone_id))
    if kept.erased_at or gone.erased_at:
        raise Refused("already_erased", _("These records were erased: there is nothing to take back."))
    if by.pk == kept.user_id:
        raise Refused("own_record", _("One of the records is your own. Ask another officer to merge them."))
    if kept.merged_into_id or Merge.objects.filter(kept=kept, undone_at=None, pk__gt=merge.pk).exists():
        raise Refused("later_merge", _("These records were merged with others since. Take back the later merge first."))
    give_back_facts(merge, kept, gone)
    hand_back(merge)
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    for pair in pairs_of(kept, gone):
        pair.verdict, pair.decided_at, pair.decided_by = DuplicatePair.Verdict.OPEN, None, None
        pair.save(update_fields=["verdict", "decided_at", "decided_by"])
    record("people.merge_undone", kept, by=by, gone=str(gone.pk))
    close_posts(kept, gone, by=by)
    return merge


def locked(kept: Person, gone: Person) -> tuple[Person, Person]:
    """Both, as they are now, in an order in which two officers do not wait for each other."""
    if kept.pk == gone.pk:
        raise Refused("same_record", _("This is one record. Choose two."))
    found = {person.pk: person for person in Person.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")}
    if any(person.merged_into_id or person.erased_at for person in found.values()):
        raise Refused("already_merged", _("One of the records is no longer there: somebody has merged or erased it."))
    return found[kept.pk], found[gone.pk]


def refuse_account(kept: Person, gone: Person) -> None:
    if has_account(kept) and has_account(gone):
        raise Refused(
            "both_claimed",
            _("Both records have an account. Ask the person which one they use, and have them close the other one first."),
        )


def fields_to_take(kept: Person, gone: Person, take: Collection[str]) -> list[str]:
    """Fields in which `kept` changes: those chosen, and those of facts that only `gone` knows."""
    wanted = [name for name, fields in FACTS.items() if name in take or not knows(kept, fields)]
    fields = [field for name in wanted if knows(gone, FACTS[name]) for field in FACTS[name]]
    return [field for field in fields if getattr(kept, field) != getattr(gone, field)]


def knows(person: Person, fields: tuple[str, ...]) -> bool:
    return any(getattr(person, field) for field in fields)


def pairs_of(kept: Person, gone: Person) -> list[DuplicatePair]:
    left, right = sorted([kept.pk, gone.pk])
    return list(DuplicatePair.objects.filter(left_id=left, right_id=right))


def decide(pair: DuplicatePair, verdict: str, *, by: User) -> None:
    pair.verdict, pair.decided_at, pair.decided_by = verdict, timezone.now(), by
    pair.save(update_fields=["verdict", "decided_at", "decided_by"])


def give_back_facts(merge: Merge, kept: Person, gone: Person) -> None:
    """The facts of the kept record before; one that was changed since the merge stays as it is now."""
    account = kept.user_id if "user_id" in merge.facts else None
    for field, before in merge.facts.items():
        if field != "user_id" and getattr(kept, field) == getattr(gone, field):
            setattr(kept, field, restored(Person, field, before))
    if account:
        kept.user_id = None
    kept.save()
    gone.merged_into, gone.user_id = None, account or gone.user_id
    gone.save()
