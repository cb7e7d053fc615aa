"""Parameters of the field, with the defaults that the design names. They are settings like the others."""

import os

PLACE_TOLERANCE_M = 2000
RECORD_ON_TIME_DAYS = 15
RECORD_REMIND_DAYS = (3, 7)
RECORD_LATE_WEEKS = 4
RECORD_REOPEN_DAYS = 30
DECLARED_TO_RECORD_DAYS = 90
PROGRAMME_MONTHS = 24
CONTRACT_SOON_DAYS = 60
NEED_STALE_DAYS = 30
NEED_CHASE_AGAIN_DAYS = 7
NEED_ESCALATE_DAYS = 14
NEED_REPORT_DAYS = 3
NEED_REPORTER_KEPT_DAYS = 90
# Hours that are corrected or reported by a volunteer need a second verifier above so many minutes.
HOURS_FOUR_EYES_CORRECTION = int(os.environ.get("HOURS_FOUR_EYES_CORRECTION", "120"))
HOURS_FOUR_EYES_REPORTED = int(os.environ.get("HOURS_FOUR_EYES_REPORTED", "480"))
HOURS_REPORTED_WITHIN_DAYS = 90
SIGNUP_CANCEL_HOURS = 12
ABSENCE_WORD_DAYS = 7  # So long who did not come may say why.
THANKS_WITHIN_DAYS = 14  # What is longer over is not thanked for by itself; it is once all is settled, or after so many hours.
THANKS_AFTER_HOURS = 20
FEEDBACK_DAYS = 30
FEEDBACK_LEAST = 5  # With fewer answers neither shares nor words are shown: in so small a group both have names.
FEEDBACK_SAFE_PERCENT = 80  # Fewer who felt safe, and Today says so.
# Signing up. Hours that anybody gives in a day and in a week from Monday, 0 without a ceiling; how fast people get about.
HOURS_A_DAY = int(os.environ.get("HOURS_A_DAY", "12"))
HOURS_A_WEEK = int(os.environ.get("HOURS_A_WEEK", "40"))
TRAVEL_KMH = {"": 30, "walk": 12, "bicycle": 12, "motorbike": 35, "car": 45}
TRAVEL_DETOUR = 1.3
# A free place waits for who is next as long as the activity says; this long when the last hour to give places back is near; and nobody
# waits for anybody in the last hours before the shift.
OFFER_SHORT_MINUTES = 60
FIRST_COME_HOURS = 3
GUEST_PASS_DAYS = 30
SCANS_MOST = 10_000  # In one request of a phone that was without signal.
SEEN_TWICE_MINUTES = 15  # One pass on two phones further apart may be a shared screenshot.
GUARDIAN_UNDER_AGE = 16
GUARDIAN_INVITATION_DAYS = 14
ADULT_AGE = 18
# What minors may do, by age, up to and without `until`. The ages follow Bộ luật Lao động 2019, điều 143; the hours its điều 146, as an
# orientation: volunteering is no employment. The latest ends and who needs an adult beside them are ours.
AGE_BANDS = (
    {"since": 7, "until": 13, "hours_a_day": 4, "hours_a_week": 20, "latest_end": "18:00", "never_alone": True},
    {"since": 13, "until": 15, "hours_a_day": 4, "hours_a_week": 20, "latest_end": "20:00", "never_alone": True},
    {"since": 15, "until": 16, "hours_a_day": 8, "hours_a_week": 40, "latest_end": "20:00", "never_alone": True},
    {"since": 16, "until": 18, "hours_a_day": 8, "hours_a_week": 40, "latest_end": "22:00", "never_alone": False},
)
NIGHT = ("22:00", "06:00")  # Bộ luật Lao động 2019, điều 106.
SELF_APPROVING_UNIT_KINDS: tuple[str, ...] = ()
APPROVAL_LEVELS = 1  # Where no rule of the units above says otherwise.
OVERBOOKING_MOST = 20  # Per cent of the places; from so many turns of the last year on a unit has a rate of its own.
OVERBOOKING_TURNS = 30
MATCHING_SECONDS = int(os.environ.get("MATCHING_SECONDS", "300"))
MATCHING_MEMORY = int(os.environ.get("MATCHING_MEMORY_MB", "6000")) * 2**20  # Addresses of each process of a run; 0 is no limit.
ANSWER_HOURS = 48  # For "do you still come", where the organiser names no other time.
UNANSWERED_KEEP_PLACE = True  # Who does not say whether they still come keeps the place; the organiser sees it.
SERIES_MOST = 60
DATA_ANSWER_WORKING_DAYS = 2
DATA_CARRY_DAYS = 15
PUBLIC_HOLIDAYS = tuple(os.environ.get("PUBLIC_HOLIDAYS", "01-01,04-30,05-01,09-02").replace(",", " ").split())
GUARDIAN_INVITATION_KEPT_DAYS = int(os.environ.get("GUARDIAN_INVITATION_KEPT_DAYS", "30"))
PEOPLE_UNSEEN_YEARS = int(os.environ.get("PEOPLE_UNSEEN_YEARS", "3"))
PEOPLE_NOTICE_DAYS = int(os.environ.get("PEOPLE_NOTICE_DAYS", "30"))
DATA_REQUEST_TEXT_KEPT_YEARS = int(os.environ.get("DATA_REQUEST_TEXT_KEPT_YEARS", "2"))

# Safety. Kinds of work whose risks are looked at before they are submitted (`activities/risks.py`).
RISKY_KINDS = tuple(
    os.environ.get("RISKY_KINDS", "disaster,repair,road,coast,blood_donation,exam_support,traffic").replace(",", " ").split()
)
PROTECTED_KINDS = ("disaster", "repair", "road", "coast", "environment", "traffic")  # Protective gear is expected.
INCIDENT_REMINDER_HOURS = 24
INCIDENT_REPORTS_AN_HOUR = 20  # Of one person; a queue that comes back after a day in the mountains fits in.
ANNOUNCEMENTS_AN_HOUR = 6  # To the people of one activity.
QUIET_HOURS = ("22:00", "07:00")
EMERGENCY_NUMBERS = {"ambulance": "115", "police": "113", "fire": "114"}
