// The chosen person's chat. A message is redrawn only when it has changed, so that text typed in one
// card is kept when another card changes. Messages that are new or changed since are marked.

import { ask, chatOf, tell } from "./asking.js";
import { draw, verbOf } from "./cards.js";
import * as sheet from "./dialog.js";
import { element, initials, onLongDay, when } from "./words.js";

const box = document.getElementById("messages");
const said = document.getElementById("said");
const below = document.getElementById("below");

const board = document.getElementById("board");
const seeChat = document.getElementById("see-chat");
const seeBoard = document.getElementById("see-board");

let upn = null;
let onBoard = false; // whether the person's board is shown in place of their chat
let drawn = new Map(); // message id → { revision, node }
const looked = new Map(); // upn → Map of message id → revision, from when the chat was last open


export function start() {
  seeChat.addEventListener("click", () => see(false));
  seeBoard.addEventListener("click", () => see(true));
  below.addEventListener("click", () => {
    below.hidden = true;
    toEnd();
    box.lastElementChild?.focus({ preventScroll: true });
  });
  box.addEventListener("scroll", () => {
    if (atEnd()) below.hidden = true;
  });
}

// The board is a tab beside the chat, as in Teams.
function see(wanted) {
  onBoard = wanted;
  seeChat.setAttribute("aria-pressed", String(!onBoard));
  seeBoard.setAttribute("aria-pressed", String(onBoard));
  board.hidden = !onBoard;
  box.hidden = onBoard;
  document.getElementById("compose").hidden = onBoard;
  if (onBoard) board.src = `/board?as=${encodeURIComponent(upn)}`;
  else board.removeAttribute("src");
}

// In a low window the page scrolls, not the chat. scrollIntoView works for both.
const toEnd = () => box.lastElementChild?.scrollIntoView({ block: "end" });
const atEnd = () => box.scrollHeight - box.scrollTop - box.clientHeight < 64;

export async function open(person) {
  if (upn) looked.set(upn, new Map([...drawn].map(([id, { revision }]) => [id, revision])));
  upn = person.upn;
  drawn = new Map();
  say("");
  below.hidden = true;
  box.replaceChildren();
  document.getElementById("welcome").hidden = true;
  document.getElementById("who").hidden = false;
  see(onBoard);
  document.getElementById("who-face").textContent = initials(person.name);
  document.getElementById("who-name").textContent = person.name;
  document.getElementById("who-role").textContent =
    [person.role, person.team, person.service].filter(Boolean).join(" · ");
  document.getElementById("chat").setAttribute("aria-label", `Chat of ${person.name} with Sightline`);
  await refresh();
  toEnd();
  // Teams refreshes some cards when a chat is opened. The page is then notified of the changes.
  await tell(`${chatOf(upn)}/look`, {});
}

export async function refresh() {
  const asked = upn;
  if (!asked) return;
  const { messages } = await ask(chatOf(asked));
  if (asked === upn) show(messages);
}

export function say(words, isRefusal = false) {
  said.hidden = !words;
  said.textContent = words;
  said.classList.toggle("refusal", isRefusal);
}

function show(messages) {
  const wasAtEnd = atEnd();
  const before = looked.get(upn);
  const first = drawn.size === 0;
  let day = "";
  let added = false;
  const nodes = [];
  for (const message of messages) {
    if (onLongDay(message.at) !== day) {
      day = onLongDay(message.at);
      nodes.push(dayLine(day));
    }
    const { revision } = message;
    const old = drawn.get(message.id);
    if (old?.revision !== revision) {
      const mark = markOf(message, old, first ? before : undefined, first);
      const node = messageNode(message, mark);
      added ||= !old && !first;
      handOver(old?.node, node);
      drawn.set(message.id, { revision, node });
    }
    nodes.push(drawn.get(message.id).node);
  }
  for (const id of drawn.keys()) if (!messages.some((message) => message.id === id)) drawn.delete(id);
  if (!messages.length) nodes.push(element("p", { className: "empty" }, "Sightline has not written to this person yet. A card appears when they have something to do. Until then, type help."));
  place(nodes);
  if (added && !first) {
    if (wasAtEnd && !box.contains(document.activeElement)) toEnd();
    else below.hidden = atEnd();
  }
}

