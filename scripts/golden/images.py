"""Golden values for image files, from Pillow: packages/data/test/golden/images.json.

Run from the root of the repository: python3 scripts/golden/images.py
Files are written by Pillow, and interlaced ones, which it does not write, by the few lines below; all are decoded by it.
"""

import base64
import io
import struct
import zlib
from types import SimpleNamespace

import numpy as np
import PIL
from file import save, versions_of
from PIL import Image

random = np.random.default_rng(5)
height, width = 5, 7


def noise(*shape):
    return random.integers(0, 256, shape, dtype=np.uint8)


def smooth(channels):
    """Low frequencies only, so that all decoders of JPEG agree."""
    rows, columns = np.mgrid[0:16, 0:24]
    planes = [128 + 90 * np.sin(rows / (5 + i) + i) * np.cos(columns / (7 + i)) for i in range(channels)]
    return np.stack(planes, axis=-1).round().astype(np.uint8)


def encoded(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def interlaced(pixels):
    """Adam7 without filters."""
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    lines = b"".join(
        b"\0" + row.tobytes() for x, y, dx, dy in passes for row in pixels[y::dy, x::dx] if pixels[y::dy, x::dx].size > 0
    )
    color_type = {1: 0, 3: 2, 4: 6}[pixels.shape[2]]
    header = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 8, color_type, 0, 0, 1)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def files():
    rgb, rgba, grey, opacity = noise(height, width, 3), noise(height, width, 4), noise(height, width), noise(height, width, 2)
    yield "png, grey", encoded(Image.fromarray(grey), "png")
    yield "png, grey and opacity", encoded(Image.fromarray(opacity, "LA"), "png")
    yield "png, colours", encoded(Image.fromarray(rgb), "png")
    yield "png, colours and opacity", encoded(Image.fromarray(rgba), "png")
    yield "png, one bit", encoded(Image.fromarray(grey > 128), "png")
    for colors in [2, 4, 16, 200]:
        yield f"png, palette of {colors}", encoded(Image.fromarray(rgb).quantize(colors), "png")
    yield "png, palette with opacity", encoded(Image.fromarray(rgb).quantize(4), "png", transparency=b"\x00\x80\xff\x40")
    yield "png, interlaced grey", interlaced(noise(height, width, 1))
    yield "png, interlaced colours", interlaced(rgb)
    yield "png, interlaced colours and opacity", interlaced(noise(9, 3, 4))
    yield "png, interlaced pixel", interlaced(noise(1, 1, 3))
    yield "png, one row", encoded(Image.fromarray(noise(1, 9, 3)), "png")
    yield "png, filters", encoded(Image.fromarray(smooth(3)), "png", compress_level=9)
    yield "jpeg, colours", encoded(Image.fromarray(smooth(3)), "jpeg", quality=95, subsampling=0)
    yield "jpeg, progressive", encoded(Image.fromarray(smooth(3)), "jpeg", quality=95, subsampling=0, progressive=True)
    yield "jpeg, grey", encoded(Image.fromarray(smooth(1)[..., 0]), "jpeg", quality=95)


def rows():
    for name, data in files():
        image = Image.open(io.BytesIO(data))
        yield {
            "name": name,
            "base64": base64.b64encode(data).decode(),
            "shape": [image.height, image.width],
            "colours": np.asarray(image.convert("RGB")).ravel().tolist(),
            "opacity": np.asarray(image.convert("RGBA"))[..., 3].ravel().tolist(),
            "grey": np.asarray(image.convert("RGB").convert("L")).ravel().tolist(),
        }


if __name__ == "__main__":
    pillow = SimpleNamespace(__name__="Pillow", __version__=PIL.__version__)
    save("packages/data/test/golden/images.json", "images", versions_of(np, pillow), files=rows())
