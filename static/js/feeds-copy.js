// Buttons that copy the text of what `data-copy` names; hidden where the browser cannot.
const canCopy = Boolean(navigator.clipboard);

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.querySelector(button.dataset.copy);
  const label = button.querySelector("span");
  if (!source || !label || (!canCopy && !("select" in source))) continue;
  const before = label.textContent;
  button.hidden = false;
  label.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const text = "value" in source ? source.value : source.textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      source.select?.();
      if (!document.execCommand("copy")) return;
    }
    label.textContent = button.dataset.copied;
    setTimeout(() => { label.textContent = before; }, 2000);
  });
}
