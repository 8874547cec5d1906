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
  const ask = (fresh) => workers.controller?.postMessage({ send: inside, fresh: fresh === true });
  workers.addEventListener("message", (event) => show(event.data));
  workers.addEventListener("controllerchange", ask);
  addEventListener("online", ask);
  addEventListener("appinstalled", stay);
  ask(true);

  function show(list) {
    document.querySelectorAll("[data-kept]").forEach((part) => { part.hidden = list.length === 0; });
    document.querySelectorAll("[data-kept-none]").forEach((part) => { part.hidden = list.length > 0; });
    const rows = document.querySelector("[data-kept-list]");
    rows?.replaceChildren(...list.map((item) => rowOf(rows.dataset, item)));
    if (list.length > 0) stay();
  }

  // stay asks the browser not to clear by itself what is kept here. It is asked
  // once there is something to keep: when Fermata is installed, or a form waits.
  async function stay() {
    if (!await navigator.storage?.persisted?.()) await navigator.storage?.persist?.();
  }

  function rowOf(words, { id, told, refused, sealed }) {
    const row = document.querySelector("template[data-kept-row]").content.cloneNode(true);
    const [when, why, open, gone] = ["when", "why", "open", "delete"].map((part) => row.querySelector(`[data-${part}]`));
    const time = new Date(told).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    when.textContent = words.waits.replace("…", time);
    why.hidden = !refused;
    why.textContent = document.querySelector(`template[data-why-words="${refused}"]`)?.content.textContent ?? "";
    open.hidden = refused !== "fit" && refused !== "there";
    open.addEventListener("click", () => {
      workers.controller.postMessage({ opened: id });
      send("/offline/kept/open", { id, sealed });
    });
    let asked = refused === "erased"; // there is nothing left to lose
    if (asked) gone.textContent = words.off;
    gone.addEventListener("click", () => {
      if (asked) workers.controller.postMessage({ gone: id });
      gone.textContent = words.sure;
      asked = true;
    });
    return row;
  }

  function send(action, fields) {
    const form = Object.assign(document.createElement("form"), { method: "post", action, hidden: true });
    for (const [name, value] of Object.entries(fields)) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    document.body.append(form);
    form.submit();
  }
})();
