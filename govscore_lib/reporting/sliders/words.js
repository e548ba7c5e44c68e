/* Elements and their words in two languages. */

/** An element with attributes and children; a false attribute is left out. JupyterLab leaves its controls their
    keys: the arrows of a slider would else be its own shortcuts. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  if (["input", "button", "select"].includes(tag)) { node.setAttribute("data-lm-suppress-shortcuts", "true"); }
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) { node.setAttribute(name, value === true ? "" : value); }
  }
  node.append(...children);
  return node;
}

/** Write into the text that an element has already: a new one would have to be laid out from the beginning. */
function write(node, text) {
  if (node.firstChild) { node.firstChild.data = text; } else { node.textContent = text; }
}

/** Texts and labels that change with the language. */
export class Words {
  constructor(language) {
    this.language = language;
    this.texts = new Map();
    this.labels = new Map();
  }

  of(pair) { return pair[this.language]; }

  /** Write a text into an element; only where it differs, since writing costs a layout. */
  text(node, zh, en) {
    const before = this.texts.get(node), now = { zh, en };
    this.texts.set(node, now);
    if (!before || this.of(before) !== this.of(now)) { write(node, this.of(now)); }
    return node;
  }

  /** Name an element for those who do not see it. */
  label(node, zh, en) {
    this.labels.set(node, { zh, en });
    node.setAttribute("aria-label", this.of({ zh, en }));
    return node;
  }

  switchTo(language) {
    this.language = language;
    this.texts.forEach((pair, node) => { write(node, this.of(pair)); });
    this.labels.forEach((pair, node) => { node.setAttribute("aria-label", this.of(pair)); });
  }
}
