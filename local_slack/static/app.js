// The page: sidebar, conversation, thread, Home; draws what the state says.
import { renderBlocks } from "./blocks.js";
import { drawComposer } from "./composer.js";
import { avatar, h, icon, iconButton, replace } from "./dom.js";
import { configureInputs } from "./inputs.js";
import { clearList, configureMessages, drawList, showLast } from "./messages.js";
import { confirmThen, drawModal } from "./modal.js";
import { act, ofChannel, ofThread, place, state, watch } from "./state.js";
import { configure } from "./text.js";
import { drawTour } from "./tour.js";

const byId = (id) => document.getElementById(id);
const THEMES = ["auto", "light", "dark"];
let reopen = () => {};
let homeSign = "";
let first = true;

function go(id, tab = "messages") {
  if (state.place !== id) { clearList(byId("timeline")); closeThread(false); }
  state.place = id;
  state.tab = tab;
  delete state.unread[id];
  document.body.classList.remove("menu-open");
  location.hash = id === state.dm ? (tab === "home" ? "home" : "app") : id;
  if (id === state.dm) act("home", { tab });
  draw();
}

function openThread(ts, byHand = true) {
  state.thread = ts;
  state.closedThreads.delete(ts);
  draw();
  if (byHand && window.matchMedia("(min-width: 900px)").matches) byId("thread-text")?.focus();
}

function closeThread(byHand = true) {
  if (byHand && state.thread) state.closedThreads.add(state.thread);
  state.thread = null;
  byId("thread").hidden = true;
}

// When the bot answers in a thread of the conversation on screen, the thread opens by itself, unless it was closed by hand.
function followBot({ message, channel, fresh }) {
  const ts = message.thread_ts;
  if (!fresh || channel !== state.place || !ts || ts === message.ts || message.bot_id !== state.bot.id) return;
  if (state.closedThreads.has(ts) || state.thread === ts) return;
  const head = (state.messages[channel] || []).find((one) => one.ts === ts);
  // Where a thread hides the conversation, what the bot adds to a message of its own does not open it.
  const beside = window.matchMedia("(min-width: 900px)").matches;
  if (head?.user === state.me || (head?.bot_id && beside)) openThread(ts, false);
}

function noteUnread({ message, channel, fresh }) {
  if (!fresh || message.user === state.me || (channel === state.place && state.tab === "messages" && !document.hidden)) return;
  state.unread[channel] = (state.unread[channel] || 0) + 1;
}

function draw() {
  if (!state.ready) return;
  if (!place()) state.place = wanted();
  drawSidebar();
  drawHeader();
  const home = state.place === state.dm && state.tab === "home";
  byId("timeline").hidden = byId("composer").hidden = home;
  byId("home").hidden = !home;
  if (home) drawHome();
  else {
    drawTimeline();
    drawComposer(byId("composer"), { channel: state.place });
  }
  drawThread();
  drawNotice();
  drawTour(byId("tour"), showStep);
  drawModal();
}

// Where a step's answer is seen: the thread opens by itself, an answer in the channel is not hidden behind it.
function showStep(step) {
  if (step.seen_in === "window") return;
  if (state.place !== state.tour.channel || state.tab !== "messages") go(state.tour.channel);
  if (step.seen_in === "channel") {
    if (state.thread) closeThread();
    draw();
    showLast(byId("timeline"));
  }
}

function wanted() {
  const hash = location.hash.slice(1);
  if (hash === "home" || hash === "app") {
    state.tab = hash === "home" ? "home" : "messages";
    return state.dm;
  }
  return place(hash) ? hash : state.channels[0].id;
}

