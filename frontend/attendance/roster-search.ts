/* People of a shift by the beginning of any word of the name, tones or not, or by the last digits of the phone. Who was typed exactly stands first. */
import type { Person } from "./server";
import { plain } from "./words";

export function search(roster: Person[], sought: string): Person[] {
  const typed = sought.trim().toLowerCase();
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (!words.length) return roster;
  const digits = typed.replace(/\s/g, "");
  const found = roster.filter(({ key, phone }) => (/^\d+$/.test(digits) ? phone !== "" && endsAlike(phone, digits) : hasAll(key.split(" "), words)));
  return found.sort((one, other) => Number(isExact(other, typed)) - Number(isExact(one, typed)));
}

const hasAll = (names: string[], words: string[]): boolean => words.every((word) => names.some((name) => name.startsWith(word)));
const isExact = ({ name }: Person, typed: string): boolean => name.toLowerCase().includes(typed);
/* Either may be shorter: a phone keeps three digits, somebody types two, or four. */
const endsAlike = (kept: string, typed: string): boolean => kept.endsWith(typed) || typed.endsWith(kept);
