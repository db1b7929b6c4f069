/* One question with its answer, drawn from plain data. Nodes that did not change stay where they are,
   so a chip under the pointer or the focus survives while the text grows. */
"use strict";
(() => {
  const { h, icon, button, count, upper, origin, shared } = twosource;
  const WHOLE = 60; // characters from which a side's value is its sentence, not a few words of it
  const busy = (turn) => turn.state === "reading" || turn.state === "streaming";
  /** Places of the sources of its sentences, then of the sides of its disagreements, each once. */
  const used = (turn) => [...new Set([...turn.lines.flatMap((line) => line.cites), ...turn.disputes.flatMap((one) => one.sides.flatMap((each) => each.cites))])];

  const cited = (turn) => [...new Set(used(turn).map((at) => turn.sources[at].article.id))];

  const chips = (turn, places) => places.map((at) => twosource.chip(turn, at));

  const quoteWithSource = (turn, at) => {
    const source = turn.sources[at];
    return [
      h("blockquote", { lang: source.article.language, dir: "auto" }, source.quote),
      h("p", { class: "ts-from" }, twosource.chip(turn, at), h("span", {}, [source.said && upper(source.said), origin(source.article)].filter(Boolean).join(" · "))),
    ];
  };

  /* Where a side has no few words its value is its sentence: the quote says that already. */
  const side = (turn, one, tag = "li") => h(tag, { class: "ts-side" },
    one.value.length < WHOLE || !turn.sources[one.cites[0]].quote.includes(one.value) ? h("p", { class: "ts-value", dir: "auto" }, one.value) : null,
    quoteWithSource(turn, one.cites[0]),
    one.cites.length > 1 ? h("p", { class: "ts-from" }, "Also", chips(turn, one.cites.slice(1))) : null,
    h("p", { class: "ts-note" }, [one.articles > 1 ? count(one.articles, "article") : "", count(one.origins, "independent origin"), one.unnamed ? "a source no article names" : ""].filter(Boolean).join(", ")));

  /* What follows in time is drawn as time: no side of it contradicts the other. */
  const sequence = (turn, one) => h("section", { class: "ts-sequence", "aria-label": ["Over time", topic(turn, one)].filter(Boolean).join(": ") },
    h("h3", {}, icon("down", 16), "Over time", h("span", {}, topic(turn, one))),
    h("ol", {}, one.sides.map((each) => h("li", {},
      h("p", { class: "ts-when" }, each.date || turn.sources[each.cites[0]].article.date || "Undated"),
      side(turn, each, "div")))));

  /* One disagreement is about the question; only several need telling apart. */
  const topic = (turn, one) => (turn.disputes.length > 1 ? one.topic : "");

  const dispute = (turn, one) => one.sequence ? sequence(turn, one) : h("section", { class: "ts-dispute", "aria-label": ["Sources disagree", topic(turn, one)].filter(Boolean).join(": ") },
    h("h3", {}, icon("swap", 16), "Sources disagree", h("span", {}, topic(turn, one))),
    h("ul", {}, one.sides.map((each) => side(turn, each))));

  const padded = (words) => ` ${words.toLowerCase()} `;
  const together = (one, other) => padded(one).includes(padded(other)) || padded(other).includes(padded(one));
  /** Whether a side of a disagreement is what the short answer says. */
  const contested = (turn) => turn.short && turn.disputes.some((one) => !one.sequence && one.sides.some(({ value }) => together(value, turn.short)));

  const removed = (turn) => h("details", { class: "ts-removed" },
    h("summary", {}, `${count(turn.removed.length, "unsupported sentence")} removed`),
    h("ul", {}, turn.removed.map(([text, reason]) => h("li", {}, h("q", { dir: "auto" }, text), h("span", {}, reason)))));

  const putRight = (turn) => {
    const lines = turn.lines.filter(({ repaired }) => repaired);
    return h("details", { class: "ts-removed" },
      h("summary", {}, `${count(lines.length, "sentence")} put right from ${lines.length === 1 ? "its quote" : "their quotes"}`),
      h("ul", {}, lines.map(({ text, repaired }) => h("li", {}, h("q", {}, text), h("span", {}, "was: ", h("del", {}, repaired))))));
  };

  const nearest = (turn) => h("section", { class: "ts-nearest", "aria-label": "Closest passages" },
    h("h3", {}, "Closest passages, none answers this"),
    h("ul", {}, turn.nearest.map((at) => h("li", {}, quoteWithSource(turn, at)))));

  const failure = (turn, ask) => h("div", { class: "ts-failure", role: "alert" }, icon("warn"),
    h("div", {}, h("p", {}, turn.problem), button("Try again", () => ask(turn.question, turn.id), { class: "ts-btn" })));

  /** The answer as plain text, labels in brackets, one line for each source. */
  const asText = (turn) => {
    const marks = (places) => places.map((at) => `[${turn.sources[at].label}]`).join("");
    const body = turn.lines.map((line) => [line.text, marks(line.cites)].filter(Boolean).join(" "));
    const disputes = turn.disputes.map((one) =>
      `${["Sources disagree", topic(turn, one)].filter(Boolean).join(" on ")}: ` + one.sides.map((each) => `${each.value} ${marks(each.cites)}`).join("; "));
    const sources = used(turn).map((at) => {
      const { label, article, quote } = turn.sources[at];
      return `[${label}] ${article.title}. ${origin(article)}: “${quote}”`;
    });
    const short = contested(turn) ? `${turn.short} (sources disagree)` : turn.short;
    return [turn.question, short, body.join(turn.prose ? " " : "\n"), ...disputes, sources.join("\n")].filter(Boolean).join("\n\n");
  };

  const wait = (turn) => h("p", { class: "ts-wait" }, h("i", { "aria-hidden": "true" }),
    turn.ahead ? `${turn.ahead.toLocaleString("en")} ahead of you` : `Reading ${count(shared.total, "article")}`);

  const refusal = (turn) => h("p", { class: "ts-refusal" }, turn.refusal);

  const asked = (turn) => `Understood as: ${turn.understood}`;

  /** What stands below the sentences. */
  const tail = (turn, ask) => {
    const done = turn.state === "done";
    return [
      turn.state === "reading" ? wait(turn) : null,
      turn.state === "refused" ? refusal(turn) : null,
      turn.state === "error" ? failure(turn, ask) : null,
      turn.state === "stopped" ? h("p", { class: "ts-note" }, "Stopped. ", button("Ask again", () => ask(turn.question, turn.id), { class: "ts-link" })) : null,
      turn.nearest.length && turn.state === "refused" ? nearest(turn) : null,
      done && turn.missing ? h("p", { class: "ts-note" }, `Missing: ${turn.missing}`) : null,
      busy(turn) ? null : turn.disputes.map((one) => dispute(turn, one)),
      turn.notice ? h("p", { class: "ts-notice" }, icon("warn", 16), h("span", {}, turn.notice)) : null,
      turn.state !== "refused" && !busy(turn) && turn.lines.some(({ repaired }) => repaired) ? putRight(turn) : null,
      turn.removed.length && !busy(turn) ? removed(turn) : null,
      turn.made && (done || turn.state === "refused") ? h("p", { class: "ts-made" }, turn.made) : null,
    ].flat().filter(Boolean);
  };

  /** Where the last word begins, if it is short enough to be kept on one line with its chips. */
  const lastWord = (text) => {
    const start = text.lastIndexOf(" ") + 1;
    return text.length - start <= 24 ? start : text.length;
  };

  const newLine = () => {
    const parts = { start: h("span"), end: h("span"), chips: h("span", { class: "ts-marks" }), mark: h("span", { class: "ts-mark" }) };
    const node = h("p", { class: "ts-line", dir: "auto" }, parts.start, h("span", { class: "ts-glued" }, parts.end, parts.chips), " ", parts.mark);
    return Object.assign(node, { parts, drawnText: "", drawnCites: "" });
  };

  const drawLine = (node, turn, line) => {
    const cites = line.cites.join();
    if (node.drawnText !== line.text) {
      const cut = lastWord(line.text);
      node.parts.start.textContent = line.text.slice(0, cut);
      node.parts.end.textContent = line.text.slice(cut);
    }
    if (node.drawnCites !== cites) node.parts.chips.replaceChildren(...chips(turn, line.cites));
    const marked = `${line.mark} ${line.mark_cites}`;
    if (node.drawnMark !== marked) node.parts.mark.replaceChildren(line.mark ?? "", ...chips(turn, line.mark_cites));
    node.drawnMark = marked;
    Object.assign(node, { drawnText: line.text, drawnCites: cites });
  };

  const drawLines = (body, turn) => {
    const lines = turn.state === "refused" ? [] : turn.lines;
    body.classList.toggle("ts-prose", turn.prose);
    while (body.children.length > lines.length) body.lastChild.remove();
    lines.forEach((line, at) => {
      drawLine(body.children[at] ?? body.appendChild(newLine()), turn, line);
    });
  };

  /** An element for a turn, with a `show` that brings it up to date; `does` is what the reader can do with it. */
  twosource.turn = (does) => {
    const [question, understood, short, body, rest] = [h("h2", { tabindex: "-1", dir: "auto" }), h("p", { class: "ts-note ts-understood", hidden: true }), h("p", { class: "ts-short", dir: "auto", hidden: true }), h("div", { class: "ts-lines" }), h("div", { class: "ts-tail" })];
    const edit = twosource.iconButton("pen", "Edit this question", () => does.edit(node.turn), { class: "ts-ic ts-small ts-edit" });
    const below = twosource.below(does, asText);
    const node = h("article", { class: "ts-turn" }, h("div", { class: "ts-asked" }, question, edit), understood, short, body, rest, below.node);
    let drawnTail = "";
    const show = (turn) => {
      node.turn = turn;
      twosource.remember(turn);
      question.textContent = turn.question;
      edit.hidden = busy(turn);
      understood.hidden = !turn.understood;
      if (turn.understood && understood.firstChild?.textContent !== asked(turn)) understood.replaceChildren(h("span", { dir: "auto" }, asked(turn)), " ", button("Ask as typed, on its own", () => does.alone(node.turn.question), { class: "ts-link" }));
      /* A model's short answer is known at its end only; its place is held, so that nothing moves under the reader. */
      const writing = turn.state === "streaming" && turn.prose && !turn.short;
      short.classList.toggle("ts-writing", writing);
      short.replaceChildren(turn.short ?? (writing ? `${turn.model} is writing` : ""), ...(contested(turn) ? [" ", h("span", { class: "ts-contested" }, "Sources disagree")] : []));
      short.hidden = !(turn.short || writing) || turn.state === "refused";
      drawLines(body, turn);
      const { thumb, note, gold, follow_ups, ...others } = turn;
      const fresh = busy(turn) ? `${turn.state} ${turn.ahead}` : JSON.stringify(others);
      if (fresh !== drawnTail) rest.replaceChildren(...tail(turn, does.ask));
      drawnTail = fresh;
      below.show(turn);
      node.toggleAttribute("aria-busy", busy(turn));
    };
    return { node, show };
  };
  /* On paper no chip opens: the quotes are written out, for as long as it takes to print. */
  addEventListener("beforeprint", () => document.querySelectorAll(".ts-turn").forEach(({ turn, lastChild }) => {
    if (!turn || !turn.sources.length) return;
    lastChild.before(h("ol", { class: "ts-print" }, turn.sources.map(({ label, quote, article }) =>
      h("li", { value: label }, `“${quote}” `, h("b", {}, article.title), ` ${origin(article)}`))));
  }));
  addEventListener("afterprint", () => document.querySelectorAll(".ts-print").forEach((list) => list.remove()));
  twosource.busy = busy;
  twosource.used = used;
  twosource.cited = cited;
})();
