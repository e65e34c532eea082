// A button beside each text that is meant to be copied. Without it the text can be selected by hand.
document.addEventListener("DOMContentLoaded", () => {
  if (!navigator.clipboard) return; // only on secure pages
  for (const place of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy ${place.dataset.copy}`);
    const text = place.textContent.trim();
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Select the text to copy it";
      }
      button.setAttribute("aria-label", button.textContent);
      button.setAttribute("aria-live", "polite");
    });
    place.append(button);
  }
});
