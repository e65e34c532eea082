// Suggestions below the search boxes, as a combobox: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
// Without it the boxes are plain forms.
(() => {
  const PAUSE = 150; // milliseconds without a key before the server is asked

  const suggesting = (form) => {
    const input = form.querySelector("input[type=search]");
    const list = document.createElement("ul");
    let chosen = -1;
    let timer;
    let request = new AbortController();

    list.className = "suggestions";
    list.id = `${input.id}-suggestions`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    list.hidden = true;
    form.append(list);
    const attributes = {
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-controls": list.id,
      "aria-expanded": "false",
    };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

    const choose = (number) => {
      chosen = number;
      for (const [place, option] of [...list.children].entries()) {
        option.setAttribute("aria-selected", place === number);
        if (place === number) option.scrollIntoView({ block: "nearest" });
      }
      if (number < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", list.children[number].id);
    };

    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      choose(-1);
    };

    const show = (suggestions) => {
      const options = suggestions.map(({ kind, title, url }, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.dataset.url = url;
        for (const text of [title, kind]) {
          const span = document.createElement("span");
          span.textContent = text;
          option.append(span, " ");
        }
        return option;
      });
      list.replaceChildren(...options);
      choose(-1);
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
    };

    const ask = async () => {
      request.abort();
      request = new AbortController();
      const typed = input.value.trim();
      if (typed.length < 2) return close();
      try {
        const address = `${form.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
        const answer = await fetch(address, { signal: request.signal });
        if (answer.ok && input.value.trim() === typed && document.activeElement === input) {
          show((await answer.json()).suggestions);
        }
      } catch {
        // A later key has taken its place, or there is no connection: the form still works.
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      const last = list.children.length - 1;
      if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : -1);
      else if (event.key === "ArrowUp") choose(chosen < 0 ? last : chosen - 1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.url);
      else return;
      event.preventDefault();
    });
    input.addEventListener("blur", close);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
  };

  for (const form of document.querySelectorAll("form[data-suggest]")) suggesting(form);
})();
