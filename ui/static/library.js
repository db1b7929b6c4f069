/* The library: its articles, a filter, adding files, removing one with a question in place, putting it back. */
"use strict";
(() => {
  const { h, icon, button, iconButton, count, origin, say, panel, shared, attach } = twosource;
  const KINDS = /\.(txt|md)$/i;
  const WORDS = { waiting: "Waiting", sending: "Sending", reading: "Reading", added: "Added", known: "Already in the library" };

  const jobRow = (job) => h("li", { class: `ts-job ts-${job.state}` },
    h("span", {}, job.name),
    h("small", {}, job.state === "refused" ? job.reason : WORDS[job.state]));

  /** Why a file is not even sent; null: it is. */
  const refusal = (file, max) => {
    if (!KINDS.test(file.name)) return "Only .txt and .md files can be added.";
    if (file.size > max) return `Larger than ${Math.floor(max / 1048576)} MB. Split it or shorten it.`;
    return null;
  };

  twosource.library = (slot) => {
    let value = { articles: [], jobs: [], removed: null, problem: null, examples: [], max_bytes: Infinity };
    let wanted = "";
    let refused = [];
    let sending = [];

    const filter = h("input", { type: "search", placeholder: "Filter articles", "aria-label": "Filter articles", oninput: () => { wanted = filter.value.trim().toLowerCase(); drawRows(); } });
    const picker = h("input", { type: "file", multiple: true, accept: ".txt,.md,text/plain,text/markdown", class: "ts-sr", tabindex: "-1", "aria-label": "Article files", onchange: () => take([...picker.files]) });
    const adder = h("button", { type: "button", class: "ts-btn ts-whole", onclick: () => picker.click() }, icon("plus"), "Add articles");
    const [jobs, told, total, rows] = [h("ul", { class: "ts-jobs", "aria-label": "Added files" }), h("div", { class: "ts-told", role: "status" }), h("p", { class: "ts-note", role: "status" }), h("ul", { class: "ts-rows" })];
    twosource.chooseFiles = () => picker.click();

    const drawJobs = () => {
      jobs.replaceChildren(...[...refused, ...(sending.length ? sending : value.jobs)].map(jobRow));
      const working = sending.length > 0 || value.working;
      adder.toggleAttribute("disabled", working);
    };

    const take = async (files) => {
      picker.value = "";
      if (!files.length || sending.length || value.working) return;
      const checked = files.map((file) => ({ file, reason: refusal(file, value.max_bytes) }));
      refused = checked.filter(({ reason }) => reason).map(({ file, reason }) => ({ name: file.name, state: "refused", reason }));
      const good = checked.filter(({ reason }) => !reason).map(({ file }) => file);
      sending = good.map((file) => ({ name: file.name, state: "waiting" }));
      drawJobs();
      const arrived = [];
      for (const [at, file] of good.entries()) {
        sending[at] = { ...sending[at], state: "sending" };
        drawJobs();
        try {
          arrived.push([(await slot.upload(file)).path, file.name]);
        } catch {
          refused.push({ name: file.name, state: "refused", reason: "It could not be sent. Add it again." });
        }
      }
      if (arrived.length) slot.trigger("take", { files: arrived });
      else { sending = []; value = { ...value, jobs: [] }; drawJobs(); }
    };

    const confirmRow = (article, row) => {
      const keep = () => { drawRows(); rows.querySelector(`[data-remove="${article.id}"]`)?.focus(); };
      const yes = button("Remove", () => { slot.trigger("remove", { id: article.id }); filter.focus(); }, { class: "ts-btn ts-danger" });
      row.replaceChildren(h("div", { class: "ts-sure", role: "group", "aria-label": `Remove ${article.title}?` },
        h("p", {}, "Remove “", article.title, "”?"), h("div", {}, yes, button("Keep", keep, { class: "ts-btn" }))));
      yes.focus();
    };

    const row = (article) => {
      const item = h("li", {});
      item.append(
        h("button", { type: "button", class: "ts-entry", onclick: () => { panel("rail", false); twosource.openArticle(article.id); } },
          h("b", {}, article.title), h("small", { class: article.publisher || article.date ? null : "ts-unknown" }, origin(article))),
        iconButton("bin", `Remove ${article.title}`, () => confirmRow(article, item), { class: "ts-ic ts-bin", "data-remove": article.id }));
      return item;
    };

    const drawRows = () => {
      const found = value.articles.filter((article) => `${article.title} ${origin(article)}`.toLowerCase().includes(wanted));
      total.textContent = found.length === value.articles.length ? count(found.length, "article") : `${found.length} of ${count(value.articles.length, "article")}`;
      rows.replaceChildren(...found.map(row));
    };

    const drawTold = () => {
      const parts = [];
      if (value.problem) parts.push(h("p", { class: "ts-wrong" }, value.problem));
      if (value.removed) parts.push(h("p", {}, h("span", {}, "Removed “", value.removed.title, "”"), button("Undo", () => slot.trigger("restore", {}), { class: "ts-link" })));
      told.replaceChildren(...parts);
    };

    slot.element.querySelector(".ts-slot").replaceChildren(h("section", { class: "ts-library", "aria-label": "Library" },
      adder, picker, jobs, h("h2", {}, "Library"), filter, total, told, rows));
    attach(slot, (next) => {
      const added = next.jobs.filter((job) => job.state === "added").length;
      if (value.working && !next.working) say(`${count(added, "article")} added`);
      value = next;
      sending = [];
      Object.assign(shared, { articles: next.articles, examples: next.examples });
      drawJobs();
      drawRows();
      drawTold();
      twosource.libraryChanged();
    });
  };
})();
