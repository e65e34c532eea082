// The switch between light and dark, remembered; slides in the page; contents lists folded on narrow screens. Pages work without it.
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  let stored = null;
  try {
    stored = localStorage.getItem("theme");
  } catch {
    // Storage may be forbidden; the reader's system decides then.
  }
  if (stored === "light" || stored === "dark") root.dataset.theme = stored;

  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".theme");
    if (button) {
      button.hidden = false;
      button.setAttribute("aria-pressed", isDark());
      button.addEventListener("click", () => {
        root.dataset.theme = isDark() ? "light" : "dark";
        button.setAttribute("aria-pressed", isDark());
        try {
          localStorage.setItem("theme", root.dataset.theme);
        } catch {
          // Not remembered.
        }
      });
    }
    // Slides in the page, where the browser has a viewer of its own; the link beside is for all others.
    for (const deck of document.querySelectorAll(".deck")) {
      deck.hidden = !navigator.pdfViewerEnabled;
      deck.querySelector("button").addEventListener("click", () => {
        const frame = document.createElement("iframe");
        frame.src = deck.dataset.deck;
        frame.title = deck.dataset.title;
        deck.replaceChildren(frame);
        frame.focus();
      });
    }
    if (matchMedia("(width < 62rem)").matches) {
      for (const contents of document.querySelectorAll(".contents details")) contents.open = false;
    }
    // Paragraphs and lists that scroll for a formula are reached by keyboard.
    const formulas = ".prose :is(p, dd):has(> math), .prose :is(ul, ol):has(> li > math)";
    for (const text of document.querySelectorAll(formulas)) {
      if (getComputedStyle(text).overflowX === "auto" && text.scrollWidth > text.clientWidth) text.tabIndex = 0;
    }
  });
})();
