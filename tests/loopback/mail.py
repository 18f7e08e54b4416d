"""A mail server on loopback: takes e-mails, or answers as a test tells it to."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Self


@dataclass
class LoopbackMail:
    """Speaks SMTP for one test.

    ``answers`` gives the answer to a step ("MAIL", "RCPT", "DATA", "END"); an empty answer breaks
    the connection there. "END" is the full stop after the e-mail, which counts as delivered even if
    the answer to it is lost.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    letters: list[EmailMessage] = field(default_factory=list)
    port: int = 0
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._talk(reader, writer)
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 loopback\r\n")
        while line := await reader.readline():
            step = line.split()[0].decode().upper() if line.split() else ""
            if step == "QUIT":
                writer.write(b"221 bye\r\n")
                return
            said = self.answers.get(step, "354 go on" if step == "DATA" else "250 OK")
            if not said:
                return
            writer.write(f"{said}\r\n".encode())
            if said.startswith("354"):
                raw = (await reader.readuntil(b"\r\n.\r\n")).removesuffix(b".\r\n")
                ended = self.answers.get("END", "250 taken")
                if ended.startswith("2") or not ended:
                    self.letters.append(message_from_bytes(raw, EmailMessage, policy=default))
                if not ended:
                    return
                writer.write(f"{ended}\r\n".encode())
