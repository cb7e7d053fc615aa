/* The map that moves: numbers for the view from the server, borders of the provinces in view, and a list beside it that shows the same.

   - Every move asks `data-points` for its view, widened to a grid so that a small move asks nothing; the answer before is thrown away.
   - Once somebody has moved, the address keeps the view (`khung`) and `data-list` gives the list of just that view.
   - Rows of the list carry `data-need="ID"`. Choosing one marks its pin and brings it into view; choosing a pin follows its row, or, where the
     list does not hold it, dispatches `spot-chosen` with the address that selects it.
   - Filters are those of the address: when a link has changed it, numbers are asked for anew. */
import htmx from "htmx.org";
import type { ExpressionSpecification, LngLatBounds } from "maplibre-gl";
import { AreaNames } from "./area-names";
import { Borders } from "./borders";
import { colour, fetchShapes, type Ground, ground, Marker } from "./ground";
import { type Group, Pins, type Spot } from "./pins";
import { Requests } from "./requests";

type Box = [number, number, number, number];
interface Answer {
  total: number;
  groups: Group[];
  spots: Spot[];
  tints: Record<string, number>;
}

const SETTLE_MS = 160;
const TINTED_FROM_ZOOM = 8;
const NAMED_FROM_ZOOM = 9.5;
const NEAREST_ZOOM = 16;
const EDGE_WIDTH: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 5, 0.7, 9, 1.8];
const SHEET_PX = 440;
const NEAR_ME_ZOOM = 12;
const MARGIN = 0.15;
const NOT_FILTERS = ["khung", "chon", "xa", "sau", "ban-do"];

export class MovingMap {
  private requests: Requests;
  private pins: Pins;
  private names?: AreaNames;
  private spot?: Marker;
  private tints: Record<string, number> = {};
  private timer = 0;
  private isSteered = false;
  private hasMoved = new URLSearchParams(location.search).has("khung");
  private filters = filtersOf(location.search);
  private asked = "";
  private chosen = document.querySelector<HTMLElement>("[data-need][aria-current]")?.dataset.need ?? "";

  static async over(host: HTMLElement): Promise<MovingMap> {
    const provinces = await fetchShapes(host.dataset.provinces!);
    const frame = document.createElement("div");
    frame.className = "map-frame";
    host.replaceChildren(frame);
    host.hidden = false;
    const [west, south, east, north] = (host.dataset.bounds ?? "").split(",").map(Number) as Box;
    const bounds: [[number, number], [number, number]] = [[west, south], [east, north]];
    const moving: { map?: MovingMap } = {};
    const map = await ground({ frame, label: host.dataset.label ?? "", provinces, bounds, padding: room(host), isOpen: true, onTheme: () => moving.map?.tint() });
    moving.map = new MovingMap(host, map, new Borders(map, provinces, host.dataset.borders!));
    return moving.map;
  }

  private constructor(
    private host: HTMLElement,
    private map: Ground,
    private borders: Borders,
  ) {
    this.requests = new Requests(host);
    map.addLayer({ id: "province-edge", type: "line", source: "provinces", paint: { "line-width": EDGE_WIDTH, "line-color": colour("--ink-3") } });
    map.addLayer({ id: "chosen", type: "line", source: "areas", filter: ["==", "code", ""], paint: { "line-width": 3, "line-color": colour("--color-primary") } });
    this.pins = new Pins(map, host.dataset, { open: (group) => this.unfold(group), choose: (spot) => this.choose(spot) });
    map.on("moveend", (event) => {
      this.hasMoved ||= this.isSteered || Boolean((event as { originalEvent?: Event }).originalEvent);
      this.soon();
    });
    document.addEventListener("click", this.followList);
    document.body.addEventListener("htmx:afterSettle", this.followAddress);
    addEventListener("popstate", this.followAddress);
    void this.load();
    host.dataset.ready = "";
  }

  remove(): void {
    clearTimeout(this.timer);
    this.requests.stop();
    document.removeEventListener("click", this.followList);
    document.body.removeEventListener("htmx:afterSettle", this.followAddress);
    removeEventListener("popstate", this.followAddress);
    this.map.remove();
    delete this.host.dataset.ready;
  }

  focus(): void {
    this.map.getCanvas().focus();
  }

