from django.urls import path

from aoxanh.accounts.views import addresses, confirming, entering, factors, passwords, second_step, security, ways

app_name = "accounts"
urlpatterns = [
    path("vao/", entering.enter, name="enter"),
    path("vao/mat-khau/", ways.by_password, name="by_password"),
    path("vao/khoa/", ways.by_passkey, name="by_passkey"),
    path("vao/khoa/tuy-chon/", ways.passkey_options, name="passkey_options"),
    path("vao/qua/<slug:provider>/", ways.by_provider, name="by_provider"),
    path("vao/xong/", entering.arrived, name="arrived"),
    path("ma/", entering.code, name="code"),
    path("ma/moi/", entering.new_code, name="new_code"),
    path("buoc-hai/", second_step.second_factor, name="second_factor"),
    path("buoc-hai/tuy-chon/", second_step.second_factor_options, name="second_factor_options"),
    path("buoc-hai/can/", second_step.second_factor_needed, name="second_factor_needed"),
    path("ra/", entering.leave, name="leave"),
    path("xac-nhan/", confirming.confirm, name="confirm"),
    path("xac-nhan/ma/", confirming.confirm_code, name="confirm_code"),
    path("bao-mat/", security.security, name="security"),
    path("bao-mat/dia-chi/ma/", addresses.address_code, name="address_code"),
    path("bao-mat/dia-chi/ma/moi/", addresses.new_address_code, name="new_address_code"),
    path("bao-mat/dia-chi/<slug:slug>/", addresses.address, name="address"),
    path("bao-mat/dia-chi/<slug:slug>/bo/", addresses.drop_address, name="drop_address"),
    path("bao-mat/mat-khau/", passwords.password, name="password"),
    path("bao-mat/mat-khau/bo/", passwords.remove_password, name="remove_password"),
    path("bao-mat/ung-dung/", factors.app, name="app"),
    path("bao-mat/ung-dung/tat/", factors.turn_off_app, name="turn_off_app"),
    path("bao-mat/khoa/", factors.passkey, name="passkey"),
    path("bao-mat/khoa/tuy-chon/", factors.new_passkey_options, name="new_passkey_options"),
    path("bao-mat/khoa/<int:pk>/bo/", factors.remove_passkey, name="remove_passkey"),
    path("bao-mat/ma-du-phong/", factors.recovery, name="recovery"),
    path("bao-mat/lien-ket/<int:pk>/bo/", security.drop_link, name="drop_link"),
    path("bao-mat/thiet-bi/khac/ra/", security.end_other_devices, name="end_other_devices"),
    path("bao-mat/thiet-bi/<slug:ref>/ra/", security.end_device, name="end_device"),
]
