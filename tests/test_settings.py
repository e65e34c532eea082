"""The environment is read once, and what cannot be meant is told."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import widths


@pytest.mark.parametrize(
    ("value", "found"), [(None, (480, 960, 1440)), ("", ()), (" 960, 480,960 ", (480, 960)), ("16", (16,))]
)
def test_widths_of_smaller_pictures(monkeypatch, value, found):
    monkeypatch.delenv("IMAGE_SIZES", raising=False)
    if value is not None:
        monkeypatch.setenv("IMAGE_SIZES", value)
    assert widths("IMAGE_SIZES", "480,960,1440") == found


@pytest.mark.parametrize("value", ["a", "480;960", "0", "-480", "15", "10001", "480.5", "²"])
def test_widths_that_are_none_are_told(monkeypatch, value):
    monkeypatch.setenv("IMAGE_SIZES", value)
    with pytest.raises(ImproperlyConfigured, match="IMAGE_SIZES must be widths from 16 to 10000 pixels"):
        widths("IMAGE_SIZES", "")
