// Which published programme the demo shows; another one starts the demo again.

import { ask, tell } from "./asking.js";
import { element } from "./words.js";

const byId = (id) => document.getElementById(id);
let shown = null;

export async function start(attempt) {
  const found = await ask("/desk/programmes");
  shown = found.shown;
  byId("programmes").hidden = !found.programmes.length;
  byId("programme").append(
    ...found.programmes.map(({ name, title }) => element("option", { value: name }, title)),
  );
  byId("programme").value = shown;
  byId("programme").addEventListener("change", () => {
    const other = byId("programme").value !== shown;
    byId("programme-show").hidden = !other;
    byId("programme-why").textContent = other ? "What was done here so far is gone then." : "";
  });
  byId("programme-show").addEventListener("click", () => attempt(async () => {
    await tell("/desk/programmes", { profile: byId("programme").value });
    byId("programme-show").hidden = true;
    byId("programme-why").textContent = "It is being set up. The page opens it by itself in a few seconds.";
  }));
}

// The desk answers again: if another programme is shown now, the page begins with it.
export async function back() {
  if (shown !== null && (await ask("/desk/programmes")).shown !== shown) location.replace("/");
}
