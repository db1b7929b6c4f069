/* Citation chips: a link in the text, a card on hover or focus, the article on click.
   A chip carries the names of its turn and its source, nothing else; the source is looked up when it is needed. */
"use strict";
(() => {
  const { h, origin } = twosource;
  const turns = new Map();
  const HOVER_MS = 120;

  const sourceOf = (chip) => turns.get(chip.dataset.turn)?.sources[Number(chip.dataset.source)] ?? null;

  /** A link to source number `place` of `turn`; a plain click opens it here, and the address stays. */
  twosource.chip = (turn, place) => {
    const source = turn.sources[place];
    return h("a", {
      href: twosource.link({ turn: turn.id, cite: twosource.citeName(turn, place) }), class: "ts-chip", "data-turn": turn.id, "data-source": place,
      "aria-label": `Source ${source.label}: ${source.article.publisher || "Unknown publisher"}, ${source.article.date || "undated"}`,
    }, String(source.label));
  };
  twosource.remember = (turn) => turns.set(turn.id, turn);
  twosource.turnOf = (id) => turns.get(id);
  twosource.forget = () => turns.clear();

  /* The card */
  let card = null;
  let shown = null;
  let timer = 0;

  const hide = () => {
    clearTimeout(timer);
    if (card) card.hidden = true;
    shown?.removeAttribute("aria-describedby");
    shown = null;
  };

  const place = (chip) => {
    const box = chip.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left + box.width / 2 - card.offsetWidth / 2), innerWidth - card.offsetWidth - 8);
    const above = box.top - card.offsetHeight - 8;
    const top = above < 60 ? box.bottom + 8 : above;
    card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  };

  const show = (chip) => {
    const source = sourceOf(chip);
    if (!source || !chip.isConnected) return;
    card ??= document.body.appendChild(h("div", { id: "ts-card", role: "tooltip" }));
    card.replaceChildren(
      h("blockquote", { lang: source.article.language, dir: "auto" }, source.quote),
      source.said ? h("p", { class: "ts-said" }, `Said by ${source.said}`) : "",
      h("p", {}, h("b", { dir: "auto" }, source.article.title), h("span", {}, origin(source.article))),
      source.backing ? h("p", { class: "ts-backing" }, `The sentence stands on ${source.backing}`) : "",
      source.doubt ? h("p", { class: "ts-doubt" }, source.doubt) : "",
    );
    card.hidden = false;
    shown = chip;
    chip.setAttribute("aria-describedby", "ts-card");
    place(chip);
  };

  const chipAt = (event) => event.target.closest?.(".ts-chip");

  document.addEventListener("pointerover", (event) => {
    const chip = chipAt(event);
    if (!chip || chip === shown || event.pointerType === "touch") return;
    clearTimeout(timer);
    timer = setTimeout(show, shown ? 0 : HOVER_MS, chip);
  });
  document.addEventListener("pointerout", (event) => {
    const chip = chipAt(event);
    if (chip && !chip.contains(event.relatedTarget)) hide();
  });
  document.addEventListener("focusin", (event) => {
    const chip = chipAt(event);
    if (chip?.matches(":focus-visible")) show(chip);
    else if (shown && chip !== shown) hide();
  });
  document.addEventListener("scroll", hide, { capture: true, passive: true });
  addEventListener("resize", hide);

  document.addEventListener("click", (event) => {
    const chip = chipAt(event);
    if (!chip || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    hide();
    twosource.openSource(chip.dataset.turn, Number(chip.dataset.source), chip);
  });

  /* Escape closes the topmost thing, one at a time. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (shown) hide();
    else if (twosource.isOpen("rail")) twosource.closeRail();
    else twosource.closeReader();
  });
})();