function drawSidebar() {
  const row = (one, label, lead, current, onclick) => h("button", {
    type: "button", class: `place ${current ? "current" : ""} ${state.unread[one] ? "unread" : ""}`, "aria-current": current ? "page" : null, onclick,
  }, lead, h("span", { class: "place-name" }, label), state.unread[one] ? h("span", { class: "count", "aria-label": `${state.unread[one]} new` }, state.unread[one]) : null);
  const channels = state.channels.filter((one) => one.kind !== "im");
  const people = Object.entries(state.users).filter(([, user]) => !user.bot);
  replace(byId("sidebar"),
    h("div", { class: "team" }, h("div", { class: "team-name" }, state.team), h("div", { class: "team-note" }, "on this machine only")),
    h("div", { class: "places" },
      h("h2", {}, "Channels"),
      channels.map((one) => row(one.id, one.name, icon(one.kind === "group" ? "lock" : "hash"), state.place === one.id, () => go(one.id))),
      h("h2", {}, "App"),
      row(state.dm, state.bot.name, avatar({ bot: true }, "tiny"), state.place === state.dm && state.tab === "messages", () => go(state.dm)),
      row("home", "Home", icon("home"), state.place === state.dm && state.tab === "home", () => go(state.dm, "home"))),
    h("div", { class: "me" }, avatar(state.users[state.me], "small"),
      h("label", { class: "me-label" }, h("span", {}, "You are"), personSelect(people)),
      themeButton()));
}

function personSelect(people) {
  const select = h("select", { class: "me-select", "aria-label": "Person you are", onchange: () => {
    state.me = select.value;
    clearList(byId("timeline"));
    closeThread(false);
    reopen();
  } }, people.map(([id, user]) => h("option", { value: id, selected: id === state.me }, user.name)));
  return select;
}

function themeButton() {
  const theme = document.documentElement.dataset.theme;
  const look = { auto: ["auto", "Colours follow the system"], light: ["sun", "Light colours"], dark: ["moon", "Dark colours"] }[theme];
  return iconButton(look[0], `${look[1]}; change`, () => {
    setTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]);
    drawSidebar();
  });
}

function setTheme(theme) {
  document.documentElement.dataset.theme = THEMES.includes(theme) ? theme : "auto";
  try { localStorage.setItem("theme", theme); } catch { /* private window: the choice lasts until reload */ }
}

function drawHeader() {
  const here = place();
  const bot = here.kind === "im";
  const tab = (name, label) => h("button", { type: "button", role: "tab", class: "tab", "aria-selected": String(state.tab === name), onclick: () => go(state.dm, name) }, label);
  replace(byId("header"),
    iconButton("menu", "Show the conversations", () => document.body.classList.toggle("menu-open"), { class: "icon-button menu-button" }),
    h("div", { class: "bar-title" },
      h("h1", {}, bot ? avatar({ bot: true }, "small") : icon(here.kind === "group" ? "lock" : "hash"), bot ? state.bot.name : here.name),
      bot ? h("div", { class: "tabs", role: "tablist", "aria-label": "App" }, tab("home", "Home"), tab("messages", "Messages")) : h("p", { class: "topic" }, here.topic)),
    h("span", { class: `status ${state.connected ? "on" : "off"}`, title: state.connected ? "Its process is connected to this workspace" : "Its process is not connected to this workspace" },
      h("span", { class: "status-words" }, state.connected ? `${state.bot.name} is connected` : `${state.bot.name} is not connected`)));
  document.title = `${Object.keys(state.unread).length ? "• " : ""}${bot ? state.bot.name : `#${here.name}`} · ${state.team}`;
}

function drawNotice() {
  const notice = byId("notice");
  notice.hidden = !state.lost;
  if (state.lost) replace(notice, "The local workspace was stopped or started anew. ", h("button", { type: "button", class: "button", onclick: () => location.reload() }, "Reload the page"));
}

function drawTimeline() {
  const root = byId("timeline");
  const messages = ofChannel(state.place);
  root.querySelector(".welcome")?.remove();
  if (!messages.length) root.prepend(welcome());
  drawList(root, messages, { channel: state.place, inThread: false });
}

