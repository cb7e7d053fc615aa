"""The first taxonomy of skills and languages."""

from django.db import migrations

SKILLS = [
    ("first_aid", "Sơ cứu", "First aid"),
    ("medical", "Y, dược", "Medicine and pharmacy"),
    ("teaching", "Dạy học, kèm học", "Teaching"),
    ("digital", "Kỹ năng số, hướng dẫn dịch vụ công", "Digital skills, guiding people to public services"),
    ("building", "Xây, sửa nhà", "Building and repairing"),
    ("electricity_water", "Điện, nước", "Electricity and water"),
    ("farming", "Trồng trọt, chăn nuôi, trồng rừng", "Farming and forestry"),
    ("cooking", "Nấu ăn", "Cooking"),
    ("driving", "Lái xe", "Driving"),
    ("swimming", "Bơi, cứu đuối", "Swimming and water rescue"),
    ("media", "Chụp ảnh, quay phim, viết bài", "Photos, film and writing"),
    ("stage", "Văn nghệ, quản trò", "Performing and leading games"),
    ("law", "Pháp luật, thủ tục hành chính", "Law and administration"),
    ("sign_language", "Ngôn ngữ ký hiệu", "Sign language"),
    ("tay_nung", "Tiếng Tày, Nùng", "Tày and Nùng"),
    ("dao", "Tiếng Dao", "Dao"),
    ("ede", "Tiếng Ê Đê", "Êđê"),
    ("english", "Tiếng Anh", "English"),
    ("chinese", "Tiếng Trung", "Chinese"),
]


def add(apps, schema_editor):
    skill = apps.get_model("people", "Skill")
    for order, (code, name, english_name) in enumerate(SKILLS, 1):
        skill.objects.get_or_create(code=code, defaults={"name": name, "english_name": english_name, "order": order})


class Migration(migrations.Migration):
    dependencies = [("people", "0002_consent")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
