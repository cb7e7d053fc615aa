/* What the app keeps in this browser. Each step is one version of the schema: a phone that still runs an older one is led up through all that it
   lacks, and no step touches what waits in the queue. Never change a step that has been released; add one. */

const NAME = "aoxanh-door";
const STEPS: ((base: IDBDatabase) => void)[] = [
  (base) => {
    base.createObjectStore("device");
    base.createObjectStore("shifts", { keyPath: "id" });
    base.createObjectStore("queue", { keyPath: "number", autoIncrement: true }).createIndex("id", "id", { unique: true });
  },
  (base) => {
    base.createObjectStore("answers", { keyPath: "id" }).createIndex("answered_at", "answered_at");
  },
];

export type Store = "device" | "shifts" | "queue" | "answers";
export type Rows = Record<Store, IDBObjectStore>;

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, STEPS.length);
    request.onupgradeneeded = ({ oldVersion }) => {
      for (const step of STEPS.slice(oldVersion)) step(request.result);
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => close(request.result);
      request.result.onclose = () => (opened = undefined);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
  }).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/* A newer app in another tab wants to change the schema. */
function close(base: IDBDatabase): void {
  base.close();
  opened = undefined;
}

function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("IndexedDB"));
  });
}

/* One transaction over these stores; resolves when it is on disk, rejects when nothing of it is. */
export async function write(stores: Store[], act: (rows: Rows) => void): Promise<void> {
  const transaction = (await open()).transaction(stores, "readwrite", { durability: "strict" });
  const done = ended(transaction);
  act(Object.fromEntries(stores.map((name) => [name, transaction.objectStore(name)])) as Rows);
  await done;
}

export async function read<T>(store: Store, ask: (rows: IDBObjectStore) => IDBRequest): Promise<T> {
  const transaction = (await open()).transaction(store, "readonly");
  const request = ask(transaction.objectStore(store));
  await ended(transaction);
  return request.result as T;
}

export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}
