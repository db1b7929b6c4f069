/* The address of the page: which conversation, which answer, which citation. Back and forward go through conversations.
   The number of a citation is the one on its chip; `3.2` is the second quote that carries a 3. */
"use strict";
(() => {
  const { shared } = twosource;
  const NAMES = ["c", "turn", "cite"];

  const read = () => {
    const query = new URLSearchParams(location.search);
    const [conversation, turn, cite] = NAMES.map((name) => query.get(name) ?? "");
    return { conversation, turn, cite };
  };

  /** The address of a place in the conversation that is open, whole. */
  twosource.link = ({ turn = "", cite = "" }, conversation = shared.conversation) => {
    const url = new URL(location.href);
    [conversation, turn, cite].forEach((value, at) => (value ? url.searchParams.set(NAMES[at], value) : url.searchParams.delete(NAMES[at])));
    url.hash = "";
    return url.href;
  };

  /** What a link calls the source at place `at` of a turn. */
  twosource.citeName = (turn, at) => {
    const { label } = turn.sources[at];
    const before = turn.sources.slice(0, at).filter((source) => source.label === label).length;
    return before ? `${label}.${before + 1}` : String(label);
  };
  /** The place that a name stands for; -1: none. */
  twosource.placeOf = (turn, name) => turn.sources.findIndex((_, at) => twosource.citeName(turn, at) === name);

  /** Say in the address what is open, as a step that Back undoes. */
  const show = (conversation) => {
    if (read().conversation !== conversation) history.pushState(null, "", twosource.link({}, conversation));
    titled();
  };
  const titled = () => (document.title = [shared.title, "twosource"].filter(Boolean).join(" · "));
  /** The reader went on from where the link led. */
  const settle = () => {
    const { turn, cite } = read();
    if (turn || cite) history.replaceState(null, "", twosource.link({}, read().conversation));
  };

  /* The conversation that is waited for, at first the one that the link names; empty: a new one. Null: none. */
  twosource.wanted = read().conversation;
  const ANY = "*"; // whichever comes next
  addEventListener("popstate", () => {
    const { conversation } = read();
    if (conversation === shared.conversation) return twosource.arrive();
    if (conversation) twosource.openConversation(conversation);
    else twosource.beginConversation();
  });
  twosource.address = { ANY, read, show, settle, titled };
})();
