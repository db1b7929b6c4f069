/* The ground the window stands on: building elements, icons, announcements, theme, panels.
   Every text enters the page through textContent; no string is ever parsed as HTML. */
"use strict";
window.twosource = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const PATHS = {
    menu: "M3 5h14M3 10h14M3 15h14",
    plus: "M10 4v12M4 10h12",
    close: "M5 5l10 10M15 5 5 15",
    bin: "M4 6h12M8 6V4h4v2M6 6l1 10h6l1-10",
    theme: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 3v14M13 5v10M15.5 7v6",
    send: "M10 16V4M5 9l5-5 5 5",
    stop: "M6 6h8v8H6z",
    down: "M10 4v12M5 11l5 5 5-5",
    left: "M12 5l-5 5 5 5",
    right: "m8 5 5 5-5 5",
    swap: "M7 3 3 7l4 4M3 7h12M13 9l4 4-4 4M17 13H5",
    copy: "M7 7V4h9v9h-3M4 7h9v9H4V7Z",
    list: "M7 5h10M7 10h10M7 15h10M3 5h.01M3 10h.01M3 15h.01",
    warn: "M10 8v4m0 2.5v.1M10 3 2.5 16h15L10 3Z",
    up: "M7 9v7H4V9h3Zm0 0 3-6c1.5 0 2 1 1.6 2.6L11 8h4.2a1.5 1.5 0 0 1 1.5 1.9l-1.3 5a1.5 1.5 0 0 1-1.4 1.1H7",
    downThumb: "M7 11V4H4v7h3Zm0 0 3 6c1.5 0 2-1 1.6-2.6L11 12h4.2a1.5 1.5 0 0 0 1.5-1.9l-1.3-5A1.5 1.5 0 0 0 14 4H7",
    star: "m10 3 2.2 4.5 4.9.7-3.6 3.5.9 4.9L10 14.3l-4.4 2.3.9-4.9L2.9 8.2l4.9-.7L10 3Z",
    pen: "M4 16h3l9-9-3-3-9 9v3ZM11.5 5.5l3 3",
    save: "M10 3v9M6 8.5l4 4 4-4M4 16h12",
    link: "M8.5 11.5a3.5 3.5 0 0 0 5 0l2.5-2.5a3.5 3.5 0 0 0-5-5L9.8 5.2M11.5 8.5a3.5 3.5 0 0 0-5 0L4 11a3.5 3.5 0 0 0 5 5l1.2-1.2",
    help: "M10 2.6a7.4 7.4 0 1 0 0 14.8 7.4 7.4 0 0 0 0-14.8ZM7.9 7.9a2.1 2.1 0 1 1 3 2c-.7.3-.9.7-.9 1.5M10 13.7v.1",
    undo: "M8 5 4 9l4 4M4 9h8a4 4 0 0 1 0 8H9",
    leave: "M8 4H4v12h4M8 10h9M13 6l4 4-4 4",
    again: "M16 5v4h-4M16 9a6.5 6.5 0 1 0 .3 3",
  };

  /** An element; `on...` are listeners, null and false attributes are left out, children are text or nodes. */
  const h = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value == null || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat(4).filter((child) => child != null && child !== false));
    return element;
  };

  const icon = (name, size = 18) => {
    const svg = document.createElementNS(SVG, "svg");
    const path = document.createElementNS(SVG, "path");
    const look = { viewBox: "0 0 20 20", width: size, height: size, "aria-hidden": "true", class: "ts-icon" };
    for (const [key, value] of Object.entries(look)) svg.setAttribute(key, value);
    path.setAttribute("d", PATHS[name]);
    svg.append(path);
    return svg;
  };

  const button = (label, onclick, attributes = {}, ...children) =>
    h("button", { type: "button", onclick, ...attributes }, children.length ? children : label);

  const iconButton = (name, label, onclick, attributes = {}) =>
    h("button", { type: "button", class: "ts-ic", "aria-label": label, title: label, onclick, ...attributes }, icon(name));

  const count = (n, one, many = one + "s") => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
  const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const origin = (article) => `${article.publisher || "Unknown publisher"} · ${article.date || "undated"}`;

  /** Tell a screen reader, politely. */
  const say = (text) => {
    let line = document.getElementById("ts-say");
    if (!line) {
      line = h("div", { id: "ts-say", class: "ts-sr", role: "status", "aria-live": "polite" });
      document.body.append(line);
    }
    line.textContent = "";
    setTimeout(() => (line.textContent = text), 50);
  };

  const store = {
    get: (area, key) => {
      try { return area.getItem(key); } catch { return null; }
    },
    set: (area, key, value) => {
      try { area.setItem(key, value); } catch { /* private mode: the choice lasts as long as the page */ }
    },
  };

  /* Theme: the reader's choice wins over the system's, which Gradio applies again whenever it changes. */
  const isDark = () => document.body.classList.contains("dark");
  const keepTheme = () => {
    const chosen = store.get(localStorage, "twosource-theme");
    if (chosen && isDark() !== (chosen === "dark")) document.body.classList.toggle("dark", chosen === "dark");
    document.documentElement.style.colorScheme = isDark() ? "dark" : "light";
  };
  const toggleTheme = () => {
    store.set(localStorage, "twosource-theme", isDark() ? "light" : "dark");
    document.body.classList.toggle("dark");
    keepTheme();
  };
  keepTheme();
  new MutationObserver(keepTheme).observe(document.body, { attributes: true, attributeFilter: ["class"] });

  /* Panels: the rail is a drawer and the reader a sheet where the page is narrow. */
  const panel = (name, open) => {
    document.body.classList.toggle(`ts-show-${name}`, open);
    document.querySelector(".ts-menu")?.setAttribute("aria-expanded", String(isOpen("rail")));
  };
  const isOpen = (name) => document.body.classList.contains(`ts-show-${name}`);
  const closeRail = () => {
    if (!isOpen("rail")) return;
    panel("rail", false);
    document.querySelector(".ts-menu")?.focus();
  };
  document.addEventListener("click", (event) => {
    if (isOpen("rail") && !event.target.closest("#ts-rail, .ts-menu") && event.target.isConnected) closeRail();
  });

  const shared = { total: 0, examples: [], conversation: "", title: "", turns: 0, model: null, maxChars: 4000 };

  /** The slot's own element, and a draw that runs now and on every new value. */
  const attach = (slot, draw) => {
    const root = slot.element.querySelector(".ts-slot");
    const redraw = () => {
      if (slot.props.value) draw(JSON.parse(slot.props.value), root);
    };
    slot.watch("value", redraw);
    redraw();
    return root;
  };

  /* Who answers, told at the top of the page and changed where the last answer came from elsewhere. */
  let engine = null;
  const tellEngine = (turn = null) => {
    if (!engine) return;
    const fallen = Boolean(shared.model && turn?.fallen_back);
    const words = !shared.model ? [h("span", { class: "ts-wide" }, "Answers made of "), "quotes: no model"]
      : fallen ? [`${shared.model} gave no answer`, h("span", { class: "ts-wide" }, ": quotes answered instead")]
        : [`Answers by ${shared.model}`, h("span", { class: "ts-wide" }, ", proved by quotes")];
    engine.className = `ts-engine${shared.model ? " ts-model" : ""}${fallen ? " ts-fallen" : ""}`;
    engine.replaceChildren(h("i", { "aria-hidden": "true" }), h("span", {}, words));
  };

  /* A form would be sent as from nowhere: the page gives no referrer. */
  const leave = () => {
    const going = new XMLHttpRequest();
    going.open("POST", "logout");
    going.onloadend = () => location.reload();
    going.send();
  };

  const top = (slot) => attach(slot, (value, root) => {
    shared.model = value.model;
    shared.maxChars = value.max_question_chars;
    engine = h("p", { class: "ts-engine" });
    root.replaceChildren(
      h("header", { class: "ts-top" },
        button("Skip to the question", () => twosource.focusComposer(), { class: "ts-btn ts-skip" }),
        iconButton("menu", "Conversations and library", () => panel("rail", !isOpen("rail")),
          { class: "ts-ic ts-menu", "aria-expanded": "false", "aria-controls": "ts-rail" }),
        h("h1", { class: "ts-brand" }, "twosource"),
        engine,
        value.user && iconButton("leave", `Log out ${value.user}`, leave),
        twosource.sharing(),
        iconButton("help", "Keys and signs", () => twosource.openHelp()),
        iconButton("theme", "Switch between light and dark", toggleTheme)),
    );
    tellEngine();
    twosource.offerEngines();
  });

  /* What one file asks of another that may not be on the page yet. */
  const none = () => {};
  const later = { closeReader: none, showSources: none, openSource: none, markConversation: none, libraryChanged: none, focusComposer: none, focusSearch: none, offerEngines: none, shareable: none, arrive: none, grow: none };

  return { ...later, h, icon, button, iconButton, count, upper, origin, say, store, panel, isOpen, closeRail, shared, attach, tellEngine, top };
})();
