import htmx from "htmx.org";

import "./styles/main.css";
import "./elements/copy-text";
import "./elements/dialog-opener";
import "./elements/form-guard";
import "./elements/map-embed";
import "./elements/map-page";
import "./elements/share-button";
import "./elements/theme-switch";
import "./elements/toasts";

/* Heavy elements come when the page has one. */
const LATER: Record<string, () => Promise<unknown>> = {
  "check-in": () => import("./elements/check-in"),
  "date-slider": () => import("./elements/date-slider"),
  "incident-report": () => import("./elements/incident-report"),
  "live-figures": () => import("./elements/live-figures"),
  "needs-map": () => import("./elements/needs-map"),
  "passkey-form": () => import("./elements/passkey-form"),
  "place-picker": () => import("./elements/place-picker"),
  "place-asker": () => import("./elements/place-asker"),
  "proposal-board": () => import("./elements/proposal-board"),
  "qr-scanner": () => import("./elements/qr-scanner"),
};

function fetchNeeded(root: ParentNode): void {
  for (const [name, fetchIt] of Object.entries(LATER)) if (root.querySelector(name) && !customElements.get(name)) void fetchIt();
}

fetchNeeded(document);
document.addEventListener("htmx:load", (event) => fetchNeeded((event.target as Element).parentElement ?? document));

/* A write that htmx sends from outside a form borrows the token of any form of the page. */
document.addEventListener("htmx:configRequest", (event) => {
  const { verb, headers } = (event as CustomEvent<{ verb: string; headers: Record<string, string> }>).detail;
  const token = document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value;
  if (verb !== "get" && token) headers["X-CSRFToken"] = token;
});

/* An answer that never came is said, not swallowed. */
document.addEventListener("htmx:sendError", () => sayFault());
document.addEventListener("htmx:responseError", () => sayFault());

function sayFault(): void {
  const text = document.querySelector<HTMLElement>("#toasts")?.dataset.fault;
  if (text) htmx.trigger(document.body, "toast", { text, kind: "bad" });
}

/* Menus made of <details> close with Esc and with a click elsewhere. */
const MENUS = "details.menu-d[open], details.menu-up[open], details.tab-more[open]";
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(MENUS)) if (!menu.contains(event.target as Node)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" ? document.querySelector<HTMLDetailsElement>(MENUS) : null;
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
});

/* On a narrow screen the tab of this page is brought into view. */
document.querySelector(".tabs [aria-current=page]")?.scrollIntoView({ inline: "center", block: "nearest" });

/* Reports of incidents that waited for a network leave from whichever page comes next. */
if (localStorage.getItem("aoxanh-incidents-wait") && !document.querySelector("incident-report"))
  void import("./incidents/queue").then(({ flush, waysOfWaiting }) => {
    const ways = waysOfWaiting();
    if (ways) void flush(ways);
  });
