/* Borders of the communes of the provinces in view, fetched once each when the map is near enough to show them. */
import type { Feature, FeatureCollection } from "geojson";
import type { GeoJSONSource } from "maplibre-gl";
import { boundsOf, fetchShapes, type Ground } from "./ground";

type Bounds = [[number, number], [number, number]];

const FROM_ZOOM = 7.5;
const AT_MOST = 12;

export class Borders {
  communes: Feature[] = [];
  readonly provinces: Feature[];
  private frames: Map<string, Bounds>;
  private asked = new Set<string>();

  constructor(
    private map: Ground,
    provinces: FeatureCollection,
    private address: string,
  ) {
    this.provinces = provinces.features;
    this.frames = new Map(provinces.features.map((province) => [codeOf(province), boundsOf({ type: "FeatureCollection", features: [province] })]));
  }

  boundsOf(province: string): Bounds | undefined {
    return this.frames.get(province);
  }

  boundsOfCommune(code: string): Bounds | undefined {
    const found = this.communes.find((commune) => codeOf(commune) === code);
    return found && boundsOf({ type: "FeatureCollection", features: [found] });
  }

  /* Fetch what has come into view; whether anything was added. */
  async follow(): Promise<boolean> {
    if (this.map.getZoom() < FROM_ZOOM) return false;
    const seen = this.map.getBounds();
    const fresh = [...this.frames].filter(([code, [[west, south], [east, north]]]) => {
      const isSeen = west < seen.getEast() && east > seen.getWest() && south < seen.getNorth() && north > seen.getSouth();
      return isSeen && !this.asked.has(code);
    });
    const codes = fresh.slice(0, AT_MOST).map(([code]) => code);
    for (const code of codes) this.asked.add(code);
    const found = await Promise.all(codes.map((code) => this.fetch(code)));
    this.communes.push(...found.flat());
    if (codes.length) (this.map.getSource("areas") as GeoJSONSource | undefined)?.setData({ type: "FeatureCollection", features: this.communes });
    return codes.length > 0;
  }

  private async fetch(code: string): Promise<Feature[]> {
    try {
      return (await fetchShapes(this.address.replace("CODE", code))).features;
    } catch {
      this.asked.delete(code); // the next move asks again
      return [];
    }
  }
}

function codeOf(province: Feature): string {
  return String(province.properties?.code);
}
