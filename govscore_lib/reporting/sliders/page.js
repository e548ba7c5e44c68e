/* On a page: every place for sliders is filled; the address carries what is set. */

class PageModel {
  constructor(values) {
    this.values = values;
    this.listeners = new Map();
  }

  get(name) { return this.values[name]; }

  set(name, value) {
    this.values[name] = value;
    (this.listeners.get(`change:${name}`) ?? []).forEach((listener) => listener());
  }

  on(event, listener) { this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]); }

  off(event, listener) {
    this.listeners.set(event, (this.listeners.get(event) ?? []).filter((one) => one !== listener));
  }

  save_changes() {
    const board = prepare(this.values.data), state = fitting(board, this.values.setting);
    try { window.history.replaceState(null, "", addressOf(toAddress(state))); } catch { /* the page still works */ }
  }
}

/** The page's address with these parts; language and theme stay. */
function addressOf(parts) {
  const others = window.location.hash.replace(/^#/, "").split("&").filter((part) => part && !/^(start|keep|category|criterion)=/.test(part));
  const hash = [...others.filter((part) => /^\w+=/.test(part)), ...parts].join("&");
  return `${window.location.href.split("#")[0]}${hash ? `#${hash}` : ""}`;
}

function fill(place) {
  const { data, setting } = JSON.parse(place.querySelector('script[type="application/json"]').textContent);
  const root = document.documentElement;
  const language = () => (root.getAttribute("data-lang") === "en" ? "en" : "zh");
  const carried = fromAddress(prepare(data), window.location.hash);
  const isCarried = carried && (!isPrinted(carried) || carried.keep === "none");
  const model = new PageModel({
    data, language: language(), setting: isCarried ? plain(prepare(data), carried) : setting, address: addressOf
  });
  render({ model, el: place.querySelector(".sliders-place") });
  new MutationObserver(() => { if (model.get("language") !== language()) { model.set("language", language()); } })
    .observe(root, { attributes: true, attributeFilter: ["data-lang"] });
  window.addEventListener("hashchange", () => {
    const board = prepare(data), next = fromAddress(board, window.location.hash);
    if (next) { model.set("setting", plain(board, next)); }
  });
}

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".sliders").forEach(fill));
} else {
  document.querySelectorAll(".sliders").forEach(fill);
}