// Nodes that stay are not moved, because a moved node loses the focus and the cursor.
function place(nodes) {
  const stay = new Set(nodes);
  for (const node of [...box.children]) if (!stay.has(node) && !node.classList.contains("day")) node.remove();
  for (const node of box.querySelectorAll(":scope > .day")) node.remove();
  let next = box.firstChild;
  for (const node of nodes) {
    if (node === next) next = next.nextSibling;
    else box.insertBefore(node, next);
  }
}

function markOf(message, old, before, first) {
  if (old) return message.updated ? "Updated" : "";
  if (!first) return message.from === "sightline" ? "New" : "";
  if (!before) return "";
  if (!before.has(message.id)) return message.from === "sightline" ? "New" : "";
  return before.get(message.id) === message.revision ? "" : "Updated";
}

// A card that replaces another takes over its focus, for people who use a keyboard.
function handOver(old, node) {
  if (!old?.contains(document.activeElement)) return;
  queueMicrotask(() => node.focus({ preventScroll: true }));
}

const dayLine = (day) => element("p", { className: "day" }, day);

function messageNode(message, mark) {
  const own = message.from !== "sightline";
  const node = element("article", { className: own ? "message own" : "message", tabIndex: -1 });
  node.dataset.message = message.id;
  node.setAttribute("aria-label", own ? "You wrote" : `Sightline: ${message.summary || message.text || "card"}`);
  const head = element("p", { className: "head" }, own ? "" : element("strong", {}, "Sightline"), element("time", { dateTime: message.at }, when(message.at)));
  if (message.updated) head.append(element("span", {}, `updated ${when(message.updated)}`));
  if (mark) head.append(element("span", { className: "mark" }, mark));
  node.append(head);
  if (mark) node.classList.add("changed");
  if (message.text) node.append(element("p", { className: "text" }, message.text));
  if (message.card) node.append(cardNode(message));
  return node;
}

function cardNode(message) {
  const frame = element("div", { className: "card" });
  try {
    frame.append(draw(message.card, (action, button) => press(message, action, button)).drawn);
  } catch (fault) {
    console.error("A card could not be drawn", message.id, fault);
    frame.append(element("p", {}, message.card.fallbackText || message.summary || "This card could not be drawn."));
  }
  return frame;
}

async function press(message, action, button) {
  const whose = upn;
  if (button?.getAttribute("aria-busy") === "true") return; // a second press while the first is on its way
  button?.setAttribute("aria-busy", "true");
  say("");
  try {
    const outcome = await tell(`${chatOf(whose)}/press`, { message: message.id, action });
    if (outcome.kind === "dialog") {
      sheet.open(outcome.dialog, {
        upn: whose, message: message.id, verb: verbOf(action), subject: action.data?.id, opener: button, done,
      });
    } else {
      done(outcome, message.id);
    }
    await refresh();
  } catch (fault) {
    say(fault.message, true);
  } finally {
    button?.removeAttribute("aria-busy");
  }
}

function done(outcome) {
  if (outcome.kind === "error") say(outcome.error.message, true);
  if (outcome.kind === "message") say(outcome.text);
}

export async function type(words) {
  say("");
  const outcome = await tell(chatOf(upn), { text: words });
  done(outcome);
  await refresh();
  toEnd();
}

const MOST_BYTES = 5 * 1024 * 1024;

export async function attach(file) {
  if (file.size > MOST_BYTES) throw new Error("A file may be at most 5 MB. Send it in parts.");
  say("Sending the file …");
  const whose = upn;
  const content = await inBase64(file);
  const outcome = await tell(chatOf(whose), { file: { name: file.name, content } });
  say("");
  done(outcome);
  await refresh();
  toEnd();
}

const inBase64 = (file) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(String(reader.result).split(",", 2)[1] ?? "");
  reader.onerror = () => reject(new Error("The file could not be read. Choose it again."));
  reader.readAsDataURL(file);
});
