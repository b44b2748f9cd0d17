// One message, and a list of them kept in step with the state without disturbing what a person is doing in it.
import { attachments, renderBlocks } from "./blocks.js";
import { avatar, clockTime, dayName, h, icon, iconButton, openMenu, plural, seconds } from "./dom.js";
import { confirmThen } from "./modal.js";
import { act, place, state } from "./state.js";
import { emojiNode, emojiText, mrkdwn, typedText } from "./text.js";

const QUICK = ["eyes", "white_check_mark", "+1", "pray", "thinking_face", "tada"];
const SYSTEM = new Set(["channel_join", "tombstone"]);
let openThread = () => {};
let editing = null;

export function configureMessages(open) {
  openThread = open;
}

export function drawList(root, messages, { channel, inThread }) {
  const pinned = root.scrollHeight - root.scrollTop - root.clientHeight < 120;
  const known = root.known || (root.known = new Map());
  const wanted = [];
  let day = null;
  let before = null;
  for (const message of messages) {
    const today = dayName(message.ts);
    if (today !== day && !inThread) wanted.push({ key: `day ${today}`, sign: today, make: () => h("div", { class: "day" }, h("span", {}, today)) });
    const compact = before && today === day && sameRun(before, message);
    day = today;
    before = message;
    const sign = JSON.stringify([message, compact, inThread, editing === message.ts]);
    wanted.push({ key: message.ts, sign, make: () => draw(message, { channel, compact, inThread }) });
    if (inThread && message === messages[0] && messages.length > 1) {
      const words = plural(messages.length - 1, "reply", "replies");
      wanted.push({ key: "count", sign: words, make: () => h("div", { class: "reply-count" }, h("span", {}, words)) });
    }
  }
  const again = root.dataset.shown === `${channel} ${inThread}`;
  let cursor = root.firstChild;
  const keep = new Set();
  for (const item of wanted) {
    keep.add(item.key);
    let entry = known.get(item.key);
    if (!entry || entry.sign !== item.sign) {
      const fresh = { sign: item.sign, node: item.make() };
      if (entry) {
        if (entry.node === cursor) cursor = cursor.nextSibling;
        entry.node.replaceWith(fresh.node);
      } else if (again) fresh.node.classList.add("arriving");
      known.set(item.key, (entry = fresh));
    }
    if (entry.node === cursor) cursor = cursor.nextSibling;
    else root.insertBefore(entry.node, cursor);
  }
  for (const [name, entry] of [...known]) if (!keep.has(name)) { entry.node.remove(); known.delete(name); }
  if (pinned || !again) showLast(root);
  root.dataset.shown = `${channel} ${inThread}`;
}

// To the end; but of a message longer than the window, the beginning stays in sight.
export function showLast(root) {
  root.scrollTop = root.scrollHeight;
  const last = root.lastElementChild;
  const top = last ? last.offsetTop - root.offsetTop : 0;
  if (last && root.scrollTop > top - 4) root.scrollTop = top - 4;
}

export function clearList(root) {
  root.known = new Map();
  root.replaceChildren();
  root.dataset.shown = "";
}

function sameRun(before, message) {
  return author(before) === author(message) && !before.ephemeral && !message.ephemeral && !SYSTEM.has(before.subtype)
    && !SYSTEM.has(message.subtype) && seconds(message.ts) - seconds(before.ts) < 300;
}

const author = (message) => message.user || message.bot_id || message.username;

function who(message) {
  if (message.user === "USLACKBOT") return { name: "Workspace", bot: false };
  if (message.bot_id === state.bot.id) return state.users[state.bot.user];
  return state.users[message.user] || { name: message.username || message.bot_id || "Someone", bot: Boolean(message.bot_id) };
}

function draw(message, { channel, compact, inThread }) {
  const user = who(message);
  if (SYSTEM.has(message.subtype)) {
    return h("div", { class: "system", data: { ts: message.ts } }, mrkdwn(message.text), threadChip(message, inThread));
  }
  const use = (element, block, value) => confirmThen(element.confirm, () => (
    act("click", { channel, ts: message.ts, action_id: element.action_id, block_id: block.block_id, value })
  ));
  const body = editing === message.ts ? editBox(message, channel) : [
    h("div", { class: "message-text" },
      message.blocks?.length && message.bot_id ? renderBlocks(message.blocks, use) : h("div", { class: "plain" }, mrkdwn(message.text || "")),
      message.edited && message.user !== state.bot.user ? h("span", { class: "edited" }, "(edited)") : null),
    (message.files || []).map(fileCard),
    attachments(message, use),
  ];
  return h("article", {
    class: `message ${compact ? "compact" : ""} ${message.ephemeral ? "ephemeral" : ""} ${user.bot ? "from-bot" : ""}`,
    data: { ts: message.ts }, "aria-label": `${user.name}, ${clockTime(message.ts)}`,
  },
  h("div", { class: "gutter" }, compact ? h("time", { class: "time-small" }, clockTime(message.ts)) : avatar(user)),
  h("div", { class: "message-body" },
    message.ephemeral ? h("div", { class: "only-you" }, icon("eye"), "Only visible to you",
      h("button", { type: "button", class: "text-button", onclick: () => act("dismiss", { ts: message.ts }) }, "Dismiss")) : null,
    compact ? null : h("div", { class: "byline" }, h("span", { class: "author" }, user.name), user.bot ? h("span", { class: "badge" }, "App") : null,
      h("time", { class: "time" }, clockTime(message.ts))),
    message.subtype === "thread_broadcast" && !inThread ? h("div", { class: "muted small" }, "replied to a thread") : null,
    body, reactions(message, channel), threadChip(message, inThread)),
  message.ephemeral || editing === message.ts ? null : toolbar(message, channel, inThread));
}

