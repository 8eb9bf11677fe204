"""What we add to the account library's own forms (`ACCOUNT_FORMS`)."""

from allauth.account.forms import ResetPasswordKeyForm

from accounts.users.services import confirm_address_by_mail


class ChoosePasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """A password chosen by a link that came by mail: the address is proved by the same act."""

    def save(self) -> None:
        """Keep the password, and the address as confirmed."""
        super().save()
        confirm_address_by_mail(person=self.user)
