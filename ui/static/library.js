/* The library: its articles page by page, filters, adding files by choice or by drop, removing one and putting it back. */
"use strict";
(() => {
  const { h, icon, button, iconButton, count, origin, say, panel, shared, attach } = twosource;
  const WORDS = { waiting: "Waiting", sending: "Sending", reading: "Reading", added: "Added", known: "Already in the library" };
  const TYPING_MS = 150;

  const jobRow = (job) => h("li", { class: `ts-job ts-${job.state}` },
    h("span", {}, job.name),
    h("small", {}, outcome(job)));

  const outcome = ({ state, reason, articles, refused }) => {
    if (state === "refused") return refused > 1 ? `None of ${count(refused, "article")} could be read. ${reason}` : reason;
    const told = articles > 1 ? `Added: ${count(articles, "article")}` : WORDS[state];
    return refused ? `${told}. ${count(refused, "article")} left out: ${reason}` : told;
  };

  const size = (bytes) => (bytes < 1e9 ? `${bytes / 1e6} MB` : `${bytes / 1e9} GB`);

  const listed = (kinds) => kinds.join(", ").replace(/, ([^,]*)$/, " and $1");

  /** Why a file is not even sent; null: it is. */
  const refusal = (file, { largest }) => {
    const kind = Object.keys(largest).find((ending) => file.name.toLowerCase().endsWith(ending));
    if (!kind) return `Only ${listed(Object.keys(largest))} files can be added.`;
    return file.size > largest[kind] ? `Larger than ${size(largest[kind])}. Split it or shorten it.` : null;
  };

  /** The fields that narrow the list, and what they say. */
  const filters = (changed) => {
    let typing = 0;
    const soon = () => { clearTimeout(typing); typing = setTimeout(changed, TYPING_MS); };
    const text = h("input", { type: "search", placeholder: "Filter articles", "aria-label": "Filter articles", oninput: soon });
    const publisher = h("select", { id: "ts-publisher", onchange: changed });
    const since = h("input", { type: "date", id: "ts-since", onchange: changed });
    const until = h("input", { type: "date", id: "ts-until", onchange: changed });
    const undated = h("input", { type: "checkbox", id: "ts-undated", onchange: changed });
    const clear = button("Clear filters", () => { for (const one of [text, publisher, since, until]) one.value = ""; undated.checked = false; changed(); text.focus(); }, { class: "ts-link" });
    const more = h("details", { class: "ts-filters" }, h("summary", {}, "Publisher and date"),
      h("p", {}, h("label", { for: "ts-publisher" }, "Publisher"), publisher),
      h("p", {}, h("label", { for: "ts-since" }, "From"), since),
      h("p", {}, h("label", { for: "ts-until" }, "To"), until),
      h("p", { class: "ts-check" }, undated, h("label", { for: "ts-undated" }, "Only undated articles")),
      clear);
    const offer = (publishers) => {
      const chosen = publisher.value;
      publisher.replaceChildren(h("option", { value: "" }, "Any"),
        ...publishers.map(([name, n]) => h("option", { value: name }, `${name === "?" ? "Not stated" : name} (${n})`)));
      publisher.value = publishers.some(([name]) => name === chosen) ? chosen : "";
    };
    const wanted = () => ({ text: text.value.trim(), publisher: publisher.value, since: since.value, until: until.value, undated: undated.checked });
    const any = () => Object.values(wanted()).some(Boolean);
    return { text, more, offer, wanted, any };
  };

  twosource.library = (slot) => {
    let value = { totals: { articles: 0, origins: 0, publishers: [], examples: [] }, first: { articles: [], matching: 0, offset: 0, hidden_undated: 0 }, jobs: [], removed: null, problem: null, largest: {} };
    let refused = [];
    let sending = [];
    let asking = 0;

    const filter = filters(() => browse());
    const picker = h("input", { type: "file", multiple: true, class: "ts-sr", tabindex: "-1", "aria-label": "Article files", onchange: () => take([...picker.files]) });
    const adder = h("button", { type: "button", class: "ts-btn ts-whole", onclick: () => picker.click() }, icon("plus"), "Add articles");
    const [jobs, told, total, rows] = [h("ul", { class: "ts-jobs", "aria-label": "Added files" }), h("div", { class: "ts-told", role: "status" }), h("p", { class: "ts-note", role: "status" }), h("ul", { class: "ts-rows" })];
    const more = button("Show more", () => browse(rows.children.length), { class: "ts-btn ts-whole", hidden: true });
    twosource.chooseFiles = () => picker.click();

    const drawJobs = () => {
      jobs.replaceChildren(...[...refused, ...(sending.length ? sending : value.jobs)].map(jobRow));
      const working = sending.length > 0 || value.working;
      adder.toggleAttribute("disabled", working);
    };

    const take = async (files) => {
      picker.value = "";
      if (!files.length || sending.length || value.working) return;
      const checked = files.map((file) => ({ file, reason: refusal(file, value) }));
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
        sending[at] = { ...sending[at], state: "waiting" };
      }
      if (arrived.length) slot.trigger("take", { files: arrived });
      else { sending = []; value = { ...value, jobs: [] }; drawJobs(); }
    };

    /* Files dropped anywhere on the page. */
    const sheet = h("div", { id: "ts-drop", hidden: true }, h("p", {}, "Drop articles to add them"));
    const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    document.addEventListener("dragover", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (!sheet.isConnected) document.body.append(sheet);
      sheet.hidden = false;
    });
    document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) sheet.hidden = true; });
    document.addEventListener("drop", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      sheet.hidden = true;
      panel("rail", true);
      take([...event.dataTransfer.files]);
    });

    const confirmRow = (article, item) => {
      const keep = () => { item.replaceWith(row(article)); rows.querySelector(`[data-remove="${article.id}"]`)?.focus(); };
      const yes = button("Remove", () => { slot.trigger("remove", { id: article.id }); filter.text.focus(); }, { class: "ts-btn ts-danger" });
      item.replaceChildren(h("div", { class: "ts-sure", role: "group", "aria-label": `Remove ${article.title}?` },
        h("p", {}, "Remove “", article.title, "”?"), h("div", {}, yes, button("Keep", keep, { class: "ts-btn" }))));
      yes.focus();
    };

    const row = (article) => {
      const item = h("li", {});
      item.append(
        h("button", { type: "button", class: "ts-entry", onclick: () => { panel("rail", false); twosource.openArticle(article.id); } },
          h("b", { dir: "auto", title: article.title }, article.title), h("small", { class: article.publisher && article.date ? null : "ts-unknown" }, origin(article))),
        iconButton("bin", `Remove ${article.title}`, () => confirmRow(article, item), { class: "ts-ic ts-bin", "data-remove": article.id }));
      return item;
    };

    const drawRows = (found) => {
      if (found.offset === 0) rows.replaceChildren();
      rows.append(...found.articles.map(row));
      const all = value.totals.articles;
      const whole = found.matching === all && !filter.any();
      total.textContent = whole
        ? `${count(all, "article")} · ${count(value.totals.origins, "origin")}`
        : [`${found.matching.toLocaleString("en")} of ${count(all, "article")}`, found.hidden_undated ? `${found.hidden_undated.toLocaleString("en")} undated left out` : ""].filter(Boolean).join(" · ");
      const left = found.matching - rows.children.length;
      more.textContent = `Show more (${left.toLocaleString("en")} left)`;
      more.hidden = left <= 0;
    };

    const browse = async (offset = 0) => {
      const mine = ++asking;
      if (!filter.any() && offset === 0) return drawRows(value.first);
      try {
        const found = JSON.parse(await slot.server.browse({ ...filter.wanted(), offset }));
        if (mine === asking) drawRows(found);
      } catch {
        if (mine === asking) total.textContent = "The list could not be loaded. Try again.";
      }
    };

    const drawTold = () => {
      const parts = [];
      if (value.problem) parts.push(h("p", { class: "ts-wrong" }, value.problem));
      if (value.removed) parts.push(h("p", {}, h("span", {}, "Removed “", value.removed.title, "”"), button("Undo", () => slot.trigger("restore", {}), { class: "ts-link" })));
      const putBack = told.contains(document.activeElement);
      told.replaceChildren(...parts);
      if (putBack && !told.querySelector("button")) filter.text.focus();
    };

    slot.element.querySelector(".ts-slot").replaceChildren(h("section", { class: "ts-library", "aria-label": "Library" },
      adder, picker, jobs, h("h2", {}, "Library"), filter.text, filter.more, total, told, rows, more));
    attach(slot, (next) => {
      const added = next.jobs.reduce((sum, job) => sum + job.articles, 0);
      const ended = value.working && !next.working;
      if (ended) say(`${count(added, "article")} added`);
      const stays = next.working && value.working;
      value = next;
      sending = [];
      picker.accept = Object.keys(next.largest).join(",");
      Object.assign(shared, { total: next.totals.articles, examples: next.totals.examples });
      drawJobs();
      if (stays) return;
      filter.offer(next.totals.publishers);
      browse();
      drawTold();
      twosource.libraryChanged();
    });
  };
})();
