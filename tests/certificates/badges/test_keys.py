"""The keys: one half for everyone, the other for the server alone."""

import stat

import pytest
from django.core import serializers
from django.core.management import call_command
from django.urls import reverse

from certificates.badges import keys
from certificates.badges.enums import KeyAlgorithm
from certificates.badges.keys import SigningKeyMissing, current_key, private_key
from certificates.badges.making import badge_of
from certificates.badges.models import BadgeKey

pytestmark = pytest.mark.django_db


def test_a_private_key_is_a_file_for_the_server_s_eyes_only(settings):
    for algorithm in KeyAlgorithm:
        current_key(algorithm)
    files = list(settings.BADGE_KEYS_DIR.iterdir())

    assert len(files) == 2
    assert all(b"PRIVATE KEY" in file.read_bytes() for file in files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(settings.BADGE_KEYS_DIR.stat().st_mode) == 0o700


def test_a_dump_of_the_database_lets_nobody_sign():
    current_key(KeyAlgorithm.ED25519)
    dump = serializers.serialize("json", BadgeKey.objects.all())

    assert "PUBLIC KEY" in dump
    assert "PRIVATE" not in dump


def test_with_a_password_the_file_alone_lets_nobody_sign(settings):
    settings.BADGE_KEYS_PASSWORD = "soixante-six"
    key = current_key(KeyAlgorithm.ED25519)
    assert private_key(key)

    settings.BADGE_KEYS_PASSWORD = ""
    with pytest.raises(SigningKeyMissing):
        private_key(key)


def test_another_key_under_the_same_name_signs_nothing(settings):
    key = current_key(KeyAlgorithm.ED25519)
    (file,) = settings.BADGE_KEYS_DIR.iterdir()
    file.unlink()
    keys._write(file, keys.new_private_key(KeyAlgorithm.ED25519))

    with pytest.raises(SigningKeyMissing):
        private_key(key)


def test_a_server_without_the_key_says_so_and_still_shows_what_is_signed(
    client, an_award, settings
):
    signed = an_award()
    badge_of(signed)
    for file in settings.BADGE_KEYS_DIR.iterdir():
        file.unlink()
    keys._read.cache_clear()
    new = an_award(code="0123456789ABCDEFGHJKMNPQRS", email="b@essai.example")

    assert client.get(reverse("badges:credential", args=[signed.code])).status_code == 200
    refused = client.get(reverse("badges:credential", args=[new.code]))
    assert refused.status_code == 503
    assert "n’est pas sur ce serveur" in refused.content.decode()


def test_renewing_the_keys_retires_the_old_ones_and_deletes_their_private_halves(
    settings, django_capture_on_commit_callbacks, capsys
):
    old = {current_key(algorithm) for algorithm in KeyAlgorithm}
    with django_capture_on_commit_callbacks(execute=True):
        call_command("rotate_badge_keys")
    new = set(BadgeKey.objects.current())

    assert not old & new
    assert {key.algorithm for key in new} == set(KeyAlgorithm)
    assert {file.stem for file in settings.BADGE_KEYS_DIR.iterdir()} == {
        f"badge-{key.pk}" for key in new
    }
    assert BadgeKey.objects.filter(retired_at__isnull=False).count() == 2
    printed = capsys.readouterr().out
    assert all(key.pk in printed for key in new)


def test_two_processes_that_start_together_sign_with_one_key(settings):
    mine = current_key(KeyAlgorithm.ED25519)

    # The other one looked before mine was written.
    assert keys._first_key(KeyAlgorithm.ED25519) == mine
    assert len(list(settings.BADGE_KEYS_DIR.iterdir())) == 1
