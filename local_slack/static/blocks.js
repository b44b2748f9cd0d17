// Block Kit as nodes. `use(element, block, value)` is called when a person uses something.
import { h } from "./dom.js";
import { choice } from "./inputs.js";
import { state } from "./state.js";
import { channelLink, emojiNode, inline, link, markdown, mention, mrkdwn, safeUrl } from "./text.js";

export function textObject(text) {
  if (!text) return null;
  return text.type === "mrkdwn" ? mrkdwn(text.text) : plainText(text.text);
}

export function plainText(text) {
  return text.split("\n").flatMap((line, row) => [...(row ? [h("br")] : []), ...emojiOnly(line)]);
}

function emojiOnly(line) {
  return line.split(/(:[a-z0-9_+-]+:)/).map((part) => (/^:[a-z0-9_+-]+:$/.test(part) ? emojiNode(part.slice(1, -1)) : part));
}

export function renderBlocks(blocks, use) {
  return (blocks || []).map((block) => {
    const render = RENDER[block.type];
    const node = render ? render(block, use) : h("p", { class: "muted" }, `[a block of type ${block.type}]`);
    node.dataset.block = block.block_id || "";
    return node;
  });
}

const RENDER = {
  header: (block) => h("h2", { class: "block block-header" }, plainText(block.text.text)),
  divider: () => h("hr", { class: "block divider" }),
  context: (block) => h("div", { class: "block block-context" }, block.elements.map((element) => (
    element.type === "image" ? picture(element, "context-image") : h("span", {}, textObject(element))
  ))),
  section: (block, use) => h("div", { class: "block block-section" },
    h("div", { class: "section-body" },
      block.text ? h("div", { class: "section-text" }, textObject(block.text)) : null,
      block.fields ? h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "field" }, textObject(field)))) : null),
    block.accessory ? h("div", { class: "accessory" }, element(block.accessory, block, use)) : null),
  actions: (block, use) => h("div", { class: "block block-actions" }, block.elements.map((one) => element(one, block, use))),
  context_actions: (block, use) => h("div", { class: "block block-actions block-context-actions" }, block.elements.flatMap((one) => contextAction(one, block, use))),
  image: (block) => h("figure", { class: "block block-image" }, block.title ? h("figcaption", {}, plainText(block.title.text)) : null, picture(block)),
  markdown: (block) => h("div", { class: "block block-markdown" }, markdown(block.text)),
  rich_text: (block) => h("div", { class: "block rich" }, richLists(block.elements)),
  video: (block) => h("div", { class: "block card" }, link(block.title_url || block.video_url, block.title.text), h("div", { class: "muted" }, block.description?.text)),
  table: (block) => h("div", { class: "block table-wrap" }, h("table", {}, block.rows.map((row) => h("tr", {}, row.map((cell) => h("td", {}, cell.text ?? richLists(cell.elements || []))))))),
  input: (block) => h("p", { class: "block muted" }, `[${block.label.text}]`),
};

export function element(one, block, use) {
  if (one.type === "image") return picture(one, "thumb");
  if (one.type === "button") return button(one, block, use);
  return choice(one, { label: one.placeholder?.text || "Choose", onchange: (value) => use(one, block, value) });
}

// Feedback buttons and icon buttons; what is for some people's eyes alone is not there for others.
function contextAction(one, block, use) {
  if (one.visible_to_user_ids && !one.visible_to_user_ids.includes(state.me)) return [];
  if (one.type === "icon_button") {
    return [h("button", { class: "button quiet", type: "button", title: one.text.text, "aria-label": one.accessibility_label || one.text.text, data: { action: one.action_id }, onclick: () => use(one, block, null) },
      h("span", { "aria-hidden": "true" }, "🗑"))];
  }
  return [["positive", "👍"], ["negative", "👎"]].map(([verdict, sign]) => {
    const choice = one[`${verdict}_button`];
    return h("button", { class: "button quiet", type: "button", "aria-label": choice.accessibility_label || null, data: { action: one.action_id, verdict }, onclick: () => use(one, block, verdict) },
      h("span", { "aria-hidden": "true" }, `${sign} `), plainText(choice.text.text));
  });
}

function button(one, block, use) {
  const content = plainText(one.text.text);
  const props = { class: `button ${one.style || ""}`, "aria-label": one.accessibility_label, data: { action: one.action_id } };
  const url = one.url ? safeUrl(one.url) : null;
  if (url) {
    return h("a", { ...props, href: url, target: "_blank", rel: "noopener noreferrer nofollow", title: url, onclick: () => use(one, block, null) },
      content, h("span", { class: "out", "aria-hidden": "true" }, "↗"));
  }
  return h("button", { ...props, type: "button", onclick: () => use(one, block, null) }, content);
}

// Nothing is loaded from outside: a picture of this server is shown, any other is a labelled place with its address.
function picture(image, style = "") {
  const url = image.image_url || "";
  if (url.startsWith(`${location.origin}/`)) return h("img", { class: style, src: url, alt: image.alt_text });
  return h("span", { class: `no-image ${style}`, role: "img", "aria-label": image.alt_text, title: url }, image.alt_text || "image");
}

function richLists(elements) {
  return elements.map((container) => RICH[container.type]?.(container) ?? null);
}

const RICH = {
  rich_text_section: (container) => h("div", { class: "rich-section" }, richInline(container.elements)),
  rich_text_quote: (container) => h("blockquote", {}, richInline(container.elements)),
  rich_text_preformatted: (container) => h("pre", {}, h("code", {}, container.elements.map((one) => one.text || one.url || ""))),
  rich_text_list: (container) => h(container.style === "ordered" ? "ol" : "ul",
    { class: `rich-list indent-${Math.min(container.indent || 0, 6)}`, start: container.offset ? container.offset + 1 : null },
    container.elements.map((item) => h("li", {}, richInline(item.elements)))),
};

const STYLE_TAGS = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"]];

function richInline(elements) {
  return (elements || []).map((one) => {
    let node = RICH_INLINE[one.type]?.(one) ?? null;
    for (const [name, tag] of STYLE_TAGS) if (one.style?.[name]) node = h(tag, {}, node);
    return node;
  });
}

const RICH_INLINE = {
  text: (one) => one.text.split("\n").flatMap((line, row) => [...(row ? [h("br")] : []), line]),
  link: (one) => link(one.url, one.text),
  emoji: (one) => (one.unicode ? String.fromCodePoint(...one.unicode.split("-").map((part) => parseInt(part, 16))) : emojiNode(one.name)),
  user: (one) => mention(one.user_id),
  usergroup: (one) => h("span", { class: "mention" }, `@${one.usergroup_id}`),
  channel: (one) => channelLink(one.channel_id),
  broadcast: (one) => h("span", { class: "mention loud" }, `@${one.range}`),
  color: (one) => one.value,
  date: (one) => h("time", {}, one.fallback || new Date(one.timestamp * 1000).toLocaleString()),
};

export function attachments(message, use) {
  return (message.attachments || []).map((one) => {
    const url = safeUrl(one.from_url || one.title_link || "");
    const body = one.blocks ? renderBlocks(one.blocks, use) : [
      one.service_name ? h("div", { class: "preview-site" }, one.service_name) : null,
      one.title ? h("div", { class: "preview-title" }, url ? link(url, one.title) : one.title) : null,
      one.text ? h("div", {}, inline(one.text)) : null,
    ];
    return h("div", { class: "preview" }, body);
  });
}
