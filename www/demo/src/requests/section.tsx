import { useId, type ReactNode } from "react";

export interface SectionProps {
  readonly title: string;
  /** What it shows, in a sentence or two. */
  readonly lead: ReactNode;
  readonly children: ReactNode;
}

/** One thing that can be tried. */
export function Section({ title, lead, children }: SectionProps) {
  const id = useId();
  return (
    <section className="try" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className="try-lead">{lead}</p>
      {children}
    </section>
  );
}
