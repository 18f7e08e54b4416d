"""Steps that many tests of the page share: open a chat or a form, measure a contrast."""

from playwright.async_api import Locator, Page, expect

TOO_SHORT = "Say a little more: your Head of Service decides on these words."

# The contrast by WCAG 2.1 of an element's text with the nearest painted background.
CONTRAST = """(element) => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  let ground = element;
  while (ground && (channels(getComputedStyle(ground).backgroundColor)[3] ?? 1) === 0)
    ground = ground.parentElement;
  const light = (colour) => {
    const [r, g, b] = channels(colour).map((c) => c / 255)
      .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const both = [light(getComputedStyle(element)[WHAT]),
                light(getComputedStyle(GROUND ?? document.documentElement).backgroundColor)];
  return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}"""


async def open_chat(page: Page, name: str) -> None:
    """Choose a person in the list."""
    await page.locator("#list").get_by_role("button", name=name).first.click()
    await expect(page.locator("#who-name")).to_have_text(name)


async def open_form(page: Page) -> None:
    """Priya's form for an exemption."""
    await open_chat(page, "Priya Shah")
    await page.get_by_role("button", name="Ask to be exempt").click()
    await expect(page.get_by_role("dialog", name="Ask to be exempt")).to_be_visible()


async def contrast(place: Locator) -> float:
    """The contrast of an element's text with its background."""
    js = CONTRAST.replace("WHAT", '"color"').replace("GROUND", "ground")
    return float(await place.evaluate(js))


async def outline_contrast(place: Locator) -> float:
    """The contrast of the focus ring with what surrounds it."""
    js = (
        CONTRAST.replace("WHAT", '"outlineColor"')
        .replace("let ground = element", "let ground = element.parentElement")
        .replace("GROUND", "ground")
    )
    return float(await place.evaluate(js))
