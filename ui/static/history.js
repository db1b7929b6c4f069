/* The conversations: open one, begin one, search, rename, remove, put back. They are kept on the server. */
"use strict";
(() => {
  const { h, icon, button, iconButton, count, say, attach, panel, shared } = twosource;

  twosource.history = (slot) => {
    let opened = false;
    const begin = () => {
      panel("rail", false);
      twosource.wanted = "";
      twosource.showEmpty();
      twosource.focusComposer();
    };
    const open = (id) => {
      panel("rail", false);
      twosource.wanted = id;
      slot.trigger("open", { id });
    };
    twosource.openConversation = open;
    twosource.beginConversation = begin;
    twosource.markConversation = () => slot.element.querySelectorAll("[data-conversation]").forEach((item) => {
      if (item.dataset.conversation !== shared.conversation) return item.removeAttribute("aria-current");
      item.setAttribute("aria-current", "true");
      shared.title = item.title;
      twosource.address.titled();
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
      say(`Removed “${title}”. Undo puts it back.`);
      if (id === shared.conversation) begin();
      else twosource.focusComposer();
    };

    const row = (entry) => {
      const item = h("li", {});
      item.append(
        h("button", { type: "button", class: "ts-past", "data-conversation": entry.id, title: entry.title, dir: "auto", onclick: () => open(entry.id) }, entry.title),
        iconButton("pen", `Rename “${entry.title}”`, () => rename(item, entry), { class: "ts-ic ts-small" }),
        iconButton("bin", `Remove “${entry.title}”`, () => remove(entry), { class: "ts-ic ts-small" }));
      return item;
    };

    /* Search: the answers that hold all the words stand in the list's place. */
    let asking = 0;
    const field = h("input", { type: "search", class: "ts-search", placeholder: "Search conversations", "aria-label": "Search conversations", oninput: () => seek() });
    const found = h("div", { class: "ts-matches", hidden: true });
    const told = h("p", { class: "ts-note", role: "status" });
    const list = h("div", {});
    twosource.focusSearch = () => { panel("rail", true); field.focus(); field.select(); };

    const toTurn = ({ conversation, exchange }, words) => () => {
      panel("rail", false);
      twosource.sought = { turn: exchange, words };
      if (conversation === shared.conversation) twosource.arrive();
      else open(conversation);
    };
    const drawFound = ({ words, found: all, more }) => {
      told.textContent = all.length ? `${more ? "The first " : ""}${count(all.length, "answer")}` : "No conversation holds all these words";
      found.replaceChildren(told, h("ul", { class: "ts-rows" }, all.map((match) => twosource.foundRow(match, toTurn(match, words)))));
    };
    const seek = async () => {
      const [mine, text] = [++asking, field.value.trim()];
      found.hidden = !text;
      list.hidden = Boolean(text);
      if (!text) return;
      try {
        const matches = JSON.parse(await slot.server.search({ text }));
        if (mine === asking) drawFound(matches);
      } catch {
        if (mine === asking) told.textContent = "The search did not work. Try again.";
      }
    };
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && field.value) {
        event.stopPropagation();
        field.value = "";
        seek();
      } else if (event.key === "Enter") found.querySelector("button")?.click();
    });

    slot.element.querySelector(".ts-slot").replaceChildren(h("nav", { "aria-label": "Conversations" },
      h("button", { type: "button", class: "ts-btn ts-whole", onclick: begin }, icon("plus"), "New conversation"), field, found, list));
    attach(slot, ({ entries, removed }) => {
      const putBack = document.activeElement?.closest(".ts-undo") && list.contains(document.activeElement);
      field.hidden = !entries.length;
      list.replaceChildren(
        removed ? h("p", { class: "ts-undo", role: "status" }, h("span", {}, "Removed “", removed, "”"),
          button("Undo", () => { twosource.wanted = twosource.address.ANY; slot.trigger("restore", {}); }, { class: "ts-link", "aria-label": `Undo: put “${removed}” back` })) : "",
        entries.length ? h("ul", { class: "ts-history" }, entries.map(row)) : "");
      twosource.markConversation();
      if (putBack) (list.querySelector(".ts-undo button, .ts-past") ?? field).focus();
      if (!opened && twosource.wanted) open(twosource.wanted);
      opened = true;
    });
  };
})();
