// What every page shares: a question before what cannot be undone, and a menu that closes.

document.addEventListener("submit", (event) => {
  const question = event.target.dataset?.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

const menu = document.querySelector("[data-menu]");
if (menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// Where one is, in a long navigation or a row of tabs wider than the screen, is in sight.
for (const here of document.querySelectorAll(".side .navigation [aria-current], .tabs [aria-current]")) {
  const box = here.closest(".navigation, .tabs");
  const [around, own] = [box.getBoundingClientRect(), here.getBoundingClientRect()];
  if (own.right > around.right) box.scrollLeft += own.right - around.right + 24;
  if (own.bottom > around.bottom) box.scrollTop += own.bottom - around.bottom + 24;
}
