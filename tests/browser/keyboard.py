"""Somebody who has a keyboard only, and must see where they are."""

MOST_STEPS = 150
FOCUS_SHOWS = """() => {
    const style = getComputedStyle(document.activeElement);
    const box = document.activeElement.getBoundingClientRect();
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return outlined && box.width > 0 && box.height > 0
        && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}"""
WHERE = "document.activeElement.outerHTML.slice(0, 200)"


class Keyboard:
    def __init__(self, page):
        self.page = page

    def reach(self, locator, *, key="Tab"):
        """Press Tab until something has the focus; on the way, each stop must show that it has."""
        for _step in range(MOST_STEPS):
            if locator.evaluate("node => node === document.activeElement"):
                return
            self.press(key)
            assert self.page.evaluate(FOCUS_SHOWS), f"unseen: {self.page.evaluate(WHERE)}"
        raise AssertionError(f"{MOST_STEPS} steps do not reach {locator}")

    def follow(self, locator):
        self.reach(locator)
        self.press("Enter")

    def write(self, locator, text):
        """Go to a field, and write over what is in it."""
        self.reach(locator)
        self.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def choose(self, locator, option):
        """Go to a list of choices, and pick one by its first letters."""
        self.reach(locator)
        self.page.keyboard.type(option)

    def press(self, key):
        self.page.keyboard.press(key)
