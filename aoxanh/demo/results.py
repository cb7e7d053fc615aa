"""Reports with pictures, work declared from outside the portal, certificates."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from aoxanh.activities.models import Activity
from aoxanh.demo import cast, words
from aoxanh.demo.officers import person_of
from aoxanh.demo.places import hamlet
from aoxanh.demo.states import DECLARED, declared_in
from aoxanh.demo.works import SHARES, Share, host_on
from aoxanh.demo.world import REORGANISED, Work, World, own_times
from aoxanh.kit.drawings import raster
from aoxanh.kit.refusals import Refused
from aoxanh.media.actions import accept_picture
from aoxanh.media.models import Picture
from aoxanh.recognition.actions import issue_for_activity
from aoxanh.recognition.models import Certificate
from aoxanh.records.models import DeclaredWork, Record, RecordPicture

DRAWINGS = Path(__file__).parent / "pictures"
WIDTH = 960
CROP = (0.12, 0.1, 0.88, 0.88)
ISSUES = 22
Status = Activity.Status


def make_pictures(world: World) -> int:
    """Each drawing twice, whole and close up, as an organiser's photographs would be."""
    paths = sorted(DRAWINGS.glob("*.svg"))[: 6 if world.scale >= 0.5 else 2]
    for path in paths:
        whole = raster(path.read_text(encoding="utf-8"), width=WIDTH)
        files = (whole, close_up(whole)) if world.scale >= 0.5 else (whole,)
        captions = words.CAPTIONS[path.stem]
        world.pictures[path.stem] = [accepted(body, f"{path.stem}.png", alt) for body, alt in zip(files, captions, strict=False)]
    return Picture.objects.count()


def close_up(png: bytes) -> bytes:
    image = Image.open(BytesIO(png))
    sides = (image.width, image.height, image.width, image.height)
    body = BytesIO()
    image.crop(tuple(round(part * side) for part, side in zip(CROP, sides, strict=True))).save(body, "PNG")
    return body.getvalue()


def accepted(body: bytes, name: str, alt: str) -> Picture:
    return accept_picture(ContentFile(body, name), by=None, alt=alt)


def choose_pictures(world: World) -> None:
    """Some activities show one at their head."""
    for work in world.works:
        if (found := world.pictures.get(work.picture)) and world.random.random() < 0.4:
            work.activity.picture = found[-1]


def make_records(world: World) -> int:
    """The published results of all recorded activities; how many."""
    made = [(work, record_of(world, work)) for work in world.works if work.activity.status == Status.RECORDED]
    with own_times(Record):
        Record.objects.bulk_create([record for _, record in made], batch_size=1000)
    RecordPicture.objects.bulk_create([picture for work, record in made for picture in pictures_of(world, work, record)], batch_size=1000)
    return len(made)


def record_of(world: World, work: Work) -> Record:
    minutes = sum(minutes for _, minutes in work.turns)
    people = len({person for person, _ in work.turns})
    return Record(
        activity=work.activity,
        outcome=work.outcome,
        unfinished=words.UNFINISHED.get(work.activity.kind, "") if world.random.random() < 0.2 and not work.is_settled else "",
        people=people,
        turns=len(work.turns),
        minutes=minutes,
        model_id=work.activity.model_id,
        beneficiaries=world.random.randint(20, 240) if world.random.random() < 0.7 or work.is_settled else 0,
        written_at=work.recorded_at,
        published_at=work.recorded_at,
        published_by=work.activity.created_by,
    )


def pictures_of(world: World, work: Work, record: Record) -> list[RecordPicture]:
    """What was done and who did it, in most reports."""
    found = [*world.pictures.get(work.picture, []), *(world.pictures.get("team", [])[:1] if work.picture != "team" else [])]
    number = world.random.choices((0, 1, 2, 3), (15, 25, 35, 25))[0]
    return [
        RecordPicture(record=record, picture=picture, caption=picture.alt, consented=True, children="no", order=order)
        for order, picture in enumerate(found[:number])
    ]


def make_declared(world: World) -> int:
    """Work that units did outside the portal: it counts below the line."""
    made = [row for group in DECLARED for row in declared_works(world, group)]
    with own_times(DeclaredWork):
        DeclaredWork.objects.bulk_create(made)
    return len(made)


def declared_works(world: World, group: tuple[str, bool]) -> list[DeclaredWork]:
    plan, is_second = group
    share = next(share for share in SHARES if share.plan == plan)
    return [declared(world, share, declared_day(world, share.since, is_second=is_second)) for _ in range(declared_in(world, group))]


def declared_day(world: World, since: date, *, is_second: bool) -> date:
    turn = date(2026, 1, 1)
    first, last = (turn, world.today - timedelta(days=3)) if is_second else (since, min(turn, world.today) - timedelta(days=1))
    return first + timedelta(days=world.random.randrange(max((last - first).days, 1)))


def declared(world: World, share: Share, on: date) -> DeclaredWork:
    host = host_on(world, share, on)
    at = world.between(world.now - timedelta(days=(world.today - on).days - 1), world.now - timedelta(hours=4))
    title = world.random.choice(words.DECLARED).format(thon=hamlet(world, host.area, host.home))
    by = world.heads[host.unit.pk]
    return DeclaredWork(
        unit=host.unit,
        title=title,
        ended_on=on,
        people=world.random.randint(8, 40),
        request_id=world.uuid(),
        declared_at=at,
        declared_by=by,
    )


def make_certificates(world: World) -> int:
    """Certificates of some recorded activities, issued as the desk issues them; how many."""
    recorded = [work for work in world.works if work.activity.status == Status.RECORDED and work.recorded_at and work.turns]
    hanh = person_of(world, cast.VOLUNTEER).pk
    hers = [work for work in recorded if any(person == hanh and minutes for person, minutes in work.turns)]
    rest = [work for work in recorded if work.last_day >= REORGANISED and work not in hers[:3]]
    chosen = hers[:3] + world.random.sample(rest, min(world.some(ISSUES, 2), len(rest)))
    for on, work in sorted(((issue_day(world, work), work) for work in chosen), key=lambda pair: (pair[0], pair[1].activity.slug)):
        try:
            issue_for_activity(work.activity, by=world.heads[work.activity.unit_id], issued_on=on)
        except Refused as refusal:
            raise ValueError(f"{work.activity}: {refusal.message}") from refusal
    return Certificate.objects.count()


def issue_day(world: World, work: Work) -> date:
    day = timezone.localtime(work.recorded_at).date() if work.recorded_at else world.today
    return min(day + timedelta(days=world.random.randint(0, 12)), world.today)
