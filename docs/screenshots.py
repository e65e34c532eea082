"""The pictures of the documentation, taken anew from the sample course: .venv/bin/python docs/screenshots.py

A site of its own in a temporary folder is set up, served and thrown away. Needs Chromium.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

DOCS = Path(__file__).parent
SAMPLE = DOCS.parent / "sessions" / "sample_course"
PASSWORD = "only-for-these-pictures"
REFERENCES = """10.1038/nature14539
arXiv:1706.03762
Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun. Deep Residual Learning for Image Recognition. CVPR, 2016."""


def open_course(page: Page) -> None:
    page.goto("/admin/course_sessions/course/")
    page.locator("#result_list tbody th a").first.click()


def open_session(page: Page) -> None:
    page.goto("/admin/course_sessions/session/")
    page.locator("#result_list tbody th a").first.click()


def dates(page: Page) -> None:
    open_course(page)
    page.get_by_label("Tuesday").check()
    page.locator("#id_first_day").fill("2026-01-13")
    page.locator("#id_last_day").fill("2026-04-14")
    page.get_by_role("button", name="Save and continue editing").first.click()
    page.get_by_role("link", name="Order and dates").click()


def import_plan(page: Page) -> None:
    page.goto("/admin/course_sessions/course/")
    page.get_by_role("link", name="Import", exact=True).click()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(SAMPLE, f"{folder}/seminar"))
        post = sorted((copy / "_contents").iterdir())[1]
        post.write_text(post.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
        archive = shutil.make_archive(f"{folder}/seminar", "zip", folder, "seminar")
        page.locator("input[type=file]").set_input_files(archive)
        page.locator("#content [type=submit]").click()
        page.wait_for_load_state()


def pasted_references(page: Page) -> None:
    open_session(page)
    page.get_by_role("link", name="Paste readings").click()
    page.locator("#content textarea").fill(REFERENCES)
    page.locator("#content [type=submit]").first.click()


def attention(page: Page) -> None:
    page.goto("/admin/")


def note_form(page: Page) -> None:
    page.goto("/admin/course_sessions/blognote/")
    page.locator("#result_list tbody th a").first.click()
    page.locator("#id_markdown").scroll_into_view_if_needed()
    page.wait_for_timeout(2000)  # for the preview


def roll_over(page: Page) -> None:
    open_course(page)
    page.get_by_role("link", name="Roll over").click()
    page.locator("#id_term").fill("2027 Spring")
    page.get_by_label("Tuesday").check()
    page.locator("#id_first_day").fill("2027-01-12")
    page.locator("#id_last_day").fill("2027-05-04")
    page.locator("#content [type=submit]").first.click()


# The picture's name -> the way to what it shows.
ADMIN: dict[str, Callable[[Page], None]] = {
    "import-plan": import_plan,
    "dates": dates,
    "pasted-references": pasted_references,
    "attention": attention,
    "note-form": note_form,
    "roll-over": roll_over,
}


def two_sessions(browser: Browser, address: str) -> None:
    """The picture of the README, as readers see it: a reading list and, beside it, a note."""
    width, height, gap = 860, 860, 24
    course = f"{address}/courses/classics-of-deep-learning"
    page = browser.new_page(viewport={"width": width, "height": height})
    picture = Image.new("RGB", (2 * width + gap, height), "#d9dbd6")
    for place, (session, part) in enumerate((("s05-transformer", "body"), ("s07-scaling-laws", "#h-the-first-answer"))):
        page.goto(f"{course}/{session}/")
        page.locator(part).evaluate("element => element.scrollIntoView()")
        page.wait_for_load_state("networkidle")
        picture.paste(Image.open(BytesIO(page.screenshot())), (place * (width + gap), 0))
    picture.quantize(128).save(DOCS / "session.png", optimize=True)


@contextmanager
def site() -> Iterator[str]:
    """A fresh site with the sample course; its address."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
        free.close()
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
            "SECRET_KEY": "x" * 50,
            "DEBUG": "1",
            "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
        }
        manage = [sys.executable, str(DOCS.parent / "manage.py")]
        for command in (
            ["migrate", "--verbosity=0"],
            ["createsuperuser", "--noinput", "--username=ada", "--email="],
            ["load_sample_course"],
        ):
            subprocess.run([*manage, *command], env=environment, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen(
            [*manage, "runserver", "--noreload", address],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(address)
            yield f"http://{address}"
        finally:
            server.terminate()
            server.wait()


def wait_for(address: str, seconds: float = 30) -> None:
    host, _, port = address.partition(":")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as client:
            if client.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("the site did not start")


def log_in(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def main() -> None:
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(base_url=address, viewport={"width": 1120, "height": 720})
        log_in(page)
        for name, way in ADMIN.items():
            way(page)
            page.screenshot(path=DOCS / "pictures" / f"{name}.png")
        two_sessions(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
