"""Films for Chromium's fake camera."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from PIL import Image

from aoxanh.kit import qr

WIDTH, HEIGHT, SIDE, FRAMES = 640, 480, 400, 3
SMALL, SMALL_SIDE = 320, 300


def show_code(text: str, path: Path) -> Path:
    """A film (Y4M) in which somebody holds a QR code with the text into the camera."""
    return write([scene(text, WIDTH, HEIGHT, SIDE)], path, WIDTH, HEIGHT, each=FRAMES)


def show_codes(texts: Iterable[str], path: Path, *, each: int = 2, rate: int = 10) -> Path:
    """A film of a queue of people: every code is held into the camera for `each` frames, one after the other, again and again."""
    return write([scene(text, SMALL, SMALL, SMALL_SIDE) for text in texts], path, SMALL, SMALL, each=each, rate=rate)


def scene(text: str, width: int, height: int, side: int) -> bytes:
    code = Image.open(BytesIO(qr.png(text, scale=8))).convert("L").resize((side, side), Image.Resampling.NEAREST)
    picture = Image.new("L", (width, height), 200)
    picture.paste(code, ((width - side) // 2, (height - side) // 2))
    return picture.tobytes()


def write(scenes: list[bytes], path: Path, width: int, height: int, *, each: int, rate: int = 10) -> Path:
    grey = bytes([128]) * (width * height // 2)
    with path.open("wb") as film:
        film.write(f"YUV4MPEG2 W{width} H{height} F{rate}:1 Ip A1:1 C420jpeg\n".encode())
        for picture in scenes:
            film.write((b"FRAME\n" + picture + grey) * each)
    return path
