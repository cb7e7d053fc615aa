"""Films for Chromium's fake camera."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from aoxanh.kit import qr

WIDTH, HEIGHT, SIDE, FRAMES = 640, 480, 400, 3


def show_code(text: str, path: Path) -> Path:
    """A film (Y4M) in which somebody holds a QR code with the text into the camera."""
    code = Image.open(BytesIO(qr.png(text, scale=8))).convert("L").resize((SIDE, SIDE), Image.Resampling.NEAREST)
    scene = Image.new("L", (WIDTH, HEIGHT), 200)
    scene.paste(code, ((WIDTH - SIDE) // 2, (HEIGHT - SIDE) // 2))
    frame = b"FRAME\n" + scene.tobytes() + bytes([128]) * (WIDTH * HEIGHT // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * FRAMES)
    return path
