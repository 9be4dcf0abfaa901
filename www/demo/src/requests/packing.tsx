import { useState } from "react";
import { isAbort } from "sluice";
import { useApiRequest, useClient } from "sluice/react";

import type { PackingItem } from "../api";
import { describe } from "../errors";
import { Notice } from "../page/notice";
import { Latency } from "../search/latency";
import { Section } from "./section";
import { tripOfTab } from "./trip";

type List = readonly PackingItem[];

/** What became of the last change of an item. */
type Outcome = "saving" | "saved" | "taken back";

/** The list with another state of one item. */
function withPacked(list: List, id: number, packed: boolean): List {
  return list.map((item) => (item.id === id ? { ...item, packed } : item));
}

/** A list whose changes are shown before they are made. The server refuses every second one. */
export function Packing() {
  const client = useClient();
  const [trip] = useState(tripOfTab);
  const list = useApiRequest<List>({ name: "getPackingList", data: { trip } });
  const [delay, setDelay] = useState(600);
  const [outcomes, setOutcomes] = useState<Readonly<Record<number, Outcome>>>({});
  const [failure, setFailure] = useState("");

  async function pack({ id, title }: PackingItem, packed: boolean) {
    const end = (outcome: Outcome) => setOutcomes((all) => ({ ...all, [id]: outcome }));
    end("saving");
    setFailure("");
    try {
      await client.apiRequest<PackingItem>({
        name: "packItem",
        requestKey: id,
        data: { trip, id, packed, delay },
        mutations: {
          getPackingList: {
            updateDataOptimistic: (before: List) => withPacked(before, id, packed),
            updateData: (before: List, answer: PackingItem) => withPacked(before, id, answer.packed),
          },
        },
      });
      end("saved");
    } catch (error) {
      end("taken back");
      if (!isAbort(error)) setFailure(`${title}: ${describe(error)}`);
    }
  }

  function packTwo(items: List) {
    const [one, two] = [...items.filter((item) => !item.packed), ...items];
    for (const item of [one, two]) if (item) void pack(item, !item.packed);
  }

  const items = list.data;
  return (
    <Section
      title="A change that may be refused"
      lead="What you pack is shown at once. The server refuses every second call: that change goes, and those beside it stay."
    >
      {list.error !== null && <Notice error={list.error} onRetry={list.refetch} />}
      <ul className="packing" aria-busy={items === null}>
        {items?.map((item) => (
          <li key={item.id} data-outcome={outcomes[item.id]}>
            <label>
              <input type="checkbox" checked={item.packed} onChange={(event) => void pack(item, event.target.checked)} />
              {item.title}
            </label>
            <small>{outcomes[item.id]}</small>
          </li>
        ))}
      </ul>
      <div className="try-buttons">
        <button type="button" className="primary" disabled={!items} onClick={() => items && packTwo(items)}>
          Change two at once
        </button>
      </div>
      <Latency value={delay} onChange={setDelay} />
      <p className="try-state" role="status">
        {items && `${items.filter((item) => item.packed).length} of ${items.length} packed.`}
      </p>
      <p className="try-state try-failed" role="alert">
        {failure}
      </p>
    </Section>
  );
}
