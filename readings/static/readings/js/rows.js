// Rows that have an order: dragged by a handle, or moved with its arrow keys. Without this the numbers are typed.
// Where a list in each row says which group it belongs to, the groups get headings, and a row changes its group there.
(() => {
  const EDGE = 60; // pixels from the window's edge within which it scrolls
  const isRow = (item) => item.matches("tr.form-row:not(.empty-form)");
  const isHeading = (item) => item.matches("tr.order-heading");
  const position = (row) => row.querySelector(".field-position input");
  const group = (row) => row.querySelector("select[data-groups]");
  const items = (body) => [...body.children].filter((item) => isRow(item) || isHeading(item));
  const rows = (body) => [...body.children].filter(isRow);

  // What a form complains about stands in a row of its own above.
  const first = (row) => (row.previousElementSibling?.matches(".row-form-errors") ? row.previousElementSibling : row);

  function place(body, row, before) {
    const target = before ? first(before) : body.querySelector(":scope > .empty-form, :scope > .add-row");
    const errors = first(row);
    body.insertBefore(row, target);
    if (errors !== row) body.insertBefore(errors, row);
  }

  function isFilled(row) {
    const fields = [...row.querySelectorAll("input, select, textarea")];
    return row.classList.contains("has_original") || fields.some(
      (field) => field.type !== "hidden" && field !== position(row) && !field.matches("[data-groups]") && field.value,
    );
  }

  function number(body) {
    let last = 0;
    for (const row of rows(body)) if (isFilled(row)) position(row).value = ++last;
  }

  function settle(body, row) {
    const list = items(body);
    const heading = list.slice(0, list.indexOf(row)).reverse().find(isHeading);
    if (heading) group(row).value = heading.dataset.group;
    number(body);
    const all = rows(body);
    const where = heading ? `, ${heading.textContent}` : "";
    body.closest("fieldset").querySelector(".order-said").textContent =
      `Row ${all.indexOf(row) + 1} of ${all.length}${where}`;
  }

  function move(body, row, before) {
    if (before === row) return;
    place(body, row, before);
    settle(body, row);
    row.querySelector(".order-handle").focus();
  }

  function step(body, row, down) {
    const list = items(body);
    const at = list.indexOf(row);
    if (down && at < list.length - 1) move(body, row, list[at + 2]);
    else if (!down && at > (isHeading(list[0]) ? 1 : 0)) move(body, row, list[at - 1]);
  }

  function drag(body, row, handle, event) {
    let target = row;
    const mark = (item) => {
      body.querySelectorAll(".order-here, .order-end").forEach((one) => one.classList.remove("order-here", "order-end"));
      if (item) item.classList.add("order-here");
      else if (item === undefined) items(body).at(-1).classList.add("order-end");
    };
    const follow = (moved) => {
      if (moved.clientY < EDGE) window.scrollBy(0, -12);
      if (moved.clientY > window.innerHeight - EDGE) window.scrollBy(0, 12);
      const list = items(body);
      const least = isHeading(list[0]) ? 1 : 0;
      target = list.find((item, at) => {
        const box = item.getBoundingClientRect();
        return at >= least && moved.clientY < box.top + box.height / 2;
      });
      mark(target);
    };
    const stop = (keep) => {
      handle.removeEventListener("pointermove", follow);
      document.removeEventListener("keydown", cancel);
      row.classList.remove("order-dragged");
      mark(null);
      if (keep && target !== row) move(body, row, target);
    };
    const cancel = (pressed) => pressed.key === "Escape" && stop(false);
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", follow);
    handle.onpointerup = () => stop(true);
    handle.onpointercancel = () => stop(false);
    document.addEventListener("keydown", cancel);
    row.classList.add("order-dragged");
  }

  function addHandle(body, row) {
    if (!position(row) || row.querySelector(".order-handle")) return;
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "order-handle";
    handle.textContent = "⠿";
    handle.title = "Drag, or move with the arrow keys";
    handle.setAttribute("aria-label", "Move this row with the arrow keys");
    handle.addEventListener("pointerdown", (event) => event.button === 0 && drag(body, row, handle, event));
    handle.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      event.preventDefault();
      step(body, row, event.key === "ArrowDown");
    });
    position(row).before(handle);
    group(row)?.addEventListener("change", (event) => {
      join(body, row);
      settle(body, row);
      event.target.focus();
    });
  }

  // To the end of its group.
  function join(body, row) {
    const list = items(body).filter((item) => item !== row);
    const heading = list.findIndex((item) => isHeading(item) && item.dataset.group === group(row).value);
    if (heading >= 0) place(body, row, list.slice(heading + 1).find(isHeading));
  }

  function addHeadings(body, list) {
    const names = list.dataset.groups.split(" ");
    const add = body.querySelector(":scope > .empty-form");
    for (const name of names) {
      const heading = document.createElement("tr");
      heading.className = "order-heading";
      heading.dataset.group = name;
      const cell = heading.appendChild(document.createElement("td"));
      cell.colSpan = body.closest("table").rows[0].cells.length;
      cell.textContent = [...list.options].find((option) => option.value === name).textContent;
      body.insertBefore(heading, add);
    }
    for (const row of rows(body)) join(body, row);
  }

  function prepare(body) {
    const sample = body.querySelector(".field-position input");
    if (!sample) return; // only looked at
    const said = document.createElement("div");
    said.className = "order-said";
    said.setAttribute("role", "status");
    body.closest("fieldset").append(said);
    const typed = (row) => (position(row).value === "" ? Number.MAX_SAFE_INTEGER : Number(position(row).value));
    const sorted = rows(body).sort((one, other) => typed(one) - typed(other));
    for (const row of sorted) place(body, row, null); // a form that came back shows what was dragged
    const list = body.querySelector("select[data-groups]");
    if (list) addHeadings(body, list);
    for (const row of rows(body)) addHandle(body, row);
    sample.form.addEventListener("submit", () => storedFirst(body));
  }

  // Django numbers the fields of rows as they stand, and expects those of stored rows first.
  function storedFirst(body) {
    const prefix = body.closest(".inline-group").id.replace(/-group$/, "");
    const isStored = (row) => row.classList.contains("has_original");
    const list = [...rows(body).filter(isStored), ...rows(body).filter((row) => !isStored(row))];
    list.forEach((row, index) => {
      for (const field of row.querySelectorAll("[name]")) {
        if (field.name.startsWith(`${prefix}-`)) field.name = field.name.replace(/-\d+-/, `-${index}-`);
      }
    });
  }

  document.addEventListener("formset:added", (event) => {
    const row = event.target.closest?.("tr.form-row");
    if (!row || !row.querySelector(".field-position")) return;
    addHandle(row.parentElement, row);
    if (group(row)) join(row.parentElement, row);
    row.scrollIntoView({ block: "nearest" });
  });

  document.addEventListener("DOMContentLoaded", () => {
    for (const head of document.querySelectorAll(".tabular th.column-position")) prepare(head.closest("table").tBodies[0]);
  });
})();