function welcome() {
  const here = place();
  const away = here.kind !== "im" && !here.bot;
  const intro = here.kind === "im"
    ? `Write to ${state.bot.name}: paste a link to an article, or the text itself.`
    : away ? `${state.bot.name} does not read here yet. Invite it below, then paste a link to an article.` : `Paste a link to an article. ${state.bot.name} answers in a thread under it.`;
  return h("div", { class: "welcome" }, h("img", { src: "/static/mark.svg", alt: "" }),
    h("h2", {}, here.kind === "im" ? state.bot.name : `#${here.name}`), h("p", {}, intro),
    here.kind === "im" ? state.prompts.map((one) => h("button", { type: "button", class: "button prompt", onclick: () => act("say", { text: one.message, channel: state.place }) }, one.title)) : null,
    away ? null : h("button", { type: "button", class: "button primary", onclick: () => act("say", { text: state.sample, channel: state.place }) }, "Try it with the sample article"),
    away ? null : h("p", { class: "muted small" }, "The sample is invented and served from this machine: ", h("a", { href: state.sample, target: "_blank", rel: "noopener" }, "read it")));
}

function drawThread() {
  const root = byId("thread");
  const messages = state.thread ? ofThread(state.place, state.thread) : [];
  const doing = state.doing[state.place]?.[state.thread];
  document.body.classList.toggle("thread-open", messages.length > 0);
  root.hidden = !messages.length;
  if (!messages.length) return;
  if (root.dataset.thread !== state.thread) {
    root.dataset.thread = state.thread;
    replace(root, h("header", { class: "bar" }, iconButton("back", "Back to the conversation", () => { closeThread(); draw(); }, { class: "icon-button back-button" }),
      h("div", { class: "bar-title" }, h("h1", {}, "Thread"), h("p", { class: "topic" }, place().kind === "im" ? state.bot.name : `#${place().name}`)),
      iconButton("close", "Close the thread", () => { closeThread(); draw(); }, { class: "icon-button close-button" })),
    h("div", { class: "timeline", role: "log", "aria-live": "polite", "aria-label": "Replies", tabindex: 0 }), h("p", { class: "doing muted small", role: "status" }), h("div", { class: "composer" }));
  }
  root.querySelector(".doing").textContent = doing ? `${state.bot.name} ${doing}` : "";
  drawList(root.querySelector(".timeline"), messages, { channel: state.place, inThread: true });
  drawComposer(root.querySelector(".composer"), { channel: state.place, thread: state.thread });
}

function drawHome() {
  const sign = JSON.stringify(state.home);
  const root = byId("home");
  if (sign === homeSign && root.firstChild) return;
  homeSign = sign;
  const use = (element, block, value) => confirmThen(element.confirm, () => act("click_in_view", { view_id: state.home.id, action_id: element.action_id, value }));
  replace(root, h("div", { class: "home-body" }, state.home ? renderBlocks(state.home.blocks, use) : h("p", { class: "muted" }, `${state.bot.name} has not set its Home up yet.`)));
}

// On opening the page, the latest thread the bot answered in is shown beside the conversation, where there is room for both.
function showLatestAnswer() {
  if (state.thread || state.tab !== "messages" || !window.matchMedia("(min-width: 900px)").matches) return;
  const answered = ofChannel(state.place).filter((one) => one.reply_users?.includes(state.bot.user));
  if (answered.length) openThread(answered[answered.length - 1].ts, false);
}

function changed(change) {
  if (change.kind === "message") {
    noteUnread(change);
    followBot(change);
  }
  draw();
  if (first && state.ready) {
    first = false;
    showLatestAnswer();
  }
}

document.addEventListener("redraw", draw);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if (document.body.classList.contains("menu-open")) document.body.classList.remove("menu-open");
  else if (state.thread) { closeThread(); draw(); byId("composer-text")?.focus(); }
});
byId("scrim").addEventListener("click", () => document.body.classList.remove("menu-open"));
window.addEventListener("hashchange", () => {
  const hash = location.hash.slice(1);
  if (hash === "home" || hash === "app") {
    const tab = hash === "home" ? "home" : "messages";
    if (state.place !== state.dm || state.tab !== tab) go(state.dm, tab);
  } else if (hash !== state.place && place(hash)) go(hash);
});

let saved = "auto";
try { saved = localStorage.getItem("theme") || "auto"; } catch { /* private window */ }
setTheme(saved);
configureMessages(openThread);
configureInputs(() => state.channels, () => state.users);
fetch("/static/emoji.json").then((got) => got.json()).catch(() => ({})).then((table) => {
  configure(table, () => state.users, () => state.channels);
  reopen = watch(changed);
});
