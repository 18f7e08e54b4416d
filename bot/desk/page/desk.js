// Assembles the page: the chosen person, the changes, and the part that a narrow screen shows.

import { ask, listen } from "./asking.js";
import * as chat from "./chat.js";
import * as clock from "./clock.js";
import * as dialog from "./dialog.js";
import * as people from "./people.js";
import * as programmes from "./programmes.js";
import * as story from "./story.js";
import { element } from "./words.js";

const KNOWN_WORDS = ["help", "my work", "my requests", "status", "who owes", "concern", "stuck", "audit team"];
const byId = (id) => document.getElementById(id);
let chosen = null;

// A low window scrolls as a whole, so the scroll position of each part is kept.
const scrolled = new Map();
function room(name) {
  scrolled.set(document.body.dataset.room, window.scrollY);
  document.body.dataset.room = name;
  window.scrollTo(0, scrolled.get(name) ?? 0);
  for (const button of document.querySelectorAll(".rooms button")) {
    button.setAttribute("aria-pressed", String(button.dataset.room === name));
  }
}

async function choose(upn) {
  const person = people.find(upn);
  if (!person) return;
  chosen = upn;
  history.replaceState(null, "", `#${encodeURIComponent(upn)}`);
  document.title = `${person.name} · Sightline desk`;
  people.look(upn);
  room("chat");
  await Promise.all([chat.open(person), story.of(person)]);
}

async function chooseAndGo(upn) {
  const opened = choose(upn);
  // Before the chat has answered: whoever has begun to type by then keeps the focus.
  byId("chat").focus({ preventScroll: true });
  await opened;
}

async function refreshPeople() {
  people.put(await ask("/desk/people"));
  if (chosen) people.look(chosen);
  const first = people.newcomer();
  byId("start").hidden = !first;
  if (first) {
    byId("start").textContent = `Start as ${first.name}`;
    byId("start").onclick = () => attempt(() => chooseAndGo(first.upn));
  }
  byId("start-why").textContent = first
    ? `${first.role}${first.team ? ` in ${first.team}` : ""}, with something to do. Find everybody else in the list of people.`
    : "Nobody has anything to do yet. When a cycle is issued, its people get cards here.";
}

// Changes come in batches. Each kind of change is reloaded once a batch.
const news = new Set();
let waiting = false;
function changed(what) {
  for (const one of what) news.add(one);
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    const all = news.has("all");
    const mine = all || news.has(`chat:${people.find(chosen)?.entra_object_id}`);
    news.clear();
    attempt(() => Promise.all([refreshPeople(), mine && chat.refresh(), clock.refresh(), story.refresh()]));
  }, clock.moving() ? 1000 : 150);
}

function attempt(work) {
  work().catch((fault) => chat.say(fault.message, true));
}

function compose() {
  byId("known-words").append(...KNOWN_WORDS.map((words) => element("option", { value: words })));
  byId("chips").append(
    ...KNOWN_WORDS.map((words) => {
      const chip = element("button", { type: "button" }, words);
      chip.addEventListener("click", () => attempt(() => chat.type(words)));
      return chip;
    }),
  );
  byId("attach").addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", () => {
    const [file] = byId("file").files;
    if (file) attempt(() => chat.attach(file).finally(() => { byId("file").value = ""; }));
  });
  byId("compose").addEventListener("submit", (event) => {
    event.preventDefault();
    const words = byId("words").value.trim();
    if (!words) return;
    attempt(async () => {
      await chat.type(words);
      if (byId("words").value.trim() === words) byId("words").value = "";
    });
  });
}

// The tour keeps its open parts and its scroll position.
function guide() {
  byId("open-guide").addEventListener("click", () => attempt(async () => {
    if (!byId("guide-body").hasChildNodes()) {
      byId("guide-body").innerHTML = await (await fetch("/desk/page/guide.html")).text();
    }
    byId("guide").showModal();
    byId("guide-body").focus({ preventScroll: true });
  }));
  byId("guide-close").addEventListener("click", () => byId("guide").close());
  byId("guide-body").addEventListener("click", (event) => {
    const way = event.target.closest("button")?.dataset;
    if (!way) return;
    byId("guide").close();
    if (way.now) {
      unfold();
      room("side");
      attempt(() => clock.go(way.now));
    } else {
      people.narrow(way);
      room("people");
      people.enter();
    }
  });
}

function showSide(shown) {
  document.body.classList.toggle("folded", !shown);
  byId("fold").setAttribute("aria-expanded", String(shown));
  byId("fold").textContent = shown ? "Hide clock and story" : "Show clock and story";
}

const unfold = () => showSide(true);

function fold() {
  byId("fold").addEventListener("click", () => showSide(document.body.classList.contains("folded")));
  for (const button of document.querySelectorAll(".rooms button")) {
    button.addEventListener("click", () => room(button.dataset.room));
  }
}

people.start((upn) => attempt(() => chooseAndGo(upn)));
chat.start();
dialog.start();
clock.start();
story.start();
compose();
guide();
fold();
attempt(() => programmes.start(attempt));
room("chat");
attempt(async () => {
  await Promise.all([refreshPeople(), clock.refresh()]);
  const asked = decodeURIComponent(location.hash.slice(1));
  if (asked) await choose(asked);
  document.documentElement.dataset.ready = "true";
});
listen(changed, (there) => {
  byId("offline").hidden = there;
  if (there) attempt(programmes.back);
});
