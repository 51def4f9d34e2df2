/* Sorts a table by the heads of its columns; without it the fullest row stays first. */
for (const table of document.querySelectorAll("table.by-lens")) {
  const [body] = table.tBodies;
  const heads = [...table.tHead.rows[0].cells];
  const { compare } = new Intl.Collator(document.documentElement.lang, { numeric: true });

  heads.forEach((head, column) => {
    const words = head.querySelector(".sort");
    if (!words) return;
    const first = head.classList.contains("number") ? "descending" : "ascending";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...words.childNodes);
    words.replaceWith(button);
    button.addEventListener("click", () => {
      const last = head.ariaSort;
      const order = last ? (last === "ascending" ? "descending" : "ascending") : first;
      const sign = order === "ascending" ? 1 : -1;
      const text = (row) => row.cells[column].textContent.trim();
      body.append(...[...body.rows].sort((a, b) => sign * compare(text(a), text(b))));
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", order);
    });
  });
}
