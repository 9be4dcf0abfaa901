import { startTransition, useEffect, useState } from "react";

/**
 * A value that follows another one once that has been the same for `delay` ms, and whether it is still
 * behind. It does not follow while `updatable` is false. What it makes suspend keeps showing what is there.
 */
export function useDebounce<T>(value: T, delay: number, updatable = true): readonly [debounced: T, isPending: boolean] {
  const [debounced, setDebounced] = useState(value);
  useEffect(() => {
    if (!updatable) return undefined;
    const timer = setTimeout(() => startTransition(() => setDebounced(() => value)), delay);
    return () => clearTimeout(timer);
  }, [value, delay, updatable]);
  return [debounced, updatable && !Object.is(debounced, value)];
}
