"""Faults on order: how the next calls of the contract go wrong, so that a client's bad days can be practised."""

import asyncio
from typing import Any, Final

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from cir_desktop.practice.errors import NO_DOSSIER, SOURCE_FAILED, Problem
from cir_desktop.practice.messages import Fault, wire

_DETAILS: Final = {
    400: "Het bericht volgt het contract niet: $",
    401: "Geen geldig toegangstoken.",
    403: "Dit dossier hoort niet bij deze verhuurder.",
    404: NO_DOSSIER,
    502: SOURCE_FAILED,
}
_NONSENSE: Final = "<html><body><h1>It works!</h1></body></html>"


class Faults:
    """The ordered faults, oldest first; a fault without `times` stays until it is cleared."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Fault, int | None]] = []

    def order(self, fault: Fault) -> None:
        """Put one at the end."""
        self._waiting.append((fault, fault.times))

    def clear(self) -> None:
        """Forget all."""
        self._waiting.clear()

    def described(self) -> list[dict[str, Any]]:
        """What still waits."""
        return [{**wire(fault), "times": left} for fault, left in self._waiting]

    @property
    def down(self) -> bool:
        """Whether the register is to look down, also to a question after its health."""
        return any(fault.kind == "down" for fault, _ in self._waiting)

    def take(self, path: str) -> Fault | None:
        """The fault that this call meets, if any; uses it up by one."""
        for place, (fault, left) in enumerate(self._waiting):
            if fault.path in path:
                if left == 1:
                    del self._waiting[place]
                elif left is not None:
                    self._waiting[place] = (fault, left - 1)
                return fault
        return None


async def meet(fault: Fault, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a call as the fault says. With `after` the call is carried out first and only its answer suffers.

    Raises Problem for the faults that are error answers.
    """
    if fault.kind == "slow":
        if not fault.after:
            await asyncio.sleep(fault.seconds)
            await app(scope, receive, send)
            return
        answer = await _carry_out(app, scope, receive)
        await asyncio.sleep(fault.seconds)
        for message in answer:
            await send(message)
        return
    if fault.after:
        await _carry_out(app, scope, receive)
    if fault.kind == "cut":
        # Fewer bytes than announced: the server closes the connection under the reader.
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4096")]})
        await send({"type": "http.response.body", "body": b'{"dossier', "more_body": True})
        return
    if fault.kind == "nonsense":
        nonsense: Response = HTMLResponse(_NONSENSE)
        await nonsense(scope, receive, send)
        return
    code = 503 if fault.kind == "down" else fault.code
    raise Problem(code, _DETAILS.get(code, "Het register is even niet beschikbaar."))


async def _carry_out(app: ASGIApp, scope: Scope, receive: Receive) -> list[Any]:
    answer: list[Any] = []

    async def keep(message: Any) -> None:
        answer.append(message)

    await app(scope, receive, keep)
    return answer
