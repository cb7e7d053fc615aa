"""A password, for who wants one."""

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from aoxanh.accounts import actions
from aoxanh.accounts.forms import NewPasswordForm
from aoxanh.accounts.recent import recent
from aoxanh.kit.pages import answer_mistakes, render_page, say

PASSWORD = "accounts/password.html"  # noqa: S105


@never_cache
@login_required
@recent
def password(request: HttpRequest) -> HttpResponse:
    """Set or change it."""
    form = NewPasswordForm(request.POST or None, user=request.user)
    if request.method != "POST":
        return render_page(request, PASSWORD, form=form)
    if not form.is_valid():
        return answer_mistakes(request, PASSWORD, form=form)
    user = actions.set_password(request.user, form.cleaned_data["password"], current=request.session.session_key, by=request.user)
    update_session_auth_hash(request, user)
    say(request, _("The password is saved. Other devices sign in again."))
    return redirect("accounts:security")


@require_POST
@login_required
@recent
def remove_password(request: HttpRequest) -> HttpResponse:
    user = actions.remove_password(request.user, current=request.session.session_key, by=request.user)
    update_session_auth_hash(request, user)
    say(request, _("The password is gone. A code lets you in."))
    return redirect("accounts:security")
