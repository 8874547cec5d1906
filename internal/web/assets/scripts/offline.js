// Where a browser can keep things sealed, its worker does; this shows what it
// keeps, and asks it to send that on when the record is within reach.
(async () => {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const inside = document.querySelector(".bottombar") !== null;
  if (inside) {
    try {
      await crypto.subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
      await workers.register("/worker.js");
    } catch {
      return; // an older browser: everything works but offline
    }
  }
  const ask = () => workers.controller?.postMessage(inside ? "send" : "list");
  workers.addEventListener("message", (event) => show(event.data));
  workers.addEventListener("controllerchange", ask);
  addEventListener("online", ask);
  ask();

  function show(list) {
    document.querySelectorAll("[data-kept]").forEach((part) => { part.hidden = list.length === 0; });
    document.querySelectorAll("[data-kept-none]").forEach((part) => { part.hidden = list.length > 0; });
    const rows = document.querySelector("[data-kept-list]");
    rows?.replaceChildren(...list.map(({ told, refused }) => {
      const row = document.createElement("li");
      row.className = "row";
      const time = new Date(told).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
      row.textContent = rows.dataset.waits.replace("…", time) + (refused ? " · " + rows.dataset.refused : "");
      return row;
    }));
    if (list.length > 0) navigator.storage?.persist?.();
  }
})();
