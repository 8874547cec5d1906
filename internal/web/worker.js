// The service worker: what works while the record is out of reach. It keeps the
// files of the program, Help now as a stranger sees it, and two empty forms.
// What is told offline it seals to the record's public key; it cannot open it.

const SHELL = "shell";
const PAGES = ["/offline", "/offline/kept"];
const FORMS = { "/check-in": "/offline/check-in", "/practice/new": "/offline/practice" };
const BLANK = "00000000-0000-7000-8000-000000000000";

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const shell = await caches.open(SHELL);
  const there = await Promise.all(ASSETS.map((path) => shell.match(path)));
  await shell.addAll(ASSETS.filter((_, i) => !there[i]));
  await refresh();
})()));

// A new version waits while a page of the one before is open: a form that is half
// filled in keeps what it needs. Then what is not used any more goes.
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const shell = await caches.open(SHELL);
  for (const request of await shell.keys()) {
    const path = new URL(request.url).pathname;
    if (path.startsWith("/assets/") && !ASSETS.includes(path)) await shell.delete(request);
  }
  await self.clients.claim();
})()));

// makeWay lets a new version take over when a page has just opened and is the
// only one: nothing can be half filled in.
async function makeWay() {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.length <= 1) self.registration.waiting?.postMessage({ take: true });
}

// refresh takes new copies of the pages. Help now is asked for without the
// session: what is sealed in the record is not in it.
async function refresh() {
  const shell = await caches.open(SHELL);
  const take = async (path, credentials) => {
    const answer = await fetch(path, { credentials, redirect: "manual" });
    if (answer.status === 200) await shell.put(path, answer);
  };
  await Promise.allSettled([
    ...PAGES.map((path) => take(path, "omit")), take("/help-now", "omit"),
    ...Object.values(FORMS).map((path) => take(path, "same-origin")),
  ]);
  const answer = await fetch("/offline/key", { credentials: "same-origin" }).catch(() => null);
  if (answer?.status === 200) await store("keys", "put", { id: "intake", key: new Uint8Array(await answer.arrayBuffer()) });
}

self.addEventListener("fetch", (event) => {
  const request = event.request, path = new URL(request.url).pathname;
  if (new URL(request.url).origin !== self.location.origin) return;
  if (request.method === "GET" && path.startsWith("/assets/")) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  } else if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(fetch(request).catch(() => offline(path)));
  } else if (request.mode === "navigate" && request.method === "POST" && (path === "/check-in" || path === "/practice")) {
    const copy = request.clone();
    event.respondWith(fetch(request).catch(() => keep(path, copy)));
  } else if (request.mode === "navigate" && path === "/offline/kept/open") { // only the record can open it
    event.respondWith(fetch(request).catch(() => Response.redirect("/offline", 303)));
  } else if (request.mode === "navigate" && path === "/leave") { // a quick exit leads away, whatever happens
    event.respondWith(fetch(request).catch(() => new Response("", { headers: { "Content-Type": "text/html" } })));
  }
});

async function offline(path) {
  const shell = await caches.open(SHELL);
  const kept = await shell.match(FORMS[path] ?? path) ?? await shell.match("/offline");
  if (!kept) return Response.error();
  const page = (await kept.text()).replaceAll(BLANK, newID());
  return new Response(page, { headers: kept.headers });
}

// newID is a UUID of version 7, as the record makes them.
function newID() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setBigUint64(0, (BigInt(Date.now()) << 16n) | BigInt(bytes[6] << 8 | bytes[7]));
  bytes[6] = bytes[6] & 0x0f | 0x70;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// keep seals a form under its ID; sent twice, it is kept once. A form that was
// to be kept half done stays in its page as it is: that is what no answer means.
async function keep(path, request) {
  const body = await request.text(), form = new URLSearchParams(body);
  const pair = await store("keys", "get", "intake");
  if (form.has("keep") || !form.get("id") || !pair) return new Response(null, { status: 204 });
  const told = new Date().toISOString();
  const plain = new TextEncoder().encode(JSON.stringify({ path, told, body }));
  const sealed = await seal(pair.key, form.get("id"), plain);
  await store("queue", "put", { id: form.get("id"), told, sealed, refused: "" });
  return Response.redirect(form.has("safe") ? "/help-now" : "/offline/kept", 303);
}

async function seal(key, id, plain) {
  const once = await crypto.subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
  const half = new Uint8Array(await crypto.subtle.exportKey("raw", once.publicKey));
  const to = await crypto.subtle.importKey("raw", key, { name: "X25519" }, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "X25519", public: to }, once.privateKey, 256);
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const text = new TextEncoder();
  const box = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array([...half, ...key]), info: text.encode("fermata.intake.1") },
    base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.encode(id) }, box, plain);
  return new Uint8Array([1, ...half, ...iv, ...new Uint8Array(closed)]);
}

// send offers what is kept to the record, oldest first. What is in leaves; of
// what was erased there only the time stays, to say so.
let sending = Promise.resolve();
async function send() {
  for (const item of await store("queue", "getAll")) {
    if (!item.sealed) continue;
    const { id, told, opened } = item;
    const answer = await fetch("/offline/kept", {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ id, sealed: base64(item.sealed), changed: opened === true }),
    }).catch(() => null);
    if (answer?.status === 200) { await store("queue", "delete", id); continue; }
    if (![409, 410, 422].includes(answer?.status)) return;
    const { why } = await answer.json().catch(() => ({ why: "fit" }));
    await store("queue", "put", why === "erased" ? { id, told, refused: why } : { ...item, refused: why });
  }
}

const base64 = (bytes) => btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(""));

self.addEventListener("message", (event) => event.waitUntil((async () => {
  const { send: asked, fresh, opened, gone, take } = event.data;
  if (take) return self.skipWaiting();
  if (fresh) await makeWay();
  if (asked) await (sending = sending.then(send, send));
  if (asked) await refresh();
  if (gone) await store("queue", "delete", gone);
  const item = opened && await store("queue", "get", opened);
  if (item) await store("queue", "put", { ...item, opened: item.refused === "fit" });
  const list = (await store("queue", "getAll")).map(({ id, told, refused, sealed }) => ({ id, told, refused, sealed: refused ? sealed && base64(sealed) : "" }));
  event.source.postMessage(list);
})()));

function store(name, what, value) {
  return new Promise((done, fail) => {
    const open = indexedDB.open("fermata", 1);
    open.onupgradeneeded = () => ["keys", "queue"].forEach((n) => open.result.createObjectStore(n, { keyPath: "id" }));
    open.onerror = () => fail(open.error);
    open.onsuccess = () => {
      const change = open.result.transaction(name, "readwrite");
      const asked = change.objectStore(name)[what](value);
      change.oncomplete = () => { open.result.close(); done(asked.result); };
      change.onabort = () => { open.result.close(); fail(change.error); };
    };
  });
}
