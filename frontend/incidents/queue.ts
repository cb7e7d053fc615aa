/* Reports of incidents that wait in this browser. Each carries the id with which it was born, so that sending it twice is one incident.
   What was sent is forgotten here; what was refused stays with the reason until somebody drops it. */

export interface Report {
  request_id: string;
  happened_at: string;
  the: string;
  refusal?: string;
  [field: string]: string | boolean | undefined;
}
export interface Spot {
  value: string;
  title: string;
  phone: string;
  inCharge: string;
}
export interface Known {
  token: string;
  spots: Spot[];
  contact: string;
  isKnown: boolean;
}
export interface Ways {
  places: string;
  receive: string;
}
export interface Outcome {
  sent: { report: Report; url: string; text: string }[];
  isOffline: boolean;
  isSignedOut: boolean;
}

const NAME = "aoxanh-incidents";
const FLAG = "aoxanh-incidents-wait";
const PATIENCE_MS = 12_000;
/* Somebody has to decide: sending again would be refused again. */
const FINAL = new Set([409, 422]);
/* Chosen without signal and without knowing any place: the nearest shift is meant, looked up when there is signal. */
export const LATER = "?";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("reports", { keyPath: "request_id" });
      request.result.createObjectStore("known");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
  });
}

async function run<T>(store: string, mode: IDBTransactionMode, act: (rows: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const base = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = base.transaction(store, mode, { durability: "strict" });
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("IndexedDB"));
    });
  } finally {
    base.close();
  }
}

export const waiting = (): Promise<Report[]> => run("reports", "readonly", (rows) => rows.getAll() as IDBRequest<Report[]>);
export const known = (): Promise<{ spots: Spot[]; the: string } | undefined> =>
  run("known", "readonly", (rows) => rows.get("places") as IDBRequest<{ spots: Spot[]; the: string } | undefined>);
export const remember = (spots: Spot[], the: string): Promise<unknown> => run("known", "readwrite", (rows) => rows.put({ spots, the }, "places"));
export const forget = (): Promise<unknown> => run("known", "readwrite", (rows) => rows.delete("places"));

export async function keep(report: Report, ways: Ways): Promise<void> {
  await run("reports", "readwrite", (rows) => rows.put(report));
  localStorage.setItem(FLAG, JSON.stringify(ways));
}

export async function drop(id: string): Promise<void> {
  await run("reports", "readwrite", (rows) => rows.delete(id));
  if ((await waiting()).length === 0) localStorage.removeItem(FLAG);
}

/* Where any page of the site may send what waits; nothing when nothing does. */
export function waysOfWaiting(): Ways | undefined {
  const kept = localStorage.getItem(FLAG);
  return kept ? (JSON.parse(kept) as Ways) : undefined;
}

export async function ask(ways: Ways, the: string): Promise<Known | undefined> {
  try {
    const response = await fetch(`${ways.places}?the=${encodeURIComponent(the)}`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return response.ok ? ((await response.json()) as Known) : undefined;
  } catch {
    return undefined;
  }
}

let running: Promise<Outcome> | undefined;

/* Sends everything that waits, one after the other; a second call meanwhile gets the same answer. */
export function flush(ways: Ways): Promise<Outcome> {
  running ??= sendAll(ways).finally(() => (running = undefined));
  return running;
}

async function sendAll(ways: Ways): Promise<Outcome> {
  const outcome: Outcome = { sent: [], isOffline: false, isSignedOut: false };
  for (const report of await waiting()) {
    if (report.refusal) continue;
    const place = await ask(ways, report.the);
    if (!place) return { ...outcome, isOffline: true };
    if (!place.isKnown && report.spot === LATER) outcome.isSignedOut = true;
    else await sendOne(ways, report, place, outcome);
    if (outcome.isOffline) return outcome;
  }
  return outcome;
}

async function sendOne(ways: Ways, report: Report, place: Known, outcome: Outcome): Promise<void> {
  const told = report.spot === LATER ? { ...report, spot: place.spots[0]?.value ?? "" } : report;
  try {
    const response = await fetch(ways.receive, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": place.token },
      body: JSON.stringify(told),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.status === 401) outcome.isSignedOut = true;
    else if (!response.headers.get("Content-Type")?.startsWith("application/json")) outcome.isOffline = true;
    else await settle(report, response, outcome);
  } catch {
    outcome.isOffline = true;
  }
}

async function settle(report: Report, response: Response, outcome: Outcome): Promise<void> {
  const answer = (await response.json()) as { text: string; url: string };
  if (response.ok) {
    await drop(report.request_id);
    outcome.sent.push({ report, url: answer.url, text: answer.text });
  } else if (FINAL.has(response.status)) await run("reports", "readwrite", (rows) => rows.put({ ...report, refusal: answer.text }));
  else outcome.isOffline = true;
}
