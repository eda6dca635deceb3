"""Second persons with a passphrase."""

from cir_desktop.services import people
from cir_desktop.services.approvals import LocalApprover
from cir_desktop.services.people import NewApprover

PASSPHRASE = "vier woorden van mij"


def approver_of(office, name, **known):
    """A local approver who chose a passphrase; gives what he or she vouches with."""
    made = people.add(office, NewApprover(name=name, function="directeur", **known))
    people.confirm(office, made.id, PASSPHRASE, PASSPHRASE)
    return LocalApprover(name, PASSPHRASE)
