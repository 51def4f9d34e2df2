// Adds what a browser can do with the page of an initiative: copy, share, print.
const bar = document.querySelector("[data-share]");

function offer(selector, act) {
  for (const button of bar.querySelectorAll(selector)) {
    button.hidden = false;
    button.addEventListener("click", () => act(button));
  }
}

if (bar) {
  const said = bar.querySelector("[role=status]");
  const text = (id) => {
    const { tagName, textContent } = document.getElementById(id);
    return tagName === "PRE" ? textContent.trim() : textContent.trim().replace(/\s+/g, " ");
  };
  if (navigator.clipboard) {
    offer("[data-copy]", async (button) => {
      await navigator.clipboard.writeText(text(button.dataset.copy));
      said.textContent = bar.dataset.done;
      setTimeout(() => { said.textContent = ""; }, 3000);
    });
  }
  if (navigator.share) {
    offer("[data-send]", () => {
      navigator.share({ title: document.title, url: text("permalink") }).catch(() => {}); // closed by the reader
    });
  }
  offer("[data-print]", () => window.print());
}
