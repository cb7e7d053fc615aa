"""The photo of oneself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.media.forms import PictureField


class PortraitForm(forms.Form):
    """A photo under a consent of its own; the box is never ticked beforehand."""

    picture = PictureField(label=_("Photo of your face"), required=True)
    agrees = forms.BooleanField(required=False)
