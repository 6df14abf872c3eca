// Small comforts. Every page works without them.
"use strict";

// The server writes times on the reader's clock once it knows the zone.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes("hub.zone=" + encodeURIComponent(zone))) {
  document.cookie = "hub.zone=" + encodeURIComponent(zone) + "; path=/; max-age=31536000; samesite=lax";
}

// A run that goes on: the server sends the texts of the cells that change, and says when it is over.
for (const run of document.querySelectorAll("[data-run]")) {
  const events = new EventSource(run.dataset.run);
  events.addEventListener("state", message => {
    const state = JSON.parse(message.data);
    for (const [name, text] of Object.entries(state.texts)) {
      const cell = run.querySelector(`[data-live="${name}"]`);
      if (cell && cell.textContent !== text) cell.textContent = text;
    }
    const bar = run.querySelector("progress");
    if (bar && state.expected > 0) {
      bar.max = state.expected;
      bar.value = state.read;
    }
  });
  events.addEventListener("done", () => {
    events.close();
    location.reload();
  });
}

// A comparison: how far it is, and what came of it. Leaving the page, or the button, ends it.
for (const card of document.querySelectorAll("[data-compare]")) {
  const form = card.querySelector("form"), progress = card.querySelector(".progress"), place = document.querySelector("[data-difference]");
  form.addEventListener("submit", event => {
    event.preventDefault();
    const events = new EventSource(card.dataset.compare);
    const bar = progress.querySelector("progress"), text = progress.querySelector("p");
    const end = () => {
      events.close();
      form.hidden = false;
      progress.hidden = true;
    };
    form.hidden = true;
    progress.hidden = false;
    bar.removeAttribute("value");
    text.textContent = "";
    place.replaceChildren();
    events.addEventListener("state", message => {
      const state = JSON.parse(message.data);
      bar.max = Math.max(state.expected, 1);
      bar.value = state.read;
      text.textContent = state.text;
    });
    events.addEventListener("done", message => {
      place.innerHTML = JSON.parse(message.data).html;   // the server's own markup, with every value encoded
      end();
    });
    events.addEventListener("error", () => {
      end();
      form.submit();   // the plain way tells what is wrong
    });
    progress.querySelector("button").onclick = end;
  });
}

// Popovers and questions: one open at a time, closed by Escape or a click elsewhere.
const popovers = "details.origin, details.fresh, details.confirm";
document.addEventListener("click", event => {
  const inside = event.target.closest(popovers);
  for (const open of document.querySelectorAll(":is(" + popovers + ")[open]")) if (open !== inside) open.open = false;
});
document.addEventListener("keydown", event => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "Escape") {
    const open = event.target.closest(":is(" + popovers + ")[open]") ?? document.querySelector(":is(" + popovers + ")[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  } else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.querySelector("input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.altKey && !event.ctrlKey && !event.metaKey) {
    moveInList(event);
  }
});

// Arrow keys go from row to row, and from the search field into the list and back.
function moveInList(event) {
  const links = [...document.querySelectorAll("table[data-rows] tbody th a")];
  const search = document.querySelector("input[type=search]");
  const at = links.indexOf(document.activeElement);
  if (links.length === 0 || (at < 0 && document.activeElement !== search)) return;
  const next = event.key === "ArrowDown" ? links[at + 1] : at > 0 ? links[at - 1] : search;
  if (next) {
    event.preventDefault();
    next.focus();
  }
}

// How a record came about: moving over a value (pointer, Tab, arrow keys) shows its counterpart and its story, which stands in the table below.
for (const view of document.querySelectorAll("[data-explain]")) explain(view);

function explain(view) {
  const story = view.querySelector("[data-story]");
  const values = [...view.querySelectorAll("a[data-rows]")];
  const rowsOf = value => value.dataset.rows.split(" ");
  const mates = value => values.filter(other => other !== value && rowsOf(other).some(row => rowsOf(value).includes(row)));
  let chosen;

  function choose(value) {
    if (!value || value === chosen) return;
    chosen = value;
    const together = [value, ...mates(value)];
    for (const other of values) other.classList.toggle("on", together.includes(other));
    const rows = rowsOf(value).map(row => view.querySelector(`tr[data-row="${row}"]`)).filter(Boolean);
    story.replaceChildren(...rows.slice(0, 8).map(tell));
    story.hidden = false;
    for (const line of document.querySelectorAll(".code li.on")) line.classList.remove("on");
    for (const row of rows) document.getElementById(row.querySelector("a.rule[href^='#']")?.hash.slice(1))?.classList.add("on");
    // one stop for Tab on each side: what is chosen there, or the first
    for (const side of view.querySelectorAll(".tree")) {
      const here = values.filter(other => side.contains(other));
      const stop = here.find(other => together.includes(other)) ?? here[0];
      for (const other of here) other.tabIndex = other === stop ? 0 : -1;
      if (stop && together.includes(stop) && !side.contains(value)) reveal(stop);
    }
  }

  function tell(row) {
    const [field, steps, rule] = row.cells;
    const article = document.createElement("article");
    const name = document.createElement("span");
    name.className = "field";
    name.textContent = field.textContent;
    article.append(name, ...[...steps.childNodes, ...rule.childNodes].map(node => node.cloneNode(true)));
    return article;
  }

  // within its own column only: the page itself must not move under the pointer
  function reveal(value) {
    const tree = value.closest(".tree");
    const at = value.getBoundingClientRect(), box = tree.getBoundingClientRect();
    if (at.top < box.top || at.bottom > box.bottom) tree.scrollTop += at.top - box.top - box.height / 2;
  }

  view.addEventListener("pointerover", event => choose(event.target.closest("a[data-rows]")));
  view.addEventListener("focusin", event => choose(event.target.closest("a[data-rows]")));
  view.addEventListener("click", event => {
    const value = event.target.closest("a[data-rows]");
    if (!value || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(value);
    history.replaceState(null, "", value.getAttribute("href"));   // the address leads here again
  });
  view.addEventListener("keydown", event => {
    const value = event.target.closest("a[data-rows]");
    if (!value || event.altKey || event.ctrlKey || event.metaKey) return;
    const side = values.filter(other => other.closest(".tree") === value.closest(".tree"));
    const next = event.key === "ArrowDown" ? side[side.indexOf(value) + 1]
      : event.key === "ArrowUp" ? side[side.indexOf(value) - 1]
      : event.key === "ArrowRight" || event.key === "ArrowLeft" ? mates(value).find(other => (other.closest(".tree").dataset.side === "result") === (event.key === "ArrowRight"))
      : undefined;
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });

  // who comes from a value sees its story at once
  let wanted = location.hash.slice(1);
  try {
    wanted = decodeURIComponent(wanted);
  } catch {
    // a name with a per cent sign, as it stands
  }
  const rows = wanted && [...(document.getElementById(wanted)?.closest("tbody")?.querySelectorAll("tr") ?? [])].map(row => row.dataset.row);
  const first = rows && values.find(value => value.closest(".tree").dataset.side === "result" && rowsOf(value).some(row => rows.includes(row)));
  if (first) {
    choose(first);
    // the browser goes to the row in the table, some time while the page loads; what belongs to it is told further up
    const show = () => setTimeout(() => {
      first.focus({ preventScroll: true });
      view.querySelector(".sides").scrollIntoView({ block: "start" });
      reveal(first);
    });
    if (document.readyState === "complete") show(); else addEventListener("load", show);
  } else {
    for (const side of view.querySelectorAll(".tree")) values.filter(value => side.contains(value)).forEach((value, at) => { value.tabIndex = at === 0 ? 0 : -1; });
  }
}
