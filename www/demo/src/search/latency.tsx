/** How long the server waits before it searches, in milliseconds. */
export const latencies = [0, 150, 600] as const;

export interface LatencyProps {
  readonly value: number;
  readonly onChange: (ms: number) => void;
}

/** Chooses the server's artificial latency, at which aborts can be seen. */
export function Latency({ value, onChange }: LatencyProps) {
  return (
    <fieldset className="latency">
      <legend>Server delay</legend>
      {latencies.map((ms) => (
        <label key={ms}>
          <input type="radio" name="latency" value={ms} checked={ms === value} onChange={() => onChange(ms)} />
          <span>{ms === 0 ? "none" : `${ms} ms`}</span>
        </label>
      ))}
    </fieldset>
  );
}
