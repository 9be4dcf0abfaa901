import type { City } from "../api";

// The part of the world that data/world.png shows (prepare-map.mjs), in degrees.
const north = 78;
const south = -56;
const width = 360;
const height = north - south;

export interface WorldMapProps {
  /** Small marks. */
  readonly found: readonly City[];
  /** The large mark. */
  readonly marked: City | undefined;
}

/** The world as the dots of its cities, with what was found. */
export function WorldMap({ found, marked }: WorldMapProps) {
  return (
    <div className="world" aria-hidden="true">
      <div className="world-dots" />
      <svg className="world-marks" viewBox={`0 0 ${width} ${height}`}>
        {found.map((city) => (
          <circle key={city.id} className="world-found" cx={city.lon + 180} cy={north - city.lat} r="1.5" />
        ))}
        {marked !== undefined && (
          <g className="world-marked" key={marked.id} transform={`translate(${marked.lon + 180} ${north - marked.lat})`}>
            <circle className="world-ring" r="5" />
            <circle className="world-point" r="1.9" />
          </g>
        )}
      </svg>
    </div>
  );
}
