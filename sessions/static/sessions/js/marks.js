// Buttons on papers ("To read", "Read", "Star", a line), questions of a session, and how much is read. See progress.js.
const marks = (() => {
  const isPressed = {
    todo: (paper) => paper.state === "todo",
    read: (paper) => paper.state === "read",
    starred: (paper) => paper.starred,
  };
  const changes = {
    todo: (paper) => ({ state: paper.state === "todo" ? "" : "todo" }),
    read: (paper) => ({ state: paper.state === "read" ? "" : "read" }),
    starred: (paper) => ({ starred: !paper.starred }),
  };
  const required = "[data-required]";
  const blank = { state: "", starred: false, line: "" };
  const words = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";

  const say = (message) => {
    document.querySelector("[data-notice]").textContent = message;
  };

  // What the list keeps of a paper, read from its card or page.
  const about = (holder) => {
    const heading = holder.querySelector("h1, h3");
    const links = [...holder.querySelectorAll('.badges a, .facts a[href^="http"]')].filter(
      (link) => link.closest("[data-paper]") === holder,
    );
    return {
      slug: holder.dataset.paper,
      title: words(heading),
      url: heading.querySelector("a")?.pathname ?? location.pathname,
      authors: words(holder.querySelector(".people")).slice(0, 5000),
      links: links.map((link) => ({ name: words(link), url: link.getAttribute("href") })).filter(progress.isLink),
    };
  };

  const pageSession = () => {
    const article = document.querySelector("[data-session]");
    if (!article) return null;
    const { session: url, course, date } = article.dataset;
    return { url, title: words(article.querySelector("h1")), course, date };
  };

  // The buttons of one paper; returns what brings them up to date.
  const attach = (holder, session = null) => {
    const piece = document.getElementById("marks").content.cloneNode(true);
    const title = about(holder).title;
    const buttons = [...piece.querySelectorAll("[data-mark]")];
    const [fold, line] = [piece.querySelector("details"), piece.querySelector("input")];
    const now = () => progress.load().papers.get(holder.dataset.paper) ?? blank;
    for (const button of buttons) {
      button.setAttribute("aria-label", `${words(button)}: ${title}`);
      button.addEventListener("click", () =>
        say(progress.mark(about(holder), changes[button.dataset.mark](now()), session)),
      );
    }
    line.setAttribute("aria-label", `A line for yourself on ${title}`);
    line.addEventListener("input", () => say(progress.mark(about(holder), { line: line.value }, session)));
    (holder.querySelector(":scope > .page-head") ?? holder).append(piece);
    return (data) => {
      const paper = data.papers.get(holder.dataset.paper) ?? blank;
      for (const button of buttons) button.setAttribute("aria-pressed", isPressed[button.dataset.mark](paper));
      if (document.activeElement !== line) {
        line.value = paper.line;
        fold.open ||= Boolean(paper.line);
      }
    };
  };

  // "2 of 3 required read" at the end of `place`: on a page's head for readers who mark anything at all, on a row for those
  // who have read some of it.
  const count = (place, holders, word, tag, isShown) => {
    const slugs = new Set([...holders].map((holder) => holder.dataset.paper));
    if (!slugs.size) return () => {};
    const text = document.createElement(tag);
    text.className = "progress";
    return (data) => {
      const read = progress.readOf(data, slugs);
      text.textContent = `${read} of ${slugs.size}${word} read`;
      if (isShown(data, read)) place.append(text);
      else text.remove();
    };
  };

  const hasMarks = (data) => data.papers.size > 0;
  const hasRead = (data, read) => read > 0;

  const named = (item) => (data) => {
    item.classList.toggle("is-read", data.papers.get(item.dataset.paper)?.state === "read");
  };

  const questions = (form, session) => {
    const field = form.querySelector("textarea");
    field.addEventListener("input", () => say(progress.ask(session, field.value)));
    return (data) => {
      if (document.activeElement !== field) field.value = data.sessions.get(session.url)?.questions ?? "";
    };
  };

  document.addEventListener("DOMContentLoaded", () => {
    const session = pageSession();
    const refreshers = [];
    for (const holder of document.querySelectorAll("[data-paper]")) {
      refreshers.push(holder.querySelector("h1, h3") ? attach(holder, session) : named(holder));
    }
    for (const row of document.querySelectorAll(".schedule > .row")) {
      const facts = row.querySelector(":scope > .meta");
      refreshers.push(count(facts, row.querySelectorAll(required), " required", "span", hasRead));
    }
    const head = document.querySelector("main .page-head");
    const whole = document.querySelector("[data-session], [data-schedule]");
    const hasRequired = whole?.querySelector(required);
    if (hasRequired) refreshers.push(count(head, whole.querySelectorAll(required), " required", "p", hasMarks));
    else if (session) refreshers.push(count(head, whole.querySelectorAll("[data-paper]"), "", "p", hasMarks));
    const form = document.querySelector("[data-questions]");
    if (form && session) refreshers.push(questions(form, session));
    const refresh = () => {
      const data = progress.load();
      refreshers.forEach((each) => each(data));
    };
    refresh();
    progress.onChange(refresh);
  });

  return { attach, say };
})();
