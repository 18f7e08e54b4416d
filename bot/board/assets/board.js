// The board's page in Teams: signs in, follows Teams' theme, and reloads what has changed.
"use strict";

const root = document.documentElement;
let served = document.getElementById("page")?.innerHTML; // before anything is drawn in it
const told = (words) => { const place = document.getElementById("told"); if (place) place.textContent = words; };

function follow(theme) {
  root.dataset.theme = { default: "light", dark: "dark", contrast: "contrast" }[theme] ?? "light";
}

// Teams is there unless the page is looked at on its own, as in the demonstration.
async function teams() {
  if (!window.microsoftTeams) return null;
  const app = window.microsoftTeams.app;
  await app.initialize();
  const context = await app.getContext();
  follow(context.app.theme);
  app.registerOnThemeChangeHandler(follow);
  app.notifySuccess();
  return context;
}

async function signIn(context) {
  const token = await window.microsoftTeams.authentication.getAuthToken();
  const answer = await fetch("/board/session", {
    method: "POST", headers: { Authorization: `Bearer ${token}` }, credentials: "same-origin",
  });
  if (!answer.ok) {
    told((await answer.json()).message);
    return;
  }
  const wanted = context.page.subPageId ?? "";
  if (location.pathname === "/board" && /^[a-z]+(\/[\w.-]+)*(\?[\w=&%+.-]*)?$/.test(wanted)) {
    location.replace(`/board/${wanted}`);
  } else {
    location.reload();
  }
}

function configure() {
  const { pages } = window.microsoftTeams;
  pages.config.registerOnSaveHandler(async (save) => {
    await pages.config.setConfig({
      entityId: "board", contentUrl: `${location.origin}/board`, suggestedDisplayName: "Sightline",
    });
    save.notifySuccess();
  });
  pages.config.setValidityState(true);
}

// What changed is fetched as a whole page and put in place, so that nothing is drawn twice.
async function renew() {
  const busy = document.activeElement?.closest("form.filters") || document.querySelector(".tick input:checked");
  if (busy || document.hidden) return;
  const answer = await fetch(location.href, {
    headers: { "Sightline-Live": "1" }, credentials: "same-origin",
  });
  if (answer.status === 401) { location.reload(); return; }
  if (!answer.ok) throw new Error(String(answer.status));
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = document.getElementById("page"), then = fresh.getElementById("page");
  if (!then || served === then.innerHTML) return;
  served = then.innerHTML;
  const focus = document.activeElement?.getAttribute?.("href");
  now.replaceChildren(...then.childNodes);
  if (focus) now.querySelector(`[href="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
  told("What is shown here has been brought up to date.");
}

const STALE = "This page could not be brought up to date. It shows what stood when it was opened.";

function listen() {
  const where = document.body.dataset.events;
  if (!where || !window.EventSource) return;
  const events = new EventSource(where, { withCredentials: true });
  let waiting = null;
  events.addEventListener("changed", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => renew().catch(() => told(STALE)), 300);
  });
  addEventListener("pagehide", () => events.close());
}

async function start() {
  const kind = root.dataset.kind;
  let context = null;
  try {
    context = await teams();
    if (kind === "sign-in" && context) await signIn(context);
    if (kind === "configure" && context) configure();
  } catch (error) {
    if (kind === "sign-in") told("Teams did not sign you in. Please close the tab and open it again.");
  }
  if (kind === "page") listen();
  root.dataset.ready = "";
}

start();
