/* <needs-map hidden data-points="URL" data-list="URL" data-borders="URL with CODE" data-provinces="URL" data-bounds="west,south,east,north" …>

   The map that moves, over the drawn one. It weighs more than the whole page, so it comes by itself only where the screen is wide and the
   line is good (or `data-eager`), else when somebody touches "Zoom and move". Without WebGL the drawn map stays. What it does then is in
   ../map/moving.ts. Beside it `[data-map-open]` opens it, `[data-map-near]` goes to where one is. */
import type { MovingMap } from "../map/moving";

interface Line {
  saveData?: boolean;
  effectiveType?: string;
}

export class NeedsMap extends HTMLElement {
  private moving?: Promise<MovingMap>;

  connectedCallback(): void {
    if (!canDraw()) return;
    for (const button of this.buttons("open", "near")) button.hidden = false;
    document.addEventListener("click", this.follow);
    const isWide = matchMedia("(min-width: 64rem)").matches && isGoodLine();
    if (isWide || "eager" in this.dataset) whenIdle(() => void this.open());
  }

  disconnectedCallback(): void {
    document.removeEventListener("click", this.follow);
    void this.moving?.then((map) => map.remove());
    this.moving = undefined;
  }

  /* The map, opened at the first call. */
  open(): Promise<MovingMap> {
    this.moving ??= import("../map/moving").then(({ MovingMap }) => MovingMap.over(this));
    for (const button of this.buttons("open")) button.hidden = true;
    return this.moving;
  }

  private follow = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLElement>("[data-map-open], [data-map-near]");
    if (!button) return;
    void this.open().then((map) => (button.hasAttribute("data-map-near") ? map.goNear() : map.focus()));
  };

  private buttons(...names: string[]): HTMLElement[] {
    return names.flatMap((name) => [...document.querySelectorAll<HTMLElement>(`[data-map-${name}]`)]);
  }
}

function canDraw(): boolean {
  return Boolean(document.createElement("canvas").getContext("webgl2"));
}

function isGoodLine(): boolean {
  const { saveData, effectiveType = "4g" } = (navigator as Navigator & { connection?: Line }).connection ?? {};
  return !saveData && effectiveType === "4g";
}

function whenIdle(then: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(then, { timeout: 2000 });
  else setTimeout(then, 300);
}

customElements.define("needs-map", NeedsMap);
