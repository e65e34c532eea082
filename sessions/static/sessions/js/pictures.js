// Pictures pasted or dropped into a text, or chosen below it: uploaded, and named where the cursor is.
(() => {
  const TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
  const isPicture = (file) => TYPES.includes(file.type);

  function field(label, help, name) {
    const place = document.createElement("p");
    const text = place.appendChild(document.createElement("label"));
    text.append(label);
    const input = text.appendChild(document.createElement("input"));
    input.name = name;
    input.maxLength = 300;
    const said = place.appendChild(document.createElement("span"));
    said.className = "help";
    said.textContent = help;
    return place;
  }

  function dialogFor(file) {
    const dialog = document.createElement("dialog");
    dialog.className = "picture-dialog";
    dialog.setAttribute("aria-label", `Insert ${file.name}`);
    const form = dialog.appendChild(document.createElement("form"));
    form.method = "dialog";
    const title = form.appendChild(document.createElement("h2"));
    title.textContent = `Insert ${file.name}`;
    form.append(
      field("What one sees in it", "Read aloud to those who do not see it, and shown where it is missing.", "alt"),
      field("Credit", "Where it is from; shown below it. Empty: your own.", "credit"),
    );
    const said = form.appendChild(document.createElement("p"));
    said.className = "errornote";
    said.hidden = true;
    const row = form.appendChild(document.createElement("div"));
    row.className = "submit-row";
    const insert = row.appendChild(document.createElement("input"));
    insert.type = "submit";
    insert.value = "Insert";
    insert.className = "default";
    const cancel = row.appendChild(document.createElement("input"));
    cancel.type = "button";
    cancel.value = "Cancel";
    cancel.addEventListener("click", () => dialog.close());
    return { dialog, form, said, insert };
  }

  async function upload(textarea, file, form) {
    const body = new FormData(form);
    body.append("picture", file, file.name);
    body.append("csrfmiddlewaretoken", textarea.form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(textarea.dataset.upload, { method: "POST", body });
    const told = await answer.json().catch(() => ({ error: "The server did not take the picture: try again." }));
    if (!told.markdown) throw new Error(told.error);
    return told;
  }

  // On lines of its own; the cursor goes into an empty alternative text, else behind the picture.
  function insertAt(textarea, place, markdown) {
    const breaks = (count) => "\n".repeat(Math.max(0, 2 - count));
    const before = textarea.value.slice(0, place);
    const gap = before ? breaks(before.match(/\n*$/)[0].length) : "";
    const after = breaks(textarea.value.slice(place).match(/^\n*/)[0].length);
    textarea.focus();
    textarea.setSelectionRange(place, place);
    if (!document.execCommand("insertText", false, gap + markdown + after)) {
      textarea.setRangeText(gap + markdown + after); // without undo
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const start = place + gap.length;
    const cursor = markdown.startsWith("![]") ? start + 2 : start + markdown.length + after.length;
    textarea.setSelectionRange(cursor, cursor);
  }

  function ask(textarea, file, place) {
    const { dialog, form, said, insert } = dialogFor(file);
    return new Promise((done) => {
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        insert.disabled = true;
        try {
          const told = await upload(textarea, file, form);
          dialog.close();
          insertAt(textarea, place, told.markdown);
          if (told.said) textarea.closest("form").querySelector(".markdown-said").textContent = told.said;
        } catch (error) {
          said.textContent = error.message;
          said.hidden = false;
          insert.disabled = false;
        }
      });
      dialog.addEventListener("close", () => {
        dialog.remove();
        textarea.focus();
        done();
      });
      document.body.append(dialog);
      dialog.showModal();
    });
  }

  async function take(textarea, files) {
    for (const file of files) await ask(textarea, file, textarea.selectionEnd);
  }

  function button(textarea) {
    const label = document.createElement("label");
    label.className = "picture-button";
    label.append("Add a picture…");
    const input = label.appendChild(document.createElement("input"));
    input.type = "file";
    input.accept = TYPES.join();
    input.addEventListener("change", async () => {
      const { length } = textarea.value;
      if (!textarea.dataset.hadCursor) textarea.setSelectionRange(length, length); // nobody has said where
      await take(textarea, [...input.files]);
      input.value = "";
    });
    const said = document.createElement("span");
    said.textContent = "or paste it into the text, or drop it there.";
    const line = document.createElement("div");
    line.className = "picture-line";
    line.append(label, " ", said);
    return line;
  }

  function prepare(textarea) {
    if (textarea.dataset.takesPictures || textarea.name.includes("__prefix__")) return;
    textarea.dataset.takesPictures = "1";
    textarea.addEventListener("focus", () => (textarea.dataset.hadCursor = "1"));
    textarea.addEventListener("paste", (event) => {
      const files = [...event.clipboardData.files].filter(isPicture);
      if (!files.length || event.clipboardData.getData("text/plain")) return; // words with a picture of them
      event.preventDefault();
      take(textarea, files);
    });
    textarea.addEventListener("dragover", (event) => {
      if (event.dataTransfer.types.includes("Files")) event.preventDefault();
    });
    textarea.addEventListener("drop", (event) => {
      const files = [...event.dataTransfer.files].filter(isPicture);
      if (!event.dataTransfer.files.length) return;
      event.preventDefault(); // or the browser leaves the form for the file
      take(textarea, files);
    });
    textarea.closest(".markdown-pair").append(button(textarea));
  }

  const prepareAll = (root) => root.querySelectorAll("textarea[data-upload]").forEach(prepare);
  document.addEventListener("DOMContentLoaded", () => {
    prepareAll(document);
    for (const place of document.querySelectorAll(".without-scripts")) place.hidden = true;
  });
  document.addEventListener("formset:added", (event) => prepareAll(event.target));
})();
