import type { City, CityDetails } from "../api";
import { labelPlaces, type Dot } from "./labels";

// The drawing's half width; a city at the map's edge has this coordinate.
const half = 150;
const kilometresPerDegree = 111.2;

/** A square map of the cities around one, each a dot as large as it is populous. */
export function LocalMap({ city, around }: CityDetails) {
  const dots = around.cities.map((other) => dotOf(other, city, around.span));
  const labels = labelPlaces([dotOf(city, city, around.span), ...dots], half);
  return (
    <figure className="local-map">
      <svg
        viewBox={`${-half} ${-half} ${2 * half} ${2 * half}`}
        role="img"
        aria-label={`Map of ${around.cities.length} places around ${city.name}`}
      >
        {dots.map((dot) => (
          <circle key={dot.city.id} className="local-dot" cx={dot.x} cy={dot.y} r={dot.radius}>
            <title>{dot.city.name}</title>
          </circle>
        ))}
        <circle className="local-halo" r={radiusOf(city.population) + 5} />
        <circle className="local-centre" r={radiusOf(city.population)} />
        {labels.map((label) => (
          <text
            key={label.city.id}
            className={label.city.id === city.id ? "local-label local-label-centre" : "local-label"}
            x={label.x}
            y={label.y}
            textAnchor={label.anchor}
          >
            {label.city.name}
          </text>
        ))}
        <ScaleBar span={around.span} />
      </svg>
    </figure>
  );
}

/** A bar of a round number of kilometres, about a fifth of the map's width. */
function ScaleBar({ span }: { readonly span: number }) {
  const fifth = (2 * span * kilometresPerDegree) / 5;
  const kilometres = [500, 200, 100, 50, 20, 10].find((length) => length <= fifth) ?? 5;
  const length = (kilometres / (span * kilometresPerDegree)) * half;
  return (
    <g className="local-scale" transform={`translate(${-half + 12} ${half - 12})`}>
      <path d={`M0 -4V0H${length}V-4`} />
      <text x={length + 6} y="1">
        {kilometres} km
      </text>
    </g>
  );
}

function dotOf(other: City, centre: City, span: number): Dot {
  const scale = half / span;
  // The shorter way round the globe.
  const east = ((other.lon - centre.lon + 540) % 360) - 180;
  return {
    city: other,
    x: round(east * Math.cos((centre.lat * Math.PI) / 180) * scale),
    y: round((centre.lat - other.lat) * scale),
    radius: radiusOf(other.population),
  };
}

// The area of a dot grows with the population, from a point to a ninth of the map's width.
function radiusOf(population: number): number {
  return round(Math.min(17, 1.4 + Math.sqrt(population) / 120));
}

function round(x: number): number {
  return Math.round(x * 10) / 10;
}
