/* Sentences come from the page, in its language; `%(name)s` and `%(n)d` are filled in here. */
let table: Record<string, string> | undefined;

export function word(key: string, facts: Record<string, string | number> = {}): string {
  table ??= JSON.parse(document.getElementById("door-words")!.textContent!) as Record<string, string>;
  const text = table[key];
  if (text === undefined) throw new Error(`No word for ${key}`);
  return text.replace(/%\((\w+)\)[sd]/g, (_, name: string) => String(facts[name] ?? ""));
}

export function hasWord(key: string): boolean {
  table ??= JSON.parse(document.getElementById("door-words")!.textContent!) as Record<string, string>;
  return key in table;
}

/* Words without tones and capitals, for searching: the server keeps the same of each person. */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
}

const ZONE = "Asia/Ho_Chi_Minh";
const CLOCK = new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, day: "2-digit", month: "2-digit" });

export const clock = (moment: string | number): string => CLOCK.format(new Date(moment));
export const day = (moment: string | number): string => DAY.format(new Date(moment)).replace("-", "/");
export const count = (number: number): string => number.toLocaleString(document.documentElement.lang === "en" ? "en" : "vi");
export const clean = (code: string): string => code.toUpperCase().replace(/[^0-9A-Z]/g, "");
