/* What was done at the door and waits for the server's answer. An act is on disk before any screen says so, and leaves only together with the
   answer for its id. */
import { read, write } from "./base";
import type { Act, Answer } from "./server";

export interface Kept extends Act {
  number: number;
  /* Who did it, for whoever has to send it. */
  by_name: string;
}
/* What the server said, with the act it was about. */
export interface Answered extends Answer {
  act: Act;
  answered_at: string;
}

const REMEMBERED_DAYS = 3;

export const keep = (act: Act, by_name: string): Promise<void> => write(["queue"], ({ queue }) => void queue.add({ ...act, by_name }));
export const waiting = (most?: number): Promise<Kept[]> => read("queue", (rows) => rows.getAll(null, most));
export const howMany = (): Promise<number> => read("queue", (rows) => rows.count());
export const answered = (): Promise<Answered[]> => read("answers", (rows) => rows.getAll());

/* Notes the answers and lets go of their acts, both or neither. Without room for the answers the acts go all the same: the server has them. */
export async function settle(acts: Kept[], answers: Answer[]): Promise<void> {
  const said = new Map(answers.map((answer) => [answer.id, answer]));
  const done = acts.filter(({ id }) => said.has(id));
  const answered_at = new Date().toISOString();
  await write(["queue", "answers"], ({ queue, answers: rows }) => {
    for (const { number, by_name: _, ...act } of done) {
      queue.delete(number);
      rows.put({ ...said.get(act.id)!, act, answered_at });
    }
  }).catch(() => write(["queue"], ({ queue }) => done.forEach(({ number }) => queue.delete(number))));
}

export async function forgetOld(): Promise<void> {
  const before = new Date(Date.now() - REMEMBERED_DAYS * 86_400_000).toISOString();
  await write(["answers"], ({ answers }) => {
    answers.index("answered_at").openCursor(IDBKeyRange.upperBound(before)).onsuccess = ({ target }) => {
      const cursor = (target as IDBRequest<IDBCursorWithValue | null>).result;
      cursor?.delete();
      cursor?.continue();
    };
  });
}
