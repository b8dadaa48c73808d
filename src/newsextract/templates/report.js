"use strict";
// What the page can do beyond being read: a card with the record and its reasons at every mark, and a table that filters and sorts.
// Everything shown is set as text (textContent), never as markup.
(() => {
  const words = document.body.dataset;
  const card = document.getElementById("card");
  const make = (tag, text, name) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (name) made.className = name;
    return made;
  };
  const unseen = /[\p{Cc}\p{Cf}\p{Co}\u2028\u2029]/gu;
  const visible = (text) => String(text).replace(unseen, (one) => "\u27e8" + one.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "\u27e9");

  // ---- the card
  const known = new Map(); // article element -> {records, pieces}
  const of = (article) => {
    if (!known.has(article)) {
      const pieces = [...article.querySelectorAll(".text [data-s]")];
      known.set(article, { records: JSON.parse(article.querySelector(".records").textContent), pieces, starts: pieces.map((one) => +one.dataset.s) });
    }
    return known.get(article);
  };
  let lit = [], pinned = false, shownFor = "";
  const dark = () => { for (const one of lit) one.classList.remove("on", "because"); lit = []; };
  const light = (one, name) => { one.classList.add(name); lit.push(one); };
  const hide = () => { dark(); card.hidden = true; pinned = false; shownFor = ""; };
  const between = (here, start, end) => {
    let low = 0, high = here.starts.length;
    while (low < high) { const middle = (low + high) >> 1; if (here.starts[middle] < start) low = middle + 1; else high = middle; }
    const found = [];
    for (; low < here.pieces.length && here.starts[low] < end; low++) found.push(here.pieces[low]);
    return found;
  };
  const show = (mark) => {
    if (shownFor === mark.dataset.m && !card.hidden) return;
    dark();
    shownFor = mark.dataset.m;
    const here = of(mark.closest("article"));
    card.replaceChildren();
    const close = make("button", "\u00d7", "close");
    close.setAttribute("aria-label", words.close);
    close.addEventListener("click", hide);
    card.append(close);
    for (const id of mark.dataset.m.split(" ")) {
      const record = here.records[id];
      for (const one of document.querySelectorAll(`[data-m~="${id}"]`)) light(one, "on");
      card.append(make("h3", visible(record.quote)));
      const list = make("dl");
      for (const [name, value] of record.cells) list.append(make("dt", name), make("dd", visible(value)));
      card.append(list);
      const why = make("div", undefined, "why");
      for (const [field, rule, start, end, said] of record.why) {
        const line = make("div");
        line.append(make("span", field + " \u2190 "), make("b", visible(said)), " ", make("code", rule));
        why.append(line);
        if (start !== null && end !== null) for (const one of between(here, start, end)) light(one, "because");
      }
      const last = make("div");
      last.append(make("code", record.rule), " ");
      const link = make("a", words.torow + " \u2193");
      link.href = "#r-" + id;
      last.append(link);
      why.append(last);
      card.append(why);
    }
    card.hidden = false;
  };
  const markOf = (event) => event.target instanceof Element ? event.target.closest(".text .m") : null;
  document.addEventListener("mouseover", (event) => { const mark = markOf(event); if (mark && !pinned) show(mark); });
  document.addEventListener("mouseout", (event) => { if (markOf(event) && !pinned && !card.contains(event.relatedTarget)) hide(); });
  document.addEventListener("focusin", (event) => { const mark = markOf(event); if (mark) { show(mark); pinned = true; } });
  document.addEventListener("click", (event) => {
    const mark = markOf(event);
    if (mark) { event.preventDefault(); show(mark); pinned = true; return; }
    const row = event.target instanceof Element ? event.target.closest("a[href^='#r-'], a.quote") : null;
    if (row) {
      const place = document.getElementById(row.getAttribute("href").slice(1));
      for (let one = place; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
      if (place && place.hidden) for (const table of document.querySelectorAll(".facts")) clear(table);
      return;
    }
    if (!card.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  // A link of the table leads to the mark: focus it, so that its card opens.
  window.addEventListener("hashchange", () => {
    const place = document.getElementById(location.hash.slice(1));
    const mark = place && (place.matches(".m") ? place : place.closest(".text .m"));
    if (mark) mark.focus({ preventScroll: true });
  });

  // ---- which marks are shown
  const marks = document.querySelector(".marks");
  marks.hidden = false;
  marks.addEventListener("change", (event) => document.body.classList.toggle("no-" + event.target.value, !event.target.checked));

  // ---- the table
  const clear = (section) => {
    for (const one of section.querySelectorAll(".find, .pick")) one.value = "";
    section.querySelector(".doubt").checked = false;
    section.dispatchEvent(new Event("filter"));
  };
  for (const section of document.querySelectorAll(".facts")) {
    const body = section.querySelector("tbody");
    const rows = [...body.rows].map((row) => {
      const cells = {};
      for (const one of row.querySelectorAll("[data-cell]")) cells[one.dataset.cell] = one.textContent;
      // The words around a quote are its neighbours' and are not searched.
      const said = [...row.cells].map((one) => (one.querySelector(".quote b") || one).textContent);
      return { row, cells, text: said.join(" ").toLowerCase(), doubtful: row.classList.contains("doubtful") };
    });
    const filters = section.querySelector(".filters"), find = section.querySelector(".find"), doubt = section.querySelector(".doubt");
    const picks = [...section.querySelectorAll(".pick")];
    for (const pick of picks) {
      const values = [...new Set(rows.map((one) => one.cells[pick.dataset.cell]))].filter(Boolean).sort((a, b) => a.localeCompare(b, "zh"));
      for (const value of values) pick.append(new Option(visible(value), value));
    }
    const filter = () => {
      const wanted = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      for (const one of rows) {
        const fits = wanted.every((word) => one.text.includes(word)) && picks.every((pick) => !pick.value || one.cells[pick.dataset.cell] === pick.value) && (!doubt.checked || one.doubtful);
        one.row.hidden = !fits;
        count += fits;
      }
      section.querySelector(".count").textContent = count === rows.length ? String(count) : count + " / " + rows.length;
      section.querySelector(".none").hidden = count > 0;
    };
    let waiting;
    find.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 80); });
    filters.addEventListener("change", filter);
    section.addEventListener("filter", filter);
    filters.hidden = false;
    [...section.querySelectorAll("th")].forEach((head, at) => {
      const button = make("button", head.textContent);
      button.type = "button";
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const sign = down ? -1 : 1;
        const key = (one) => { const cell = one.row.cells[at]; return "order" in cell.dataset ? (cell.dataset.order === "" ? null : Number(cell.dataset.order)) : cell.textContent.trim() || null; };
        const keyed = rows.map((one) => [key(one), one]);
        // What has no value stands last, whichever way.
        keyed.sort(([a], [b]) => a === null || b === null ? (a === null) - (b === null) : sign * (typeof a === "number" ? a - b : a.localeCompare(b, "zh")));
        body.append(...keyed.map(([, one]) => one.row));
      });
    });
  }
})();
