"""What it costs to import saved web pages, beside the conversion alone and beside writing the files.

    python tests/benchmarks/importing.py [--pages 100]

Makes pages of some 20 KB with menus, a main text of headings, lists, a table, code and an image of its own,
and imports them into an empty library; then once more, when all are there already. Processor time.
"""

from __future__ import annotations

import argparse
import base64
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

IMAGE = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(2000)).decode()
TEXT = "出口管制改变了芯片的供应，也改变了模型的训练；每一段都说一件事，每一件都有出处。" * 3


def page(number: int) -> str:
    """Return one saved page."""
    menu = "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(40))
    sections = "".join(
        f"<h2>第{n}节</h2><p>{TEXT}{number}</p><ul><li>一{n}</li><li>二</li></ul>"
        f"<pre><code class='language-python'>print({n})</code></pre>"
        "<table><tr><th>甲</th><th>乙</th></tr><tr><td>1</td><td>2</td></tr></table>"
        for n in range(12)
    )
    return (
        f"<html><head><title>第{number}页</title><meta name='author' content='某人'></head><body>"
        f"<nav><ul>{menu}</ul></nav><div class='menu'><p>登录</p></div><article><h1>第{number}页</h1>"
        f"<img src='data:image/png;base64,{IMAGE}'>{sections}</article><footer>©</footer></body></html>"
    )


def spent(work: Callable[[], object]) -> float:
    """Return how many milliseconds of the processor `work` takes."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=100)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["GANGMU_CACHE"] = f"{scratch}/cache"
        folder, saved = Path(scratch) / "library", Path(scratch) / "saved"
        folder.mkdir()
        saved.mkdir()
        files = [saved / f"{number:03d}.html" for number in range(given.pages)]
        for number, file in enumerate(files):
            file.write_text(page(number), encoding="utf-8")
        measure(folder, files)


def measure(folder: Path, files: list[Path]) -> None:
    """Import `files` into the library in `folder`."""
    from reader.articles.converting.saved_page import to_markdown
    from reader.catalogue.entries import Catalogue
    from reader.catalogue.importing import Importer
    from reader.catalogue.library import Library
    from reader.whole_file import write_whole

    library = Library(folder)
    to_markdown("<p>x</p>")  # imports it
    html = [file.read_text(encoding="utf-8") for file in files]
    converting = spent(lambda: [to_markdown(one) for one in html])
    written = [(files[0].with_suffix(f".{number}"), one.encode()) for number, one in enumerate(html)]
    writing = spent(lambda: [write_whole(path, data) for path, data in written])
    dry = spent(lambda: Importer(library, (), dry_run=True).run(files))
    real = spent(lambda: Importer(library, ()).run(files))
    entries = Catalogue(library).update()
    again = spent(lambda: Importer(library, entries).run(files))
    print(f"{len(files)} pages of {len(html[0].encode()) // 1024} KB, ms of the processor a page")
    count = len(files)
    floor = converting + writing
    print(f"  conversion alone, and writing  {floor / count:6.1f}")
    print(f"  to see what would come in      {dry / count:6.1f}  {dry / floor:.2f}")
    print(f"  import                         {real / count:6.1f}  {real / floor:.2f}")
    print(f"  once more, all there           {again / count:6.1f}  {again / floor:.2f}")


if __name__ == "__main__":
    main()
