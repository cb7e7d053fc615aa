/* Keeps the page for reporting incidents at hand where there is no network: its shell and its files, nothing of a person. */
const { cache, page, kept } = {{ facts|safe }};
const shell = kept[0];
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(cache).then((store) => store.addAll(kept.map((url) => new Request(url, { credentials: "omit" })))).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const family = cache.slice(0, cache.lastIndexOf("-") + 1);
  const old = (names) => names.filter((name) => name.startsWith(family) && name !== cache);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === page) event.respondWith(fromNetworkElseShell(event.request));
  else if (kept.includes(url.pathname) && url.pathname !== shell) event.respondWith(caches.match(url.pathname).then((found) => found || fetch(event.request)));
});

async function fromNetworkElseShell(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return (await caches.match(shell)) || Response.error();
  }
}