  /* To within a kilometre or so of where the browser says one is. The place leaves the browser only as the view that it gives. */
  goNear(): void {
    const { here = "", nowhere = "" } = this.host.dataset;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const [longitude, latitude] = [coords.longitude, coords.latitude].map((degrees) => Math.round(degrees * 100) / 100);
        this.steer(() => this.map.easeTo({ center: [longitude, latitude], zoom: NEAR_ME_ZOOM }));
        this.requests.say(here);
      },
      () => this.requests.say(nowhere),
      { maximumAge: 300_000, timeout: 10_000 },
    );
  }

  /* A move that a choice of the reader causes counts as one of theirs. */
  private steer(move: () => void): void {
    this.isSteered = true;
    this.map.once("moveend", () => (this.isSteered = false));
    move();
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.load(), SETTLE_MS);
  }

  private async load(): Promise<void> {
    void this.borders.follow().then((changed) => changed && this.draw());
    if (this.hasMoved) this.keepView();
    const box = this.wide();
    const address = `${this.host.dataset.points}?${withBox(this.filters, box)}&z=${this.zoom()}`;
    if (address === this.asked) return this.label();
    const answer = await this.requests.json<Answer>("points", address);
    if (!answer) return;
    this.asked = address;
    this.tints = answer.tints;
    this.pins.show(answer.groups, answer.spots, this.chosen);
    this.draw();
  }

  private zoom(): number {
    return Math.max(0, Math.round(this.map.getZoom()));
  }

  /* The view and some more around it, on a grid of half a tile. */
  private wide(): Box {
    const step = 180 / 2 ** this.zoom();
    const seen = edges(this.map.getBounds());
    const [dx, dy] = [(seen[2] - seen[0]) * MARGIN, (seen[3] - seen[1]) * MARGIN];
    const down = (edge: number) => Math.floor(edge / step) * step;
    const up = (edge: number) => Math.ceil(edge / step) * step;
    return [Math.max(-180, down(seen[0] - dx)), Math.max(-85, down(seen[1] - dy)), Math.min(180, up(seen[2] + dx)), Math.min(85, up(seen[3] + dy))];
  }

  /* The address and the list follow the view. */
  private keepView(): void {
    const query = new URLSearchParams(location.search);
    const box = edges(this.map.getBounds()).map((edge) => Number(edge.toFixed(4))).join(",");
    if (query.get("khung") === box) return;
    query.set("khung", box);
    query.delete("sau");
    history.replaceState(history.state, "", `${location.pathname}?${readable(query)}`);
    void this.list();
  }

  private async list(): Promise<void> {
    const list = document.getElementById("map-list");
    if (!this.host.dataset.list || !list) return;
    const text = await this.requests.text("list", `${this.host.dataset.list}${location.search}`);
    const fresh = text === undefined ? null : new DOMParser().parseFromString(text, "text/html").getElementById("map-list");
    const now = document.getElementById("map-list");
    if (!fresh || !now) return;
    const focused = now.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.need : undefined;
    now.replaceWith(fresh);
    htmx.process(fresh);
    if (focused) fresh.querySelector<HTMLElement>(`[data-need="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  private followAddress = (): void => {
    if (this.chosen && !new URLSearchParams(location.search).has("chon")) this.leave();
    const filters = filtersOf(location.search);
    if (filters === this.filters) return;
    this.filters = filters;
    const box = new URLSearchParams(location.search).get("khung");
    if (!box && this.hasMoved) {
      this.hasMoved = false;
      const province = new URLSearchParams(location.search).get("tinh");
      const bounds = province ? this.borders.boundsOf(province) : undefined;
      if (bounds) return void this.map.fitBounds(bounds, { padding: 24 });
    }
    void this.load();
  };

  private draw(): void {
    this.tint();
    this.label();
  }

  tint(): void {
    const [hot1, hot2, hot3] = ["hot1", "hot2", "hot3"].map(colour);
    const tints = Object.entries(this.tints).flatMap(([code, count]) => [code, count >= 6 ? hot3 : count >= 3 ? hot2 : hot1]);
    const plain = colour("--map-land");
    // a MapLibre `match` needs one pair at least
    this.map.setPaintProperty("area", "fill-color", tints.length ? (["match", ["get", "code"], ...tints, plain] as never) : plain);
    this.map.setPaintProperty("province-edge", "line-color", colour("--ink-3"));
    this.map.setPaintProperty("chosen", "line-color", colour("--color-primary"));
  }

  private label(): void {
    this.names ??= new AreaNames(this.map);
    const zoom = this.map.getZoom();
    const needy = zoom >= TINTED_FROM_ZOOM ? this.borders.communes.filter(({ properties }) => this.tints[properties?.code]) : [];
    const most = needy.sort((one, other) => this.tints[other.properties?.code] - this.tints[one.properties?.code]);
    const others = zoom >= NAMED_FROM_ZOOM ? this.borders.communes.filter((area) => !most.includes(area)) : this.borders.provinces;
    this.names.draw([...most, ...others], this.pins.boxes());
  }

  private unfold({ box: [west, south, east, north] }: Group): void {
    const isOneSpot = (east - west) * (north - south) === 0 && this.map.getZoom() >= NEAREST_ZOOM - 1;
    if (isOneSpot) return document.querySelector<HTMLElement>("#map-list [data-need], #rows [data-need]")?.focus();
    this.steer(() => this.map.fitBounds([[west, south], [east, north]], { padding: 90, maxZoom: NEAREST_ZOOM }));
  }

  private choose(spot: Spot): void {
    this.mark(spot.id, spot.p);
    this.put(spot.at);
    const row = document.querySelector<HTMLElement>(`[data-need="${CSS.escape(spot.id)}"]`);
    row?.scrollIntoView({ block: "nearest" });
    if (row) return row.click();
    const query = new URLSearchParams(location.search);
    query.set("chon", spot.s);
    this.host.dispatchEvent(new CustomEvent("spot-chosen", { bubbles: true, detail: { address: `${location.pathname}?${readable(query)}` } }));
  }

  private mark(id: string, area?: string): void {
    this.chosen = id;
    this.pins.mark(id);
    for (const row of document.querySelectorAll<HTMLElement>("[data-need]")) {
      if (row.dataset.need === id) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    this.map.setFilter("chosen", ["==", "code", area ?? this.pins.areaOf(id) ?? ""]);
  }

  /* Nothing is chosen any more. */
  private leave(): void {
    this.spot?.remove();
    this.chosen = "";
    this.pins.mark("");
    this.map.setFilter("chosen", ["==", "code", ""]);
  }

  private followList = (event: Event): void => {
    const commune = (event.target as Element).closest<HTMLElement>("[data-map-go]")?.dataset.mapGo;
    const bounds = commune ? this.borders.boundsOfCommune(commune) : undefined;
    if (bounds) {
      this.map.setFilter("chosen", ["==", "code", commune ?? ""]);
      this.steer(() => this.map.fitBounds(bounds, { padding: 60 }));
    }
    const row = (event.target as Element).closest<HTMLElement>("[data-need]");
    if (!row) return;
    const { need: id = "", at = "" } = row.dataset;
    this.mark(id, row.dataset.area);
    const place = at.split(",").map(Number) as [number, number];
    if (place.length === 2 && place.every(Number.isFinite)) this.put(place);
  };

  /* Mark the place of what is chosen, and bring it out from under the edge or the sheet. */
  private put(place: [number, number]): void {
    const spot = document.createElement("div");
    spot.className = "map-spot";
    this.spot?.remove();
    this.spot = new Marker({ element: spot }).setLngLat(place).addTo(this.map);
    const isWide = matchMedia("(min-width: 64rem)").matches && document.getElementById("sheet") !== null;
    const { x } = this.map.project(place);
    if (this.map.getBounds().contains(place) && !(isWide && x < SHEET_PX)) return;
    this.steer(() => this.map.easeTo({ center: place, offset: isWide ? [SHEET_PX / 2, 0] : [0, 0] }));
  }
}

/* What lies over the map is left free where there is room; a view that the address keeps comes back as it was. */
function room(host: HTMLElement): { top: number; bottom: number; left: number; right: number } {
  const isKept = new URLSearchParams(location.search).has("khung");
  const [top, bottom] = isKept ? [0, 0] : host.clientHeight > 600 ? [80, 64] : [60, 12];
  return { top, bottom, left: isKept ? 0 : 16, right: isKept ? 0 : 16 };
}

function edges(bounds: LngLatBounds): Box {
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}

/* What the address asks for besides place and choice. */
function filtersOf(search: string): string {
  const query = new URLSearchParams(search);
  for (const name of NOT_FILTERS) query.delete(name);
  return readable(query);
}

function withBox(filters: string, box: Box): string {
  return [filters, `khung=${box.map((edge) => Number(edge.toFixed(4))).join(",")}`].filter(Boolean).join("&");
}

/* A query string in which commas stay commas. */
function readable(query: URLSearchParams): string {
  return query.toString().replaceAll("%2C", ",");
}
