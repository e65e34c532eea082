// Markdown beside its field as readers will see it, rendered by the server while it is typed.
(() => {
  const PAUSE = 500; // milliseconds without a key before the text is sent

  function frameFor(textarea) {
    const pair = document.createElement("div");
    pair.className = "markdown-pair";
    const frame = document.createElement("iframe");
    frame.title = "Preview";
    frame.setAttribute("sandbox", "allow-same-origin allow-popups"); // no scripts
    const said = document.createElement("div");
    said.className = "markdown-said";
    said.setAttribute("role", "status");
    textarea.before(pair);
    pair.append(textarea, frame, said);
    return { frame, said };
  }

  function contentOf(textarea) {
    const name = textarea.name;
    const form = textarea.form;
    const body = new FormData();
    const fields = ["csrfmiddlewaretoken", "session", name.replace(/[^-]+$/, "id")];
    for (const field of fields) {
      const value = form.elements[field]?.value;
      if (value) body.append(field, value);
    }
    body.append("preview", name);
    body.append(name, textarea.value);
    return body;
  }

  // The admin's own switch decides, else the system.
  function takeTheme(document_) {
    const theme = document.documentElement.dataset.theme;
    if (theme === "light" || theme === "dark") document_.documentElement.dataset.theme = theme;
    else delete document_.documentElement.dataset.theme;
  }

  function goToLine(textarea, line) {
    const before = textarea.value.split("\n").slice(0, line - 1).join("\n");
    const start = before.length + (line > 1 ? 1 : 0);
    const end = textarea.value.indexOf("\n", start);
    textarea.focus();
    textarea.setSelectionRange(start, end < 0 ? textarea.value.length : end);
    textarea.scrollTop = (textarea.scrollHeight * (line - 1)) / textarea.value.split("\n").length - 60;
  }

  function show(textarea, frame, page) {
    const shown = frame.contentDocument;
    if (frame.dataset.filled) {
      const next = new DOMParser().parseFromString(page, "text/html");
      shown.body.replaceWith(shown.adoptNode(next.body)); // the place it is scrolled to stays
      return;
    }
    frame.dataset.filled = "1";
    frame.addEventListener("load", () => {
      takeTheme(frame.contentDocument);
      frame.contentDocument.addEventListener("click", (event) => {
        const link = event.target.closest?.("a[href^='#']");
        if (!link) return;
        event.preventDefault();
        if (link.dataset.line) goToLine(textarea, Number(link.dataset.line));
        else frame.contentDocument.getElementById(decodeURIComponent(link.hash.slice(1)))?.scrollIntoView();
      });
    });
    frame.srcdoc = page;
  }

  function prepare(textarea) {
    if (textarea.closest(".markdown-pair") || textarea.name.includes("__prefix__")) return;
    const { frame, said } = frameFor(textarea);
    let timer, waiting = false, asking = false;

    async function ask() {
      if (asking) {
        waiting = true;
        return;
      }
      asking = true;
      try {
        const answer = await fetch(textarea.dataset.preview, { method: "POST", body: contentOf(textarea) });
        if (!answer.ok || answer.redirected) throw new Error();
        show(textarea, frame, await answer.text());
        said.textContent = "";
      } catch {
        said.textContent = "The preview is not up to date: the server did not answer. Your text is safe in this form.";
      }
      asking = false;
      if (waiting) {
        waiting = false;
        ask();
      }
    }

    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    };
    textarea.addEventListener("input", later);
    textarea.form.elements.session?.addEventListener?.("change", later);
    new ResizeObserver(() => { frame.style.height = `${textarea.offsetHeight}px`; }).observe(textarea);
    new MutationObserver(() => frame.contentDocument && takeTheme(frame.contentDocument)).observe(
      document.documentElement, { attributeFilter: ["data-theme"] });
    new IntersectionObserver((seen, observer) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      observer.disconnect();
      ask();
    }).observe(textarea);
  }

  const prepareAll = (root) => root.querySelectorAll("textarea[data-preview]").forEach(prepare);
  document.addEventListener("DOMContentLoaded", () => prepareAll(document));
  document.addEventListener("formset:added", (event) => prepareAll(event.target));
})();
