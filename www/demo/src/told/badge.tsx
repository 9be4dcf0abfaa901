import { useEffect, useRef } from "react";

import { told } from "./told";

/**
 * Counts how often the component that it stands in rendered, and shows it. The number is
 * written past React: otherwise to count would be to render.
 */
export function Renders({ of: name }: { readonly of: string }) {
  const badge = useRef<HTMLSpanElement>(null);
  useEffect(() => told.add(name, (count) => show(badge.current, count)), [name]);
  useEffect(() => told.note(name));
  return <span ref={badge} className="renders" data-renders={name} title={`Times that “${name}” rendered`} aria-hidden="true" />;
}

function show(badge: HTMLSpanElement | null, count: number): void {
  if (badge === null) return;
  badge.textContent = String(count);
  if (count === 1 || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  badge.animate([{ background: "var(--marker)", color: "var(--card)" }, {}], { duration: 1500, easing: "ease-in" });
}
