"""axe-core on a page: what a person with a screen reader, a keyboard or weak eyes would stumble over."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """One line for each violation of WCAG 2.2 AA, with the first element that has it; empty when there is none."""
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.evaluate(AXE.read_text() + ";0")
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [f"{page.url} {fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found["violations"]]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
