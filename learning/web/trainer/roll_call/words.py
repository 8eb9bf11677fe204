"""The sentences that the roll-call's page says by itself, `{places}` being filled there."""

from django.utils.translation import gettext as _

from learning.attendance.enums import AttendanceStatus


def words() -> dict[str, str]:
    """Return every sentence in the language of the moment; "_one" says 0 and 1, "_many" more."""
    return {
        **{f"status_{status.value}": str(status.label) for status in AttendanceStatus},
        **_on_the_list(),
        **_of_the_network(),
        **_on_this_device(),
    }


def _on_the_list() -> dict[str, str]:
    return {
        "on": _("du {day}"),
        "am": _("Matin"),
        "pm": _("Après-midi"),
        "morning": _("Appel du matin"),
        "afternoon": _("Appel de l’après-midi"),
        "signed_at": _("Signé à {at}"),
        "sign": _("Faire signer {name}"),
        "left_none": _("Tout le monde est pointé."),
        "left_one": _("{n} personne à pointer sur {total}."),
        "left_many": _("{n} personnes à pointer sur {total}."),
        "all_one": _("Noter présente la personne à pointer"),
        "all_many": _("Noter présentes les {n} à pointer"),
        "sure_all_one": _("Noter {n} personne présente ?"),
        "sure_all_many": _("Noter {n} personnes présentes ?"),
        "sure_all_text": _(
            "Toutes celles qui ne sont pas encore pointées sur cette demi-journée, montrées ou "
            "non. Chaque ligne se corrige ensuite."
        ),
        "sure_all_yes": _("Noter présentes"),
    }


def _of_the_network() -> dict[str, str]:
    return {
        "online": _("En ligne : tout est enregistré, dernier envoi à {at}."),
        "online_first": _("En ligne : tout est enregistré."),
        "offline_none": _("Hors connexion depuis {at}, rien n’attend."),
        "offline_one": _("Hors connexion depuis {at}, {n} en attente d’envoi."),
        "offline_many": _("Hors connexion depuis {at}, {n} en attente d’envoi."),
        "sending": _("Envoi : {done} sur {total}"),
        "waiting_one": _("{n} en attente d’envoi"),
        "waiting_many": _("{n} en attente d’envoi"),
        "heard_online": _("Le réseau est revenu."),
        "heard_offline": _("Hors connexion : continuez, tout est gardé sur cet appareil."),
        "heard_expired": _("La session est expirée : rien n’est perdu, reconnectez-vous."),
        "heard_closed": _("Ce compte n’anime pas cette cohorte."),
        "old_one": _("{n} marque attend d’être envoyée depuis plus de 24 heures."),
        "old_many": _("{n} marques attendent d’être envoyées depuis plus de 24 heures."),
        "others_one": _("{n} marque de {name} attend sur cet appareil."),
        "others_many": _("{n} marques de {name} attendent sur cet appareil."),
        "settle_one": _("{n} contradiction à régler."),
        "settle_many": _("{n} contradictions à régler."),
    }


def _on_this_device() -> dict[str, str]:
    return {
        "kept_one": _("La liste de {n} personne est gardée ici pour la journée."),
        "kept_many": _("La liste de {n} personnes est gardée ici pour la journée."),
        "queue_added": _("{name} : à inscrire"),
        "queue_mark": _("{name} : {status}, à {at}"),
        "queue_by": _("par {name}"),
        "discard": _("Supprimer ce qui attend pour {name}"),
        "sure_discard": _("Supprimer ce qui attend ?"),
        "sure_discard_text": _(
            "Ce qui concerne {name} n’est que sur cet appareil : personne ne pourra le retrouver."
        ),
        "sure_discard_yes": _("Supprimer"),
    }
