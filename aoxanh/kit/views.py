"""The parts of the interface on show, in debug only. Their words are samples, not texts of the product."""

from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from aoxanh.kit.pages import answer_refusal, render_page, toast
from aoxanh.kit.refusals import Refused
from aoxanh.kit.widgets import DateInput, DateTimeInput, TelInput


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Họ và tên", help_text="Như trên căn cước")
    phone = forms.CharField(label="Số điện thoại", widget=TelInput)
    places = forms.IntegerField(label="Số chỗ", min_value=1)
    commune = forms.ChoiceField(
        label="Xã, phường nơi ở", help_text="Theo tên từ 01/07/2025", choices=[("", "Chọn"), ("06463", "Xã Chi Lăng")]
    )
    born = forms.DateField(label="Ngày sinh", required=False, widget=DateInput)
    starts_at = forms.DateTimeField(label="Bắt đầu", required=False, widget=DateTimeInput)
    about = forms.CharField(label="Việc sẽ làm", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    photo = forms.FileField(label="Ảnh", required=False, help_text="JPEG hoặc PNG, đến 8 MB")
    shift = forms.ChoiceField(label="Chọn ca", choices=[("am", "Sáng 07:00–11:00"), ("pm", "Chiều 13:00–16:30")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label="Bạn đi được buổi nào?", required=False, choices=[("7", "Thứ Bảy"), ("8", "Chủ Nhật")], widget=forms.CheckboxSelectMultiple
    )
    may_call = forms.BooleanField(
        label="Cho đơn vị xem số điện thoại để gọi khi có thay đổi", required=False, help_text="Không chọn vẫn đăng ký được"
    )

    def clean_phone(self) -> str:
        if len(self.cleaned_data["phone"].replace(" ", "")) != len("0912345678"):
            raise forms.ValidationError("Thiếu 2 chữ số. Số di động có 10 số, bắt đầu bằng 0.")
        return str(self.cleaned_data["phone"])


def parts(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return refuse(request)
    typed = {"name": "Vi Thị Hạnh", "phone": "098 123 45", "places": "18", "days": ["7"], "shift": "am"}
    now = timezone.now()
    return render_page(
        request,
        "kit/parts.html",
        form=SampleForm(typed, {"photo": SimpleUploadedFile("anh.jpg", b"")}),
        now=now,
        later=now + timedelta(days=2),
        deadline=(now - timedelta(days=1)).date(),
        days=[((now + timedelta(days=offset)).date(), number) for offset, number in enumerate((1, 2, 4, 1, 0, 1, 2))],
        chosen=(now + timedelta(days=2)).date(),
        page=SimpleNamespace(next="abc", next_query="sau=abc"),
        **samples(),
    )


def samples() -> dict[str, object]:
    colours = [
        ("bg-primary", "primary", "của mình"),
        ("bg-secondary", "secondary", "nền đậm"),
        ("bg-accent", "accent", "xin một người"),
        ("bg-success", "success", "xong"),
        ("bg-error", "error", "sai"),
        ("bg-base-content", "ink", "chữ"),
        ("bg-base-200 border border-line", "paper", "trang"),
        ("bg-base-300", "line", "nét mảnh"),
    ]
    tinted = [
        ("ask", "hand", "Còn 6 chỗ"),
        ("own", "hourglass", "Chờ duyệt"),
        ("ok", "circle-check", "Đã nhận bạn"),
        ("off", "users-round", "Đã đủ"),
        ("own", "play", "Đang diễn ra"),
        ("ok", "camera", "Đã ghi nhận"),
        ("bad", "ban", "Đã hủy"),
        ("off", "file-pen", "Nháp"),
    ]
    plain = [
        ("own", "cloud-upload", "Chờ gửi"),
        ("ok", "circle-check", "Đã gửi"),
        ("ask", "clock", "Trễ 1 ngày"),
        ("own", "pen-line", "Tự khai"),
        ("ok", "badge-check", "Đầu mối xác nhận"),
        ("off", "map-pin-off", "34 ngày chưa hỏi lại"),
        ("bad", "shield-alert", "Chưa được vào"),
        ("off", "minus", "Không áp dụng"),
    ]
    people = [
        ("Nông Thị Ánh", "Chi đoàn THPT Chi Lăng", 1860),
        ("Triệu Quốc Bảo", "CLB Xây nhà mơ ước", 3510),
        ("Hứa Thị Hà", "Đoàn xã Vạn Linh", 6720),
    ]
    return {"colours": colours, "tinted": tinted, "plain": plain, "people": people}


def refuse(request: HttpRequest) -> HttpResponse:
    """What an answer looks like: `?done` succeeds with an undo, anything else is refused."""
    if "done" in request.GET:
        return toast(HttpResponse(status=204), "Đã duyệt 5 người", undo=request.path)
    return answer_refusal(request, Refused("full", "Ca sáng vừa đủ người. Chọn ca chiều còn 4 chỗ."), back=request.path)


def desk(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Đã duyệt 5 người", extra_tags="/kit/")
    messages.error(request, "Ca sáng vừa đủ người. Chọn ca chiều còn 4 chỗ.")
    unit = SimpleNamespace(name="Đoàn xã Vạn Linh")
    return render_page(request, "kit/parts_desk.html", desk_unit=unit, desk_unit_place="Lạng Sơn", now=timezone.now())


def volunteer(request: HttpRequest) -> HttpResponse:
    return render_page(request, "kit/parts_volunteer.html", now=timezone.now())
