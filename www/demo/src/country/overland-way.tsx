import { useQuery } from "sluice/react";

import { count } from "../format";
import { Link } from "../page/link";
import { Overland } from "../store/overland";
import { Renders } from "../told/badge";

/** Where one gets by land, through the borders of all countries that this page has met. */
export function OverlandWay({ code }: { readonly code: string }) {
  const overland = useQuery(Overland, { code });
  if (!overland || overland.reachable === 0) return null;
  const { reachable, way } = overland;
  const borders = way.length - 1;
  return (
    <section aria-labelledby="overland-title">
      <h2 id="overland-title">
        By land <Renders of="By land" />
      </h2>
      <p>
        {reachable === 1 ? "One country" : `${count(reachable)} countries`} can be reached without a ship. The farthest,{" "}
        {way.at(-1)?.name}, lies {borders === 1 ? "one border" : `${borders} borders`} away.
      </p>
      <ol className="way">
        {way.map((stop) => (
          <li key={stop.code}>
            <Link to={`/countries/${stop.code}`} current={stop.code === code}>
              {stop.name}
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
