// A plan wider than the screen is moved so that one's own booth stands in the middle.

for (const frame of document.querySelectorAll(".portal-plan")) {
  const own = frame.querySelector(".mark.own .box");
  if (!own) continue;
  const box = own.getBoundingClientRect();
  const around = frame.getBoundingClientRect();
  frame.scrollLeft += box.left + box.width / 2 - (around.left + around.width / 2);
}
