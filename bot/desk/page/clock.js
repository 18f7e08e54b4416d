// The clock: the council's time, the next event, and how to move on.

import { ask, tell } from "./asking.js";
import { asTyped, atTime, element, forInput, onLongDay, when } from "./words.js";

const moves = document.getElementById("moves");
const moveTo = document.getElementById("move-to");
const moveWhen = document.getElementById("move-when");
const moveDay = document.getElementById("move-day");
const said = document.getElementById("clock-said");
const happened = document.getElementById("happened");

export function start() {
  moves.addEventListener("click", (event) => {
    const by = event.target.closest("button")?.dataset.by;
    if (by) move({ by });
  });
  moveWhen.addEventListener("input", sayDay);
  moveTo.addEventListener("submit", (event) => {
    event.preventDefault();
    go(moveWhen.value);
  });
}

// `at` is in the council's time, such as 2026-12-24T16:40.
export const go = (at) => move({ now: at });

export async function refresh() {
  const { now, next } = await ask("/desk/clock");
  document.getElementById("time").textContent = `${onLongDay(now)}, ${atTime(now)}`;
  document.getElementById("bar-now").textContent = when(now);
  document.getElementById("next").textContent = next
    ? `Next, ${when(next.at)}: ${next.what}`
    : "Nothing is scheduled. Press a button on a card first.";
  document.getElementById("move-next").disabled = !next;
  if (moving()) say(`Moving the clock: ${when(now)} …`);
  moveWhen.min = forInput(now);
  // Not while somebody types in it: half a date is read as no date, or as one in the year 20.
  if (document.activeElement === moveWhen) return;
  if (!moveWhen.value || moveWhen.value < moveWhen.min) moveWhen.value = moveWhen.min;
  sayDay();
}

// A browser may show a date in another country's order, so the weekday and month are shown too.
function sayDay() {
  moveDay.textContent = moveWhen.value ? asTyped(moveWhen.value) : "Enter the day and the time.";
}

// A move of weeks takes a minute or two, because all reminders on the way are sent.
export const moving = () => moves.getAttribute("aria-busy") === "true";

async function move(how) {
  if (moving()) return;
  moves.setAttribute("aria-busy", "true");
  say("Moving the clock…");
  try {
    const moved = await tell("/desk/clock", how);
    moves.removeAttribute("aria-busy");
    say(moved.happened.length ? "" : "Nothing fell due on the way.");
    happened.scrollTop = 0;
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
