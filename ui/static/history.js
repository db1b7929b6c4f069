/* The conversations of this session. */
"use strict";
(() => {
  const { h, icon, attach, panel, shared } = twosource;

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
    twosource.markConversation = () => slot.element.querySelectorAll("[data-conversation]").forEach((item) => {
      if (item.dataset.conversation === shared.conversation) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    });
    attach(slot, (entries, root) => {
      root.replaceChildren(h("nav", { "aria-label": "Conversations" },
        h("button", { type: "button", class: "ts-btn ts-whole", onclick: begin }, icon("plus"), "New conversation"),
        entries.length ? h("ul", { class: "ts-history" }, entries.map(({ id, title }) => h("li", {},
          h("button", { type: "button", "data-conversation": id, title, onclick: () => open(id) }, title)))) : null));
      twosource.markConversation();
      const before = twosource.reopen;
      twosource.reopen = null;
      if (before && entries.some(({ id }) => id === before)) open(before);
    });
  };
})();
