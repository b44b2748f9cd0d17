// The message box: links, commands with suggestions, shortcuts, the sample article.
import { h, icon, iconButton, openMenu, replace } from "./dom.js";
import { act, place, state } from "./state.js";

const drafts = {};

export function drawComposer(root, { channel, thread = null }) {
  const name = `${channel} ${thread || ""}`;
  if (root.dataset.name === name && root.dataset.sign === sign(channel)) return;
  const focused = root.contains(document.activeElement);
  root.dataset.name = name;
  root.dataset.sign = sign(channel);
  const here = place(channel);
  if (here.archived) {
    replace(root, h("p", { class: "muted center" }, "This channel is archived."));
    return;
  }
  const box = h("textarea", {
    id: thread ? "thread-text" : "composer-text", class: "composer-text", rows: 1, "aria-label": thread ? "Reply" : "Message",
    placeholder: thread ? "Reply…" : here.kind === "im" ? `Message ${state.bot.name}: paste a link, or the text itself` : `Message #${here.name}: paste a link, or type / for commands`,
    autocomplete: "off", spellcheck: "true",
  });
  box.value = drafts[name] || "";
  const list = h("ul", { class: "suggestions", role: "listbox", "aria-label": "Commands", hidden: true });
  const send = h("button", { type: "button", class: "send", "aria-label": "Send", title: "Send (Enter)", onclick: () => submit() }, icon("send"));
  let chosen = 0;

  const grow = () => {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 220)}px`;
    send.disabled = !box.value.trim();
    drafts[name] = box.value;
  };
  const commands = () => {
    const typed = box.value;
    if (thread || !typed.startsWith("/") || typed.includes(" ")) return [];
    const all = [...state.commands];
    if (here.kind !== "im" && !here.bot) all.push({ name: `/invite @${handle()}`, description: `Bring ${state.bot.name} into this channel`, hint: "" });
    return all.filter((one) => one.name.startsWith(typed));
  };
  const suggest = () => {
    const found = commands();
    chosen = Math.min(chosen, Math.max(found.length - 1, 0));
    list.hidden = !found.length;
    replace(list, found.map((one, at) => h("li", {
      role: "option", "aria-selected": String(at === chosen), class: at === chosen ? "chosen" : "",
      onpointerdown: (event) => { event.preventDefault(); take(one); },
    }, h("strong", {}, one.name), one.hint ? h("code", {}, one.hint) : null, h("span", { class: "muted" }, one.description))));
  };
  const take = (one) => {
    box.value = `${one.name} `;
    grow();
    suggest();
    box.focus();
  };
  const submit = async () => {
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    grow();
    suggest();
    const answer = await act("say", { text, channel, thread_ts: thread });
    if (!answer.ok && !box.value) {
      box.value = text;
      grow();
    }
  };
  box.addEventListener("input", () => { chosen = 0; grow(); suggest(); });
  box.addEventListener("blur", () => { list.hidden = true; });
  box.addEventListener("keydown", (event) => {
    const found = list.hidden ? [] : commands();
    if (found.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
      suggest();
    } else if (found.length && (event.key === "Tab" || (event.key === "Enter" && found[chosen].name !== box.value))) {
      event.preventDefault();
      take(found[chosen]);
    } else if (event.key === "Escape" && found.length) {
      event.stopPropagation();
      list.hidden = true;
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  const put = (text) => { box.value = text; grow(); box.focus(); };
  const tools = thread ? [] : [shortcutButton(), h("button", { type: "button", class: "chip", title: "Put the link of the bundled sample article into the box", onclick: () => put(state.sample) },
    icon("link"), "Sample article")];
  replace(root, here.bot || here.kind === "im" ? null : inviteBar(here),
    h("div", { class: "composer-box" }, list, box, h("div", { class: "composer-tools" }, tools, h("span", { class: "grow" }), send)));
  grow();
  if (focused) box.focus();
}

const sign = (channel) => JSON.stringify([place(channel), state.commands.length, state.shortcuts.length, state.me]);
const handle = () => state.users[state.bot.user]?.handle;

function shortcutButton() {
  const shortcuts = state.shortcuts.filter((one) => one.kind === "global");
  if (!shortcuts.length) return null;
  const button = iconButton("plus", "Shortcuts", () => openMenu(button, shortcuts.map((one) => ({
    label: one.name, lead: icon("bolt"), run: () => act("shortcut", { callback_id: one.callback_id }),
  })), "Shortcuts"), { "aria-haspopup": "menu" });
  return button;
}

function inviteBar(here) {
  return h("div", { class: "invite" }, h("span", {}, `${state.bot.name} is not in #${here.name}, so it does not read here.`),
    h("button", { type: "button", class: "button", onclick: () => act("say", { text: `/invite @${handle()}`, channel: here.id }) }, `Invite ${state.bot.name}`));
}
