// The page "My list": everything that progress.js keeps, with ways to take it along and bring it back.
document.addEventListener("DOMContentLoaded", () => {
  const page = document.getElementById("my-list");
  let refreshers = [];
  const refresh = () => refreshers.forEach((each) => each(progress.load()));
  const file = page.querySelector('input[type="file"]');

  const link = (url, text) => Object.assign(document.createElement("a"), { href: url, textContent: text });
  const span = (child) => {
    const element = document.createElement("span");
    element.append(child);
    return element;
  };
  const fresh = (id) => document.getElementById(id).content.cloneNode(true).querySelector("li");
  // An element without content would leave its space.
  const filled = (element, ...content) => (content.length ? element.append(...content) : element.remove());

  const day = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  const when = (session) => (session.date ? [span(new Date(session.date).toLocaleDateString("en-GB", day))] : []);

  const listed = (paper, session) => {
    const item = fresh("listed-paper");
    item.dataset.paper = paper.slug;
    item.querySelector("h3 a").replaceWith(link(paper.url, paper.title));
    filled(item.querySelector(".people"), ...[paper.authors].filter(Boolean));
    filled(item.querySelector(".source"), ...(session ? [span(link(session.url, session.title)), ...when(session)] : []));
    filled(item.querySelector(".badges"), ...paper.links.map(({ name, url }) => link(url, name)));
    refreshers.push(marks.attach(item));
    return item;
  };

  const asked = (session) => {
    const item = fresh("listed-questions");
    item.querySelector("h3 a").replaceWith(link(session.url, session.title));
    item.querySelector(".source").append(span(session.course), ...when(session));
    for (const question of session.questions.split("\n").filter((line) => line.trim())) {
      item.querySelector("ul").append(Object.assign(document.createElement("li"), { textContent: question }));
    }
    return item;
  };

  const show = () => {
    refreshers = [];
    const data = progress.load();
    const papers = [...data.papers.values()].sort((a, b) => b.starred - a.starred || (a.changed < b.changed ? 1 : -1));
    const lists = { todo: [], read: [], "": [] };
    for (const paper of papers) lists[paper.state].push(listed(paper, data.sessions.get(paper.session)));
    lists.questions = [...data.sessions.values()].filter((session) => session.questions.trim()).map(asked);
    for (const section of page.querySelectorAll("[data-list]")) {
      const items = lists[section.dataset.list];
      section.querySelector("ul").replaceChildren(...items);
      section.hidden = !items.length;
    }
    refresh();
    const isEmpty = !papers.length && !lists.questions.length;
    page.querySelector(".empty").hidden = !isEmpty || progress.problem();
    page.querySelector("[data-forget]").hidden = isEmpty && !progress.problem();
    for (const action of ["copy", "save"]) page.querySelector(`[data-action=${action}]`).disabled = isEmpty;
    for (const button of cited.querySelectorAll("button")) button.disabled = !papers.length;
    page.hidden = false;
    marks.say(progress.problem());
  };

  const copy = async () => {
    const groups = progress.thisWeek(progress.load(), new Date());
    if (!groups.length) return marks.say("Nothing is to read this week.");
    try {
      await navigator.clipboard.writeText(progress.asText(groups, location.origin));
      marks.say("Copied.");
    } catch {
      marks.say("The browser does not let this page copy.");
    }
  };

  const save = () => {
    const text = new Blob([progress.written(progress.load())], { type: "application/json" });
    const target = link(URL.createObjectURL(text), "");
    target.download = `my-list-${new Date().toISOString().slice(0, 10)}.json`;
    target.click();
    URL.revokeObjectURL(target.href);
  };

  // The names of the papers go along with the form, which answers with a file.
  const cited = page.querySelector("form");
  cited.addEventListener("submit", () => {
    const hidden = [...progress.load().papers.keys()].map((value) =>
      Object.assign(document.createElement("input"), { type: "hidden", name: "paper", value }),
    );
    cited.querySelectorAll("input").forEach((input) => input.remove());
    cited.append(...hidden);
  });

  const add = async () => {
    if (!file.files.length) return;
    let said;
    try {
      said = progress.add(await file.files[0].text()) || "Added to your list.";
    } catch (problem) {
      said = `${problem.message} Nothing was changed.`;
    }
    file.value = "";
    show();
    marks.say(said);
  };

  const forget = () => {
    progress.forget();
    page.querySelector("[data-forget]").open = false;
    show();
    marks.say("Everything was removed.");
  };

  const actions = { copy, save, forget, open: () => file.click() };
  for (const button of page.querySelectorAll("[data-action]")) {
    button.addEventListener("click", actions[button.dataset.action]);
  }
  file.addEventListener("change", add);
  // Another tab's changes; this page's own buttons keep an entry where it is until the page is loaded again.
  progress.onChange(refresh);
  window.addEventListener("storage", show);
  show();
});
