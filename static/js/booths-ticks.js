// Supplies: a tick is saved in place; without JavaScript the button sends its form.

for (const form of document.querySelectorAll("form[data-tick]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    const body = new FormData(form, button);
    button.disabled = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const state = await answer.json();
      button.value = state.ready ? "0" : "1";
      button.setAttribute("aria-pressed", String(state.ready));
      form.closest("li").classList.toggle("done", state.ready);
      const count = document.getElementById("tick-count");
      const numbers = [state.done, state.all];
      count.textContent = count.textContent.replace(/\d+/g, () => numbers.shift() ?? "");
      button.disabled = false;
      button.focus();
    } catch {
      button.disabled = false;
      const plain = document.createElement("input");
      plain.type = "hidden";
      plain.name = "ready";
      plain.value = button.value;
      form.append(plain);
      form.submit();
    }
  });
}
