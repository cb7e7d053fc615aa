/* The forms of a new person, a note and a headcount: read, checked, handed on. */
import type { ActKind, Person } from "./server";
import { word } from "./words";

type Details = Record<string, string | number | boolean>;
type Keep = (kind: ActKind, details: Details, person?: Person) => Promise<void>;

const MOBILE = /^0\d{9}$/;

export class ActDialogs {
  private about?: Person;

  constructor(
    private root: HTMLElement,
    private keep: Keep,
  ) {
    for (const form of root.querySelectorAll<HTMLFormElement>("form[data-act]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        void this.submit(form);
      });
    }
  }

  open(name: string, facts: { person?: Person; name?: string } = {}): HTMLDialogElement {
    const dialog = this.root.querySelector<HTMLDialogElement>(`#door-${name}`)!;
    const form = dialog.querySelector("form")!;
    form.reset();
    for (const fault of form.querySelectorAll<HTMLElement>("[data-fault]")) fault.hidden = true;
    this.about = facts.person;
    const about = dialog.querySelector("[data-about]");
    if (about) about.textContent = facts.person ? word("door.about", { name: facts.person.name }) : word("door.about_shift");
    if (facts.name) form.querySelector<HTMLInputElement>("[name=name]")!.value = facts.name;
    dialog.showModal();
    return dialog;
  }

  private async submit(form: HTMLFormElement): Promise<void> {
    const kind = form.dataset.act as ActKind;
    const details = DETAILS[kind]!(new FormData(form));
    const faults = FAULTS[kind]!(details);
    for (const line of form.querySelectorAll<HTMLElement>("[data-fault]")) {
      const sentence = faults[line.dataset.fault!];
      line.hidden = !sentence;
      line.textContent = sentence ?? "";
      form.querySelector(`[name=${line.dataset.fault}]`)!.setAttribute("aria-invalid", String(Boolean(sentence)));
    }
    const [first] = Object.keys(faults);
    if (first) return form.querySelector<HTMLElement>(`[name=${first}]`)!.focus();
    form.closest("dialog")!.close();
    await this.keep(kind, details, this.about);
  }
}

const text = (form: FormData, name: string): string => String(form.get(name) ?? "").trim().replace(/\s+/g, " ");

const DETAILS: Partial<Record<ActKind, (form: FormData) => Details>> = {
  walk_in: (form) => ({
    name: text(form, "name"),
    phone: text(form, "phone").replace(/^\+?84(?=\d{9}$)/, "0").replace(/\D/g, ""),
    of_age: form.has("of_age"),
    agrees: form.has("agrees"),
  }),
  note: (form) => ({ words: text(form, "words") }),
  headcount: (form) => ({ heads: /^\d{1,4}$/.test(text(form, "heads")) ? Number(text(form, "heads")) : -1, words: text(form, "words") }),
};

const FAULTS: Partial<Record<ActKind, (details: Details) => Record<string, string>>> = {
  walk_in: ({ name, phone, of_age, agrees }) => ({
    ...(name ? {} : { name: word("queue.name") }),
    ...(MOBILE.test(String(phone)) ? {} : { phone: word("queue.phone") }),
    ...(of_age ? {} : { of_age: word("queue.of_age") }),
    ...(agrees ? {} : { agrees: word("queue.agrees") }),
  }),
  note: ({ words }): Record<string, string> => (words ? {} : { words: word("queue.words") }),
  headcount: ({ heads }): Record<string, string> => (Number(heads) >= 0 ? {} : { heads: word("queue.number") }),
};
