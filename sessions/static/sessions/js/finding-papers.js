// The offer to add a paper that is not in the library: taken, it adds the record and chooses it.
django.jQuery(document).on("select2:select", "select[data-add-reference]", async (event) => {
  const OFFER = "new:";
  const select = event.target;
  const chosen = event.params.data;
  if (!chosen.id.startsWith(OFFER)) return;
  const said = select.parentElement.querySelector(".errorlist.added") ?? document.createElement("ul");
  said.className = "errorlist added";
  said.setAttribute("role", "alert");
  said.replaceChildren();
  select.parentElement.append(said);
  const body = new FormData();
  body.append("reference", chosen.id.slice(OFFER.length));
  body.append("csrfmiddlewaretoken", select.form.elements.csrfmiddlewaretoken.value);
  const failed = "The server did not add the paper: try again.";
  const told = await fetch(select.dataset.addReference, { method: "POST", body })
    .then((answer) => answer.json())
    .catch(() => ({ error: failed }));
  select.querySelector(`option[value="${CSS.escape(chosen.id)}"]`)?.remove();
  if (told.id) select.append(new Option(told.text, told.id, true, true));
  else said.append(Object.assign(document.createElement("li"), { textContent: told.error ?? failed }));
  django.jQuery(select).trigger("change");
});
