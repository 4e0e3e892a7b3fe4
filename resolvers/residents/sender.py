"""How a sign-in code reaches a telephone."""

import hashlib
import hmac
import sys
from typing import Protocol

import httpx
import orjson

from rules.residents import masked_phone

PATIENCE_SECONDS = 10.0


class CodeSender(Protocol):
    """Something that brings a code to a number. Raises when it could not."""

    async def send(self, phone: str, code: str) -> None:
        """Sends the code; `phone` is in E.164."""


class ConsoleSender:
    """Prints the code where the server runs, with the middle of the number hidden. For trying things out."""

    async def send(self, phone: str, code: str) -> None:
        sys.stdout.write(f"Sign-in code for {masked_phone(phone)}: {code}\n")
        sys.stdout.flush()


class WebhookSender:
    """Posts `{"phone", "code"}` to an SMS gateway.

    The header `X-Heyi-Signature: sha256=<hex>` is HMAC-SHA256 over the body with the shared secret.
    """

    def __init__(self, url: str, secret: str) -> None:
        self._url = url
        self._secret = secret.encode()

    async def send(self, phone: str, code: str) -> None:
        body = orjson.dumps({"phone": phone, "code": code})
        signature = hmac.new(self._secret, body, hashlib.sha256).hexdigest()
        headers = {"content-type": "application/json", "x-heyi-signature": f"sha256={signature}"}
        async with httpx.AsyncClient(timeout=PATIENCE_SECONDS) as client:
            (await client.post(self._url, content=body, headers=headers)).raise_for_status()