function reactions(message, channel) {
  if (!message.reactions?.length) return null;
  return h("div", { class: "reactions" }, message.reactions.map((one) => {
    const names = one.users.map((id) => state.users[id]?.name || id).join(", ");
    const mine = one.users.includes(state.me);
    return h("button", { type: "button", class: `reaction ${mine ? "mine" : ""}`, "aria-pressed": String(mine), title: `${names} reacted with :${one.name}:`,
      "aria-label": `${one.name.replace(/_/g, " ")}, ${one.count}, ${names}`, onclick: () => act("react", { channel, ts: message.ts, name: one.name }) },
    h("span", { class: "emoji" }, emojiText(one.name) ?? `:${one.name}:`), h("span", {}, one.count));
  }));
}

function threadChip(message, inThread) {
  if (inThread || !message.reply_count) return null;
  const faces = (message.reply_users || []).slice(0, 3).map((id) => avatar(state.users[id] || { name: "?" }, "tiny"));
  return h("button", { type: "button", class: "thread-chip", onclick: () => openThread(message.ts) }, faces,
    h("span", { class: "thread-count" }, plural(message.reply_count, "reply", "replies")), h("span", { class: "muted" }, `last at ${clockTime(message.latest_reply)}`));
}

function fileCard(file) {
  const key = document.querySelector("meta[name=page-key]").content;
  const address = `${file.url_private}?key=${encodeURIComponent(key)}`;
  if (/\.png$/i.test(file.name)) return h("figure", { class: "picture" }, h("figcaption", { class: "muted" }, file.title), h("img", { src: address, alt: file.title }));
  return h("a", { class: "file", href: address, download: file.name }, icon("file"),
    h("span", {}, h("strong", {}, file.title), h("small", { class: "muted" }, `${file.name} · ${(file.size / 1024).toFixed(1)} kB`)));
}

function toolbar(message, channel, inThread) {
  const react = iconButton("smile", "React", () => openMenu(react, QUICK.map((name) => ({
    label: emojiText(name), run: () => act("react", { channel, ts: message.ts, name }),
  })), "React").classList.add("emoji-menu"));
  const more = iconButton("more", "More actions", () => openMenu(more, moreItems(message, channel, inThread), "More actions"), { "aria-haspopup": "menu" });
  return h("div", { class: "toolbar", role: "toolbar", "aria-label": "Message actions" }, react,
    inThread ? null : iconButton("reply", "Reply in thread", () => openThread(message.thread_ts || message.ts)), more);
}

function moreItems(message, channel, inThread) {
  const items = state.shortcuts.filter((one) => one.kind === "message").map((one) => ({
    label: one.name, lead: icon("bolt"), run: () => act("shortcut", { callback_id: one.callback_id, ts: message.ts, channel }),
  }));
  if (!inThread) items.unshift({ label: "Reply in thread", lead: icon("reply"), run: () => openThread(message.thread_ts || message.ts) });
  items.push({ label: "Copy the words", run: () => navigator.clipboard?.writeText(typedText(message.text || "")) });
  if (message.user === state.me) {
    items.push({ label: "Edit", run: () => { editing = message.ts; document.dispatchEvent(new Event("redraw")); } });
    items.push({ label: "Delete", style: "danger", run: () => act("delete", { channel, ts: message.ts }) });
  }
  return items;
}

function editBox(message, channel) {
  const box = h("textarea", { class: "edit-box", "aria-label": "Edit the message", rows: 3 });
  box.value = typedText(message.text);
  const end = () => { editing = null; document.dispatchEvent(new Event("redraw")); };
  const save = async () => {
    const text = box.value.trim();
    if (text && text !== typedText(message.text)) await act("edit", { channel, ts: message.ts, text });
    end();
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); end(); }
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); save(); }
  });
  setTimeout(() => box.focus());
  return [box, h("div", { class: "edit-row" }, h("button", { type: "button", class: "button", onclick: end }, "Cancel"),
    h("button", { type: "button", class: "button primary", onclick: save }, "Save"))];
}

export { emojiNode, place };
