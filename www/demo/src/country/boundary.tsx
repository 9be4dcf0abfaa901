import { createContext, use, type ReactNode } from "react";
import { AsyncBoundary, type ErrorFallbackProps } from "sluice/react";

import { Notice } from "../page/notice";

const Retry = createContext<() => Promise<unknown>>(() => Promise.resolve());

export interface BoundaryProps {
  /** Asks again for what failed. */
  readonly retry: () => Promise<unknown>;
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/** What reads the store, with something to show meanwhile, and a way on when it fails. */
export function Boundary({ retry, fallback, children }: BoundaryProps) {
  return (
    <Retry value={retry}>
      <AsyncBoundary fallback={fallback} errorComponent={Failed}>
        {children}
      </AsyncBoundary>
    </Retry>
  );
}

function Failed({ error, resetErrorBoundary }: ErrorFallbackProps) {
  const retry = use(Retry);
  // Whether it fails again is for the children to show.
  return <Notice error={error} onRetry={() => retry().then(resetErrorBoundary, resetErrorBoundary)} />;
}
