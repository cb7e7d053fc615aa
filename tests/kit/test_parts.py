from datetime import UTC, date, datetime, time, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from aoxanh.kit.navigation import Entry
from aoxanh.kit.parts.fields import Mistake, mistakes
from aoxanh.kit.parts.icons import shapes
from aoxanh.kit.widgets import DateTimeInput


def drawn(source: str, **context: object) -> str:
    return Template("{% load kit %}" + source).render(Context(context))


def test_an_icon_is_hidden_from_readers_until_it_has_a_label() -> None:
    assert drawn('{% icon "x" %}') == (
        '<svg class="icon size-5" viewBox="0 0 24 24" aria-hidden="true"><path d="M18 6 6 18" /><path d="m6 6 12 12" /></svg>'
    )
    assert 'role="img" aria-label="Đóng"' in drawn('{% icon "x" "size-4" "Đóng" %}')


def test_a_missing_icon_names_the_command_that_fetches_it() -> None:
    with pytest.raises(LookupError, match="npm run icons"):
        shapes("no-such-icon")


def test_seats_are_drawn_as_measured_in_the_look() -> None:
    seats = drawn("{% seats 12 18 %}")
    assert seats.startswith(
        '<svg class="seats " viewBox="0 0 233 12" width="233" height="12" role="img" aria-label="12 trên 18 chỗ đã có người">'
    )
    assert (seats.count("seat-on"), seats.count("seat-open")) == (12, 6)
    assert 'viewBox="0 0 142 30"' in drawn('{% seats 14 18 "large" %}')


def test_more_than_24_places_are_a_bar() -> None:
    assert drawn("{% seats 64 96 %}") == (
        '<svg class="bar " role="img" aria-label="64 trên 96"><rect class="bar-on" width="66.67%" height="100%"/>'
        '<rect class="bar-gap" x="66.67%" width="33.33%" height="100%"/></svg>'
    )


def test_no_part_writes_an_inline_style() -> None:
    parts = "{% seats 3 9 %}{% bar 19 26 '' target=80 %}{% gauge 118 156 80 60 %}{% progress 'x' 1 2 %}{% skeleton %}"
    assert "style=" not in drawn(parts)


def test_a_gauge_turns_green_only_when_the_exact_fraction_reaches_the_target() -> None:
    assert "gauge-done" in drawn("{% gauge 4 5 80 %}")
    assert "gauge-done" not in drawn("{% gauge 799 1000 80 %}")
    assert "gauge-done" not in drawn("{% gauge 0 0 80 %}")


def test_nothing_to_divide_by_does_not_apply() -> None:
    assert drawn("{% fraction 0 0 %}") == '<span class="text-ink-3">Không áp dụng</span>'
    assert drawn("{% fraction 118 1560 %}") == '<span class="num"><b>118</b>/1.560</span>'


def test_numbers_are_written_as_people_here_write_them() -> None:
    assert drawn("{{ 1250000|money }}|{{ 2850|hours }}|{{ 61480|count }}") == "1.250.000\u00a0₫|47,5|61.480"
    with translation.override("en"):
        assert drawn("{{ 2850|hours }}|{{ 61480|count }}") == "47.5|61,480"


def test_days_are_named() -> None:
    saturday = date(2020, 11, 21)
    assert drawn("{{ d|day }}|{{ d|short_day }}|{{ d|fulldate }}", d=saturday) == "Thứ Bảy 21/11/2020|T7 21/11/2020|21/11/2020"
    this_year = date(timezone.localdate().year, 11, 21)
    assert drawn("{{ d|daymonth }}", d=this_year) == "21/11"


def test_times_are_those_of_the_clock_on_the_wall_here() -> None:
    start, end = datetime(2020, 11, 21, 0, tzinfo=UTC), datetime(2020, 11, 21, 4, tzinfo=UTC)
    assert drawn("{{ t|clock }} {% clock_range t u %}", t=start, u=end) == "07:00 07:00–11:00"
    assert drawn("{{ t|clock }}", t=time(6, 45)) == "06:45"
    night = datetime(2020, 11, 21, 18, tzinfo=UTC)
    assert drawn("{% clock_range t u %}", t=start, u=night) == "07:00–01:00 22/11/2020"


@pytest.mark.parametrize(("days", "text"), [(0, "hôm nay"), (1, "ngày mai"), (-1, "hôm qua"), (2, "2 ngày nữa"), (-34, "34 ngày trước")])
def test_how_far_off_a_day_is(days: int, text: str) -> None:
    assert drawn("{{ d|relative }}", d=timezone.localdate() + timedelta(days=days)) == text


