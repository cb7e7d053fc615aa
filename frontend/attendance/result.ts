/* The screens of a result: <template data-pattern="…"> inside the host, opened as a dialog over everything. Elements with `data-slot="name"` take the texts. */
import { type Kind, signal } from "./signals";

export interface Result {
  kind: Kind;
  code: string;
  title: string;
  name: string;
  line: string;
  advice: string;
  clock: string;
  at: string;
  portrait?: string;
}

/* A refusal stays until somebody has read it; the others give way by themselves. */
export const SHOWN_MS: Partial<Record<Kind, number>> = { ok: 1800, seen: 4000 };

export function openScreen(host: HTMLElement, pattern: string): HTMLElement {
  const found = host.querySelector<HTMLTemplateElement>(`template[data-pattern=${pattern}]`)!;
  const screen = found.content.firstElementChild!.cloneNode(true) as HTMLElement;
  host.append(screen);
  if (screen instanceof HTMLDialogElement) screen.showModal();
  return screen;
}

/* Colours the screen, leaves the sign of its kind and the ways out that fit, and tells hand and ear. */
export function fillResult(screen: HTMLElement, result: Result): void {
  screen.classList.remove("result-ok", "result-seen", "result-no");
  screen.classList.add(`result-${result.kind}`);
  for (const shape of screen.querySelectorAll<SVGElement>("[data-kind]")) shape.toggleAttribute("hidden", shape.dataset.kind !== result.kind);
  fillSlots(screen, result);
  const face = screen.querySelector<HTMLImageElement>("[data-portrait]");
  if (face && result.portrait) {
    face.src = result.portrait;
    face.hidden = false;
  }
  for (const way of screen.querySelectorAll<HTMLElement>("[data-other], [data-find]"))
    way.hidden = result.kind === "ok" || way.matches("[data-find]") === Boolean(result.name);
  signal(result.kind);
}

export function fillSlots(root: ParentNode, texts: object): void {
  const given = texts as Record<string, unknown>;
  for (const slot of root.querySelectorAll<HTMLElement>("[data-slot]")) {
    const name = slot.dataset.slot!;
    if (name in given) slot.textContent = String(given[name] ?? "");
  }
}
