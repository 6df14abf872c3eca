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
    if (bar && state.expected) {
      bar.max = state.expected;
      bar.value = state.read;
    }
  });
  events.addEventListener("done", () => {
    events.close();
    location.reload();
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
