// Choose all recipients, or none; without JavaScript each has its box.

for (const bar of document.querySelectorAll("[data-check-all]")) {
  const boxes = () => document.querySelectorAll(`input[type="checkbox"][name="${bar.dataset.checkAll}"]`);
  bar.hidden = false;
  for (const button of bar.querySelectorAll("[data-check]")) {
    button.addEventListener("click", () => {
      for (const box of boxes()) box.checked = button.dataset.check === "on";
    });
  }
}
