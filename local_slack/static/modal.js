// Modals: the view on top of a person's stack, filled in and sent.
import { h, icon, iconButton, replace } from "./dom.js";
import { element, plainText, renderBlocks } from "./blocks.js";
import { choice } from "./inputs.js";
import { act, state } from "./state.js";

let dialog = null;
let shown = null;
let fields = new Map();

export function drawModal() {
  const view = state.stack[state.stack.length - 1];
  if (!view) {
    dialog?.remove();
    dialog = shown = null;
    return;
  }
  const kept = shown === view.id ? collect() : {};
  const focused = dialog?.contains(document.activeElement) ? document.activeElement.dataset.field : null;
  if (!dialog) {
    dialog = h("dialog", { class: "modal", "aria-labelledby": "modal-title" });
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
    // Browsers close a dialog by themselves when Escape comes a second time: the view goes with it.
    dialog.addEventListener("close", () => { if (state.stack.length) close(); });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) close(); });
    document.getElementById("dialogs").append(dialog);
  }
  shown = view.id;
  fields = new Map();
  const back = state.stack.length > 1;
  replace(dialog, h("form", { class: "modal-form", method: "dialog", novalidate: true, onsubmit: submit },
    h("header", { class: "modal-head" },
      h("img", { class: "avatar small", src: "/static/mark.svg", alt: "" }),
      h("h2", { id: "modal-title" }, plainText(view.title.text)),
      iconButton("close", "Close", close)),
    h("div", { class: "modal-body" }, view.blocks.map((block) => viewBlock(block, view, kept))),
    h("footer", { class: "modal-foot" },
      h("button", { type: "button", class: "button", onclick: close }, back ? [icon("back"), view.close?.text || "Back"] : view.close?.text || "Cancel"),
      view.submit ? h("button", { type: "submit", class: "button primary" }, plainText(view.submit.text)) : null)));
  if (!dialog.open) dialog.showModal();
  const first = focused ? dialog.querySelector(`[data-field="${CSS.escape(focused)}"]`) : dialog.querySelector(".modal-body input, .modal-body select, .modal-body textarea");
  first?.focus();
}

function use(one, block, value) {
  return act("click_in_view", { view_id: shown, action_id: one.action_id, value });
}

// Blocks of a view: inputs get a label, a hint and their error; the rest is drawn as in messages.
function viewBlock(block, view, kept) {
  if (block.type !== "input") {
    const [node] = renderBlocks([block], use);
    node.querySelectorAll("[data-action]").forEach((one) => { if (one.read) remember(block.block_id, one.dataset.action, one); });
    return node;
  }
  const field = `${block.block_id}/${block.element.action_id}`;
  const held = kept[field] === undefined ? view.state.values[block.block_id]?.[block.element.action_id] : asState(block.element, kept[field]);
  const dispatch = block.dispatch_action ? (value) => use(block.element, block, value) : null;
  const input = choice(block.element, { label: block.label.text, state: held, onchange: dispatch });
  input.dataset.field = field;
  remember(block.block_id, block.element.action_id, input);
  const error = view.errors?.[block.block_id];
  if (error) input.setAttribute("aria-invalid", "true");
  return h("div", { class: `input ${error ? "wrong" : ""}`, data: { block: block.block_id } },
    h("div", { class: "input-label" }, plainText(block.label.text), block.optional ? h("span", { class: "muted" }, " (optional)") : null),
    input,
    error ? h("p", { class: "input-error", role: "alert" }, error) : null,
    block.hint ? h("p", { class: "input-hint" }, plainText(block.hint.text)) : null);
}

function remember(block, action, node) {
  fields.set(`${block}/${action}`, { block, action, node });
}

function collect() {
  return Object.fromEntries([...fields].map(([field, { node }]) => [field, node.read()]));
}

function asState(one, value) {
  const find = (wanted) => (one.options || []).find((option) => option.value === wanted);
  if (["checkboxes", "multi_static_select"].includes(one.type)) return { selected_options: (value || []).map(find).filter(Boolean) };
  if (["static_select", "radio_buttons"].includes(one.type)) return { selected_option: value ? find(value) : null };
  return { value, selected_time: value, selected_date: value, selected_conversation: value, selected_channel: value, selected_user: value,
    selected_conversations: value, selected_channels: value, selected_users: value };
}

async function submit(event) {
  event.preventDefault();
  const view = state.stack[state.stack.length - 1];
  dialog.querySelectorAll(".input.local-wrong").forEach((node) => node.classList.remove("local-wrong"));
  for (const block of view.blocks.filter((one) => one.type === "input")) {
    const { node } = fields.get(`${block.block_id}/${block.element.action_id}`);
    const value = node.read();
    const empty = value === null || (Array.isArray(value) && !value.length);
    const unfit = typeof node.checkValidity === "function" && !node.checkValidity();
    if ((empty && !block.optional) || (!empty && unfit)) {
      wrong(node, empty ? "Please fill this in." : node.validationMessage || "Please check this.");
      return;
    }
  }
  const values = {};
  for (const { block, action, node } of fields.values()) if (node.read() !== null) values[fieldCount(block) > 1 ? action : block] = node.read();
  dialog.classList.add("sending");
  await act("submit", { view_id: view.id, values });
  dialog?.classList.remove("sending");
}

function fieldCount(block) {
  return [...fields.values()].filter((field) => field.block === block).length;
}

function wrong(node, words) {
  const input = node.closest(".input");
  input.classList.add("local-wrong");
  input.querySelectorAll(".input-error").forEach((one) => one.remove());
  input.append(h("p", { class: "input-error", role: "alert" }, words));
  (node.matches("input, select, textarea") ? node : node.querySelector("input, select"))?.focus();
}

function close() {
  const view = state.stack[state.stack.length - 1];
  if (view) act("close", { view_id: view.id });
}

// A yes-or-no question some elements ask before they act.
export function confirmThen(question, run) {
  if (!question) {
    run();
    return;
  }
  const box = h("dialog", { class: "modal confirm", "aria-labelledby": "confirm-title" });
  const end = (go) => () => { box.remove(); if (go) run(); };
  replace(box, h("div", { class: "modal-form" },
    h("header", { class: "modal-head" }, h("h2", { id: "confirm-title" }, question.title.text)),
    h("div", { class: "modal-body" }, plainText(question.text.text)),
    h("footer", { class: "modal-foot" },
      h("button", { type: "button", class: "button", onclick: end(false) }, question.deny.text),
      h("button", { type: "button", class: `button ${question.style || "primary"}`, onclick: end(true) }, question.confirm.text))));
  document.getElementById("dialogs").append(box);
  box.addEventListener("close", () => box.remove());
  box.showModal();
}

export { element };