@pytest.mark.parametrize(("days", "text"), [(0, "hôm nay"), (2, "còn 2 ngày"), (-1, "trễ 1 ngày")])
def test_a_deadline(days: int, text: str) -> None:
    assert drawn("{{ d|days_left }}", d=timezone.localdate() + timedelta(days=days)) == text


def test_initials_of_people_and_units() -> None:
    assert ">VH<" in drawn('{% avatar "Vi Thị Hạnh" %}')
    assert ">VL<" in drawn('{% avatar "Đoàn xã Vạn Linh" "own" %}')


def test_nothing_waits_without_a_count() -> None:
    assert drawn("{% dot 0 %}") == ""
    assert drawn("{% dot 9 %}") == '<span class="dot ">9<span class="sr-only"> đang chờ</span></span>'


class Booking(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Như trên căn cước")
    shift = forms.ChoiceField(label="Ca", choices=[("am", "Sáng"), ("pm", "Chiều")], widget=forms.RadioSelect)
    starts_at = forms.DateTimeField(label="Bắt đầu", required=False, widget=DateTimeInput)

    def clean_name(self) -> str:
        raise forms.ValidationError("Tên phải có họ.")


def test_a_field_has_its_label_hint_and_error_above_the_box() -> None:
    field = drawn("{% field form.name %}", form=Booking({"name": "Hạnh <b>"}))
    order = [field.index(part) for part in ("field-l", 'id="id_name_helptext"', "Tên phải có họ.", "<input")]
    assert order == sorted(order)
    assert 'aria-describedby="id_name_helptext id_name_error"' in field
    assert 'aria-invalid="true"' in field
    assert 'value="Hạnh &lt;b&gt;"' in field


def test_a_width_of_its_own_takes_the_place_of_the_full_one() -> None:
    assert 'class="input w-24"' in drawn('{% field form.name "w-24" %}', form=Booking())
    assert 'class="input w-full"' in drawn("{% field form.name %}", form=Booking())


def test_choices_are_a_fieldset_with_a_legend() -> None:
    field = drawn("{% field form.shift %}", form=Booking())
    assert "<legend" in field
    assert field.count("radio radio-primary") == 2


def test_a_time_is_given_to_the_phone_in_iso() -> None:
    form = Booking(initial={"starts_at": datetime(2026, 11, 21, 0, tzinfo=UTC)})
    assert 'type="datetime-local"' in str(form["starts_at"])
    assert 'value="2026-11-21T07:00"' in str(form["starts_at"])


def test_the_error_summary_leads_to_each_field() -> None:
    assert list(mistakes(Booking({"name": "Hạnh"}))) == [
        Mistake("Tên phải có họ.", "id_name"),
        Mistake("Ca: Mục này chưa điền.", "id_shift_0"),
    ]
    summary = drawn("{% error_summary form %}", form=Booking({"name": "Hạnh"}))
    assert 'href="#id_name"' in summary
    assert "Có 2 chỗ cần sửa" in summary


def test_a_form_without_mistakes_has_no_summary() -> None:
    assert drawn("{% error_summary form %}", form=Booking()).strip() == ""


def test_content_of_a_part_is_escaped_once() -> None:
    alert = drawn("{% alert title %}<b>{{ text }}</b>{% endalert %}", title="<i>", text="<u>")
    assert "&lt;i&gt;" in alert
    assert "<b>&lt;u&gt;</b>" in alert


def test_the_menu_knows_the_page_and_what_lies_under_it() -> None:
    request = RequestFactory().get("/kit/ca/")
    assert drawn('{% current "/kit/ca/" %}|{% current "/kit/" %}|{% current "/nhu-cau/" %}', request=request) == "page|true|"
    assert drawn('{% current "/" %}', request=request) == ""


def test_the_languages_lead_to_the_same_page(client: object) -> None:
    request = RequestFactory().get("/", {"ngay": "2026-11-21"})
    urls = drawn("{% languages as all %}{% for one in all %}{{ one.url }} {% endfor %}", request=request)
    assert urls == "/?ngay=2026-11-21 /en/?ngay=2026-11-21 "


def test_counts_stand_beside_their_entries() -> None:
    entry = Entry("Hôm nay", "desk:home", "list-todo", "desk")
    assert drawn("{% waiting entry %}", entry=entry, waiting={"desk:home": 3}).startswith('<span class="dot ">3')
    assert drawn("{% waiting entry %}", entry=entry) == ""
