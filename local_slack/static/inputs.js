// Elements that hold a value: menus, boxes, text fields. Each node has `read()` giving what was chosen.
import { h, icon, openMenu } from "./dom.js";

let places = () => [];
let people = () => ({});
let serial = 0;

export function configureInputs(channels, users) {
  places = channels;
  people = users;
}

export function choice(element, { label, onchange = null, state = null }) {
  const make = MAKE[element.type];
  if (!make) return h("span", { class: "muted" }, `[${element.type}]`);
  const node = make(element, label, onchange, state);
  node.dataset.action = element.action_id || "";
  return node;
}

const allOptions = (element) => element.options || (element.option_groups || []).flatMap((group) => group.options);
const entered = (event) => event.key === "Enter";

function select(element, label, onchange, options, chosen) {
  const node = h("select", { class: "select", "aria-label": label, onchange: () => onchange?.(node.value) });
  if (!chosen || element.placeholder) node.append(h("option", { value: "" }, element.placeholder?.text || "Choose…"));
  node.append(...options);
  node.value = chosen || "";
  node.read = () => node.value || null;
  return node;
}

function optionNodes(element) {
  const node = (option) => h("option", { value: option.value }, option.text.text);
  if (element.option_groups) return element.option_groups.map((group) => h("optgroup", { label: group.label.text }, group.options.map(node)));
  return element.options.map(node);
}

function pick(kind) {
  return (element, label, onchange, state) => {
    const many = kind === "checkbox";
    const name = `choice-${(serial += 1)}`;
    const held = many
      ? (state?.selected_options || element.initial_options || []).map((option) => option.value)
      : [state?.selected_option?.value || element.initial_option?.value];
    const node = h("div", { class: element.type.startsWith("multi") ? "choices boxed" : "choices", role: many ? "group" : "radiogroup", "aria-label": label });
    node.read = () => {
      const values = [...node.querySelectorAll("input:checked")].map((input) => input.value);
      return many ? values : values[0] || null;
    };
    for (const option of allOptions(element)) {
      node.append(h("label", { class: "choice" },
        h("input", { type: kind, name, value: option.value, checked: held.includes(option.value), onchange: () => onchange?.(node.read()) }),
        h("span", {}, option.text.text, option.description ? h("small", {}, option.description.text) : null)));
    }
    return node;
  };
}

function listed(key, initial, all) {
  return (element, label, onchange, state) => {
    const nodes = all().map(([id, name]) => h("option", { value: id }, name));
    return select(element, label, onchange, nodes, state?.[key] || element[initial]);
  };
}

function listedMany(key, initial, all) {
  return (element, label, onchange, state) => {
    const held = state?.[key] || element[initial] || [];
    const node = h("div", { class: "choices boxed", role: "group", "aria-label": label });
    node.read = () => [...node.querySelectorAll("input:checked")].map((input) => input.value);
    for (const [id, name] of all()) {
      node.append(h("label", { class: "choice" }, h("input", { type: "checkbox", value: id, checked: held.includes(id), onchange: () => onchange?.(node.read()) }), name));
    }
    return node;
  };
}

function typed(type, extra = () => ({})) {
  return (element, label, onchange, state) => {
    const tag = element.multiline ? "textarea" : "input";
    const node = h(tag, {
      class: "field-input", type: element.multiline ? null : type, "aria-label": label, placeholder: element.placeholder?.text,
      minlength: element.min_length, maxlength: element.max_length, rows: element.multiline ? 4 : null, ...extra(element),
    });
    node.value = state?.value ?? state?.selected_time ?? state?.selected_date ?? element.initial_value ?? element.initial_time ?? element.initial_date ?? "";
    node.read = () => node.value || null;
    if (onchange) {
      if (type === "date" || type === "time") node.addEventListener("change", () => onchange(node.read()));
      else node.addEventListener("keydown", (event) => { if (entered(event) && !element.multiline) { event.preventDefault(); onchange(node.read()); } });
    }
    return node;
  };
}

function overflow(element, label, onchange) {
  const node = h("button", { type: "button", class: "button overflow", "aria-haspopup": "menu", "aria-label": "More choices", onclick: () => {
    openMenu(node, element.options.map((option) => ({ label: option.text.text, run: () => onchange?.(option.value) })), "More choices");
  } }, icon("more"));
  node.read = () => null;
  return node;
}

const conversations = () => places().map((place) => [place.id, place.kind === "im" ? "Direct message with the bot" : `#${place.name}`]);
const channels = () => places().filter((place) => place.kind !== "im").map((place) => [place.id, `#${place.name}`]);
const users = () => Object.entries(people()).map(([id, user]) => [id, user.name]);

const MAKE = {
  static_select: (element, label, onchange, state) => select(element, label, onchange, optionNodes(element), state?.selected_option?.value || element.initial_option?.value),
  multi_static_select: pick("checkbox"),
  checkboxes: pick("checkbox"),
  radio_buttons: pick("radio"),
  overflow,
  conversations_select: listed("selected_conversation", "initial_conversation", conversations),
  channels_select: listed("selected_channel", "initial_channel", channels),
  users_select: listed("selected_user", "initial_user", users),
  multi_conversations_select: listedMany("selected_conversations", "initial_conversations", conversations),
  multi_channels_select: listedMany("selected_channels", "initial_channels", channels),
  multi_users_select: listedMany("selected_users", "initial_users", users),
  plain_text_input: typed("text"),
  url_text_input: typed("url", () => ({ inputmode: "url" })),
  email_text_input: typed("email"),
  number_input: typed("number", (element) => ({ min: element.min_value, max: element.max_value, step: element.is_decimal_allowed ? "any" : 1 })),
  timepicker: typed("time"),
  datepicker: typed("date"),
};
