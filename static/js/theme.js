/* Light or dark, as the reader chose before the first paint; the same choice as in the data entry.
   Blocking on purpose: a script that came later would let the page flash. */
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // a browser that keeps nothing
    }
  };

  root.dataset.theme = kept() || "auto";
  document.addEventListener("click", ({ target }) => {
    if (!target.closest(".theme")) return;
    const now = root.dataset.theme === "auto" ? (system.matches ? "dark" : "light") : root.dataset.theme;
    const other = now === "dark" ? "light" : "dark";
    // Whoever comes back to what the system says follows the system again.
    root.dataset.theme = (other === "dark") === system.matches ? "auto" : other;
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // it holds for this page
    }
  });
})();
