import { Component, Suspense, createElement, type ComponentType, type ReactNode } from "react";

/** What a component gets that is shown in place of one that has thrown. */
export interface ErrorFallbackProps {
  readonly error: unknown;
  /** Shows the children again, mounted anew. */
  readonly resetErrorBoundary: () => void;
  readonly className: string | undefined;
}

export interface ErrorBoundaryProps {
  readonly children?: ReactNode;
  /** Default: the message, as an alert. */
  readonly fallbackComponent?: ComponentType<ErrorFallbackProps>;
  readonly className?: string;
  /** Calls `reset` when the children are to be shown again, as after a navigation; gives what ends that. */
  readonly listen?: (reset: () => void) => () => void;
}

interface Failure {
  readonly failed: boolean;
  readonly error: unknown;
}

const none: Failure = { failed: false, error: undefined };

/** Shows another component when one of its children throws. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, Failure> {
  static getDerivedStateFromError(error: unknown): Failure {
    return { failed: true, error };
  }

  override state = none;
  #unlisten: (() => void) | undefined;

  override componentDidMount(): void {
    this.#unlisten = this.props.listen?.(this.#reset);
  }

  override componentDidUpdate({ listen }: ErrorBoundaryProps): void {
    if (listen === this.props.listen) return;
    this.#unlisten?.();
    this.componentDidMount();
  }

  override componentWillUnmount(): void {
    this.#unlisten?.();
  }

  #reset = (): void => {
    if (this.state.failed) this.setState(none);
  };

  override render(): ReactNode {
    const { children, className, fallbackComponent = Alert } = this.props;
    if (!this.state.failed) return children;
    return createElement(fallbackComponent, { error: this.state.error, resetErrorBoundary: this.#reset, className });
  }
}

function Alert({ error, className }: ErrorFallbackProps): ReactNode {
  return createElement("pre", { role: "alert", className }, error instanceof Error ? error.message : String(error));
}

export interface AsyncBoundaryProps {
  readonly children?: ReactNode;
  /** Shown while something in it suspends. */
  readonly fallback?: ReactNode;
  /** Shown when something in it throws. */
  readonly errorComponent?: ComponentType<ErrorFallbackProps>;
  readonly errorClassName?: string;
  /** See {@link ErrorBoundaryProps.listen}. */
  readonly listen?: (reset: () => void) => () => void;
}

/** A `Suspense` with an {@link ErrorBoundary} in it. */
export function AsyncBoundary({ children, fallback, errorComponent, errorClassName, listen }: AsyncBoundaryProps): ReactNode {
  const boundary: ErrorBoundaryProps = {
    ...(errorComponent && { fallbackComponent: errorComponent }),
    ...(errorClassName !== undefined && { className: errorClassName }),
    ...(listen && { listen }),
  };
  return createElement(Suspense, { fallback }, createElement(ErrorBoundary, boundary, children));
}
