import type { City } from "../api";

/** A city on a map that goes from −half to half both ways, y downwards. */
export interface Dot {
  readonly city: City;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface Label {
  readonly city: City;
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "end";
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const most = 9;
const lineHeight = 11;
const letterWidth = 5.6;

/**
 * Chooses which dots get their name beside them, right or else left: in the given order, as
 * far as a name lies inside the map and covers no other name. The first always gets one.
 */
export function labelPlaces(dots: readonly Dot[], half: number): readonly Label[] {
  const labels: Label[] = [];
  const taken: Box[] = [];
  for (const dot of dots) {
    if (labels.length === most) break;
    for (const anchor of ["start", "end"] as const) {
      const box = boxOf(dot, anchor);
      const fits = box.left > -half && box.right < half && box.top > -half && box.bottom < half - 20;
      const free = fits && !taken.some((other) => overlap(box, other));
      if (!free && (labels.length > 0 || anchor === "start")) continue;
      taken.push(box);
      labels.push({ city: dot.city, x: anchor === "start" ? box.left : box.right, y: box.bottom - 2, anchor });
      break;
    }
  }
  return labels;
}

function boxOf(dot: Dot, anchor: Label["anchor"]): Box {
  const length = dot.city.name.length * letterWidth;
  const gap = dot.radius + 4;
  const left = anchor === "start" ? dot.x + gap : dot.x - gap - length;
  return { left, right: left + length, top: dot.y - lineHeight / 2, bottom: dot.y + lineHeight / 2 };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
