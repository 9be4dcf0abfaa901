import { useCallback, useRef, useState } from "react";

interface Run {
  readonly loading: boolean;
  readonly error: unknown;
}

/**
 * Makes a function show whether it is at work: gives `[run, loading, error]`. `run` resolves with
 * `undefined` where the function fails, and does not reject. `loading` and `error` are those of the latest
 * run; `run` stays the same while `deps` do.
 */
export function useLoading<A extends readonly unknown[], R>(
  fn: (...args: A) => Promise<R>,
  deps: readonly unknown[] = [fn],
): readonly [run: (...args: A) => Promise<R | undefined>, loading: boolean, error: unknown] {
  const [{ loading, error }, show] = useState<Run>({ loading: false, error: undefined });
  const latest = useRef(0);
  const run = useCallback(async (...args: A) => {
    const own = ++latest.current;
    const end = (error: unknown) => {
      if (own === latest.current) show({ loading: false, error });
    };
    show({ loading: true, error: undefined });
    try {
      const value = await fn(...args);
      end(undefined);
      return value;
    } catch (error) {
      end(error);
      return undefined;
    }
  }, deps); // eslint-disable-line react-hooks/exhaustive-deps -- the caller's
  return [run, loading, error];
}
