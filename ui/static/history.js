/* The conversations: open one, begin one, rename, remove, put back. They are kept on the server. */
"use strict";
(() => {
  const { h, icon, button, iconButton, say, attach, panel, shared } = twosource;

  twosource.history = (slot) => {
    const begin = () => {
      panel("rail", false);
      slot.trigger("begin", {});
      twosource.focusComposer();
    };
    const open = (id) => {
      panel("rail", false);
      slot.trigger("open", { id });
    };
    twosource.openConversation = open;
    twosource.markConversation = () => slot.element.querySelectorAll("[data-conversation]").forEach((item) => {
      if (item.dataset.conversation === shared.conversation) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    });

    const rename = (item, { id, title }) => {
      const field = h("input", { type: "text", value: title, maxlength: "120", "aria-label": `New name of “${title}”` });
      const leave = (save) => {
        const named = field.value.trim();
        if (save && named && named !== title) slot.trigger("rename", { id, title: named });
        item.replaceWith(row({ id, title: save && named ? named : title }));
        twosource.markConversation();
        slot.element.querySelector(`[data-conversation="${id}"]`)?.focus();
      };
      const form = h("form", { onsubmit: (event) => { event.preventDefault(); leave(true); } }, field,
        h("button", { type: "submit", class: "ts-btn" }, "Save"));
      field.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        leave(false);
      });
      item.replaceChildren(form);
      field.select();
      field.focus();
    };

    const remove = ({ id, title }) => {
      slot.trigger("remove", { id });
      if (id === shared.conversation) slot.trigger("begin", {});
      say(`Removed “${title}”. It can be put back.`);
      twosource.focusComposer();
    };

    const row = (entry) => {
      const item = h("li", {});
      item.append(
        h("button", { type: "button", class: "ts-past", "data-conversation": entry.id, title: entry.title, onclick: () => open(entry.id) }, entry.title),
        iconButton("pen", `Rename “${entry.title}”`, () => rename(item, entry), { class: "ts-ic ts-small" }),
        iconButton("bin", `Remove “${entry.title}”`, () => remove(entry), { class: "ts-ic ts-small" }));
      return item;
    };

    attach(slot, ({ entries, removed }, root) => {
      root.replaceChildren(h("nav", { "aria-label": "Conversations" },
        h("button", { type: "button", class: "ts-btn ts-whole", onclick: begin }, icon("plus"), "New conversation"),
        removed ? h("p", { class: "ts-undo", role: "status" }, h("span", {}, "Removed “", removed, "”"),
          button("Undo", () => slot.trigger("restore", {}), { class: "ts-link", "aria-label": `Undo: put “${removed}” back` })) : "",
        entries.length ? h("ul", { class: "ts-history" }, entries.map(row)) : ""));
      twosource.markConversation();
      const before = twosource.reopen;
      twosource.reopen = null;
      if (before && entries.some(({ id }) => id === before)) open(before);
    });
  };
})();
