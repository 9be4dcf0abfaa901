export interface FlagProps {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  /** In CSS pixels. */
  readonly height: number;
  /** Loads it when it comes into sight. */
  readonly lazy?: boolean;
}

/** A country's flag, beside its name. */
export function Flag({ code, height, lazy = false }: FlagProps) {
  return (
    <img className="flag" src={`/flags/${code.toLowerCase()}.svg`} alt="" height={height} loading={lazy ? "lazy" : "eager"} style={{ height }} />
  );
}
