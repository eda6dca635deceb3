"""The error tree: what the world does to us, in a clerk's Dutch.

An expected error has a stable code, one sentence of what happened and one of what to do. Whatever is not a
`CirError` is a bug of ours. No text here may hold a national number, a name or an income.
"""

import traceback
from pathlib import Path


class CirError(Exception):
    """An expected error; shown without a traceback.

    Args:
        what: one Dutch sentence: what happened.
        todo: one Dutch sentence: what the clerk can do.

    `correlation` is the id under which the register knows the call that went wrong, empty where there was none.
    """

    code = "CIR-000"
    exit_code = 1
    correlation = ""

    def __init__(self, what: str, todo: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo

    @property
    def reference(self) -> str:
        """By what a help desk finds this: the code, and the end of the correlation id (its beginning is the time)."""
        return f"{self.code}, vraag {self.correlation[-8:]}" if self.correlation else self.code

    def __str__(self) -> str:
        return f"{self.what} {self.todo} ({self.reference})".replace("  ", " ")


class UsageError(CirError):
    """The request itself is not well-formed: exit 2."""

    code = "CIR-100"
    exit_code = 2


class NotAllowed(CirError):
    """A rule of the law or of the office forbids this step now."""

    code = "CIR-110"


class MissingRole(NotAllowed):
    """Who works here has not the role that this step asks for."""

    code = "CIR-111"


class NotFound(CirError):
    """There is no such home, dossier, offer or command here."""

    code = "CIR-120"


class BadInput(CirError):
    """A value that somebody typed or delivered can't be right; `field` names the input, so that a form can go there."""

    code = "CIR-130"

    def __init__(self, what: str, todo: str = "", *, field: str = "") -> None:
        super().__init__(what, todo)
        self.field = field


class BadNationalNumber(BadInput):
    """A national number whose check digits do not hold. Never quotes the number."""

    code = "CIR-131"


class BadWorkbook(BadInput):
    """A file is not a workbook that can be read, or has not the layout that is expected."""

    code = "CIR-140"


class UnknownLayout(BadWorkbook):
    """An exchange workbook says that it has another layout than we read."""

    code = "CIR-145"


class OtherLandlord(BadInput):
    """An exchange workbook is for another landlord: it may not be read here."""

    code = "CIR-146"


class BadRules(CirError):
    """A parameter or regulation is wrong; says file, line or key. `key` is the place, for a form to go there."""

    code = "CIR-150"

    def __init__(self, what: str, todo: str = "", *, key: str = "") -> None:
        super().__init__(what, todo)
        self.key = key


class Cancelled(CirError):
    """The clerk stopped the job; what was finished is kept."""

    code = "CIR-160"


class StoreError(CirError):
    """The store can't be opened or written."""

    code = "CIR-200"


class WrongKey(StoreError):
    """The key does not open this store."""

    code = "CIR-201"


class NoKey(StoreError):
    """No keyring answers and no passphrase was given."""

    code = "CIR-202"


class StoreTooNew(StoreError):
    """The store was written by a newer program."""

    code = "CIR-203"


class StoreBusy(StoreError):
    """Another program has the store open for writing."""

    code = "CIR-204"


class RegisterError(CirError):
    """The register did not do what was asked."""

    code = "CIR-300"


class RegisterUnreachable(RegisterError):
    """No answer, or 500, 502, 503, 504: the register can't be had now. Exit 3."""

    code = "CIR-301"
    exit_code = 3


class RegisterDenied(RegisterError):
    """401 or 403: the register does not accept who we are, or not for this dossier."""

    code = "CIR-302"


class RegisterNotFound(RegisterError):
    """404: the register has no such dossier. Not the same as struck off."""

    code = "CIR-303"


class RegisterRefused(RegisterError):
    """400 or 409: the register understood and refused.

    Args:
        kind: the `type` of the answer (409 only, assumed), else an empty text.
        detail: the register's own words.
    """

    code = "CIR-304"

    def __init__(self, what: str, todo: str = "", *, status: int = 400, kind: str = "", detail: str = "") -> None:
        super().__init__(what, todo)
        self.status = status
        self.kind = kind
        self.detail = detail


class RegisterNonsense(RegisterError):
    """An answer that does not follow the contract."""

    code = "CIR-305"


class RegisterNotSet(RegisterError):
    """No register, or no credentials for it, are set for this workspace."""

    code = "CIR-306"
    exit_code = 2


class RegisterBusy(RegisterUnreachable):
    """429: too many calls; says after how many seconds to come back when the register said so."""

    code = "CIR-307"


class RegisterWentBack(RegisterError):
    """The register tells an older version of a dossier than the one that we have of it."""

    code = "CIR-308"


class UnknownRoot(RegisterUnreachable):
    """The certificate of what answers leads to no root that this computer trusts: often TLS inspection."""

    code = "CIR-321"


class ProxySignIn(RegisterUnreachable):
    """407: a proxy stands in between and asks a sign-in of its own."""

    code = "CIR-322"


class Portal(RegisterNonsense):
    """A web page came where an answer was due: a portal of the network, or a wrong address."""

    code = "CIR-323"


class KeyExpired(RegisterDenied):
    """The key of the machine is past its last day."""

    code = "CIR-324"


class WrongClock(RegisterDenied):
    """The clock of this computer differs too much from the one over there."""

    code = "CIR-325"


class NoGround(RegisterNotSet):
    """Neither an authorisation nor a processing agreement is noted: no register but that of practice is called."""

    code = "CIR-326"


class BadAdminFile(CirError):
    """The file of the administrator of this computer can't be read, or holds what it may not."""

    code = "CIR-327"
    exit_code = 2


class SignInError(CirError):
    """A person is not signed in."""

    code = "CIR-330"


class SignInRefused(SignInError):
    """The person, or the provider, said no; or somebody of another kind of organisation signed in."""

    code = "CIR-331"


class NoRole(SignInError):
    """The organisation gave this person no role for this program, or took it away."""

    code = "CIR-332"


class SignInEnded(SignInError):
    """The provider does not renew the sign-in: the person signs in again."""

    code = "CIR-333"


class SignInForged(SignInError):
    """An answer of the browser or a token that does not belong to this sign-in."""

    code = "CIR-334"


class SignInTooLate(SignInError):
    """Nobody finished the sign-in in the browser in time."""

    code = "CIR-335"


class Bug(CirError):
    """Anything that was raised and is no CirError, dressed so that every boundary handles it like any other error.

    `report` holds places in the code and no data.
    """

    code = "CIR-900"

    def __init__(self, error: BaseException) -> None:
        super().__init__(
            "Het programma maakte zelf een fout; deze stap is niet afgewerkt.",
            "Probeer opnieuw. Lukt het weer niet, kopieer dan deze melding voor de helpdesk.",
        )
        self.report = places(error)


def places(error: BaseException) -> str:
    """Where an exception came from: type, files, lines and functions; never its message, which may hold a name."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([type(error).__name__, *lines])
