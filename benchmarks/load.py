"""A small HTTP client that asks many times at once: little CPU of its own, kept connections, every answer counted."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from benchmarks.ground import Site


@dataclass(frozen=True)
class Request:
    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def encoded(self, host: str) -> bytes:
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host}", *(f"{name}: {value}" for name, value in self.headers.items())]
        if self.body or self.method != "GET":
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode() + self.body


def form(path: str, headers: dict[str, str], **fields: str) -> Request:
    """A form, sent by the person whose headers these are."""
    return Request(path, "POST", {**headers, "Content-Type": "application/x-www-form-urlencoded"}, urlencode(fields).encode())


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


@dataclass(frozen=True)
class Load:
    """All answers, in the order in which they came, and what they cost."""

    answers: list[Answer]
    seconds: float
    cpu_seconds: float

    @property
    def per_second(self) -> float:
        return len(self.answers) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """CPU of the web processes for one answer."""
        return 1000 * self.cpu_seconds / len(self.answers)

    @property
    def statuses(self) -> Counter[int]:
        return Counter(answer.status for answer in self.answers)

    def percentile(self, share: int) -> float:
        """Seconds within which this share (of 100) was answered."""
        ordered = sorted(answer.seconds for answer in self.answers)
        return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


async def answer_of(reader: asyncio.StreamReader, start: float) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    if headers.get("transfer-encoding") == "chunked":
        body = b"".join([chunk async for chunk in chunks(reader)])
    else:
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Answer(int(head[0].split()[1]), headers, body, time.perf_counter() - start)


async def chunks(reader: asyncio.StreamReader):  # type: ignore[no-untyped-def]
    while size := int(await reader.readline(), 16):
        yield await reader.readexactly(size)
        await reader.readline()
    await reader.readline()


async def client(site: Site, work: Iterator[Request], deadline: float, answers: list[Answer]) -> None:
    """One connection: ask, wait for the answer, ask again, until there is no work or no time."""
    address = urlsplit(site.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    for request in work:
        start = time.perf_counter()
        writer.write(request.encoded(address.netloc))
        answers.append(await answer_of(reader, start))
        if time.perf_counter() > deadline:
            break
    writer.close()


async def run_clients(site: Site, work: Iterator[Request], clients: int, seconds: float) -> Load:
    answers: list[Answer] = []
    cpu, start = site.cpu_seconds(), time.perf_counter()
    await asyncio.gather(*(client(site, work, start + seconds, answers) for _ in range(clients)))
    return Load(answers, time.perf_counter() - start, site.cpu_seconds() - cpu)


def load(site: Site, requests: Iterable[Request], *, clients: int = 16, seconds: float = 3600) -> Load:
    """Send the requests from that many clients at once, each as soon as the one before it is answered, until all are sent or time is up."""
    return asyncio.run(run_clients(site, iter(requests), clients, seconds))
