"""How people walk through the site: by keyboard, looking at every page on the way."""

from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from django_tasks_db.management.commands.db_worker import Worker
from playwright.sync_api import Locator, Page, expect

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PASSWORD = "seven quiet rivers"
MOST_TABS = 80
RTL = {"fa"}


@dataclass(frozen=True)
class Walk:
    """Somebody on their way through the site."""

    page: Page
    site: str
    language: str

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(f"{self.site}{path}")

    def look(self) -> None:
        """Find the page in the right direction, within the screen, and open to everybody."""
        root = self.page.locator("html")
        expect(root).to_have_attribute("lang", self.language)
        expect(root).to_have_attribute("dir", "rtl" if self.language in RTL else "ltr")
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{self.page.url} is wider than the screen"
        )

    def tab_to(self, target: Locator) -> None:
        """Press Tab until the target has the focus, as somebody without a mouse does."""
        expect(target).to_be_visible()
        for _ in range(MOST_TABS):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached by keyboard on {self.page.url}")

    def open(self, target: Locator) -> None:
        """Follow a link or press a button by keyboard."""
        self.tab_to(target)
        self.page.keyboard.press("Enter")

    def fill(self, name: str, words: str) -> None:
        """Type into the field of that name, by keyboard."""
        self.tab_to(self.page.locator(f"main [name={name}]"))
        self.page.keyboard.type(words)

    def sign_in(self, email: str) -> None:
        """Sign in by keyboard alone."""
        self.go("/accounts/login/")
        self.look()
        self.fill("login", email)
        self.fill("password", PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page).not_to_have_url(f"{self.site}/accounts/login/")

    def button(self, label: str) -> Locator:
        """Return the button of that name."""
        return self.page.get_by_role("main").get_by_role("button", name=label, exact=True)

    def link(self, label: str) -> Locator:
        """Return the link of that name on the page itself."""
        return self.page.get_by_role("main").get_by_role("link", name=label, exact=True)


def do_the_work() -> None:
    """Do what waits in the queue with the worker that every instance runs, to the last task."""
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="journey",
        excluded_queue_names=[],
    ).run()
