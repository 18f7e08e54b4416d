// The clock: what time it is in the council, what will happen next, and moving on.

import { ask, tell } from "./asking.js";
import { atTime, element, forInput, onLongDay, when } from "./words.js";

const moves = document.getElementById("moves");
const moveTo = document.getElementById("move-to");
const moveWhen = document.getElementById("move-when");
const said = document.getElementById("clock-said");
const happened = document.getElementById("happened");

export function start() {
  moves.addEventListener("click", (event) => {
    const by = event.target.closest("button")?.dataset.by;
    if (by) move({ by });
  });
  moveTo.addEventListener("submit", (event) => {
    event.preventDefault();
    move({ now: moveWhen.value });
  });
}

export async function refresh() {
  const { now, next } = await ask("/desk/clock");
  document.getElementById("time").textContent = `${onLongDay(now)}, ${atTime(now)}`;
  document.getElementById("bar-now").textContent = when(now);
  document.getElementById("next").textContent = next
    ? `Next, ${when(next.at)}: ${next.what}`
    : "Nothing will happen by itself. Press something on a card first.";
  document.getElementById("move-next").disabled = !next;
  moveWhen.min = forInput(now);
  if (!moveWhen.value || moveWhen.value < moveWhen.min) moveWhen.value = moveWhen.min;
}

async function move(how) {
  if (moves.getAttribute("aria-busy") === "true") return;
  moves.setAttribute("aria-busy", "true");
  say("Moving the clock…");
  try {
    const moved = await tell("/desk/clock", how);
    say(moved.happened.length ? "" : "Nothing fell due on the way.");
    const lines = moved.happened.map((line) => element("li", {}, line));
    const heading = element("li", { className: "until" }, `Until ${when(moved.now)}`);
    for (const old of happened.querySelectorAll(".fresh")) old.classList.remove("fresh");
    for (const line of lines) line.classList.add("fresh");
    if (lines.length) happened.prepend(heading, ...lines);
    await refresh();
  } catch (fault) {
    say(fault.message, true);
  } finally {
    moves.removeAttribute("aria-busy");
  }
}

function say(words, isRefusal = false) {
  said.hidden = !words;
  said.textContent = words;
  said.classList.toggle("refusal", isRefusal);
}
