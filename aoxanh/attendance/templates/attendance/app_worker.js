/* Keeps the app for the door at hand: its page and every file it may ask for. It holds nothing of a person; rosters and scans are in IndexedDB.
   A new version waits until the app says that it is at rest, so that nobody is interrupted in the middle of a queue of people. */
const { cache, page, kept } = {{ facts|safe }};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(cache).then((store) => store.addAll([page, ...kept].map((url) => new Request(url, { credentials: "omit", cache: "no-cache" })))));
});

self.addEventListener("activate", (event) => {
  const family = cache.slice(0, cache.lastIndexOf("-") + 1);
  const old = (names) => names.filter((name) => name.startsWith(family) && name !== cache);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "at rest") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname === page ? event.request.mode === "navigate" : kept.includes(pathname)) event.respondWith(fromHere(event.request, pathname));
});

async function fromHere(request, pathname) {
  const store = await caches.open(cache);
  return (await store.match(pathname)) || fetch(request);
}
