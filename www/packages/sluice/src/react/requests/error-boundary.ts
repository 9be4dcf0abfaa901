import { Component, type ReactNode } from "react";
import { getMutation, getQuery, resetRequests } from "sluice/redux";
import { RequestsContext, type RequestsValue } from "./context.js";
import { pairOf, refOf } from "./named.js";
import { isOfRequest, isTransient, type ThrownRequest } from "./thrown.js";
import { watchersOf } from "./watchers.js";

export interface RequestErrorBoundaryProps {
  readonly children?: ReactNode;
  /** Shown in place of the children after an error of a request. */
  readonly fallback?: ((thrown: ThrownRequest) => ReactNode) | ReactNode;
}

interface Failure {
  readonly thrown: unknown;
}

/**
 * Shows something else when a request's error is thrown in its children, see `throwError`; and the children again when
 * the request has no error any more, as after a reset or while it is loaded again. What else is thrown goes on upwards.
 */
export class RequestErrorBoundary extends Component<RequestErrorBoundaryProps, Failure> {
  static override contextType = RequestsContext;
  static getDerivedStateFromError(thrown: unknown): Failure {
    return { thrown };
  }

  declare context: RequestsValue | undefined;
  override state: Failure = { thrown: undefined };
  #stop: (() => void) | undefined;
  /** What it shows in place of its children. It counts as one who shows that request: its error stays until then. */
  #shown: ThrownRequest | undefined;
  #leave: ((alone?: () => void) => void) | undefined;

  override componentDidMount(): void {
    this.#stop = this.context?.store.subscribe(this.#check);
    this.#check();
  }

  override componentDidUpdate(): void {
    this.#check();
  }

  override componentWillUnmount(): void {
    this.#stop?.();
    const shown = this.#shown;
    this.#show(undefined, () => {
      if (shown && isTransient(shown)) this.context?.store.dispatch(resetRequests([refOf(pairOf(shown.type, shown.requestKey))], true, false) as never);
    });
  }

  #check = (): void => {
    const { thrown } = this.state;
    const { store } = this.context ?? {};
    if (!store) return;
    this.#show(isOfRequest(thrown) ? thrown : undefined);
    if (!isOfRequest(thrown)) return;
    const state = store.getState();
    if (getQuery(state, thrown).error === null && getMutation(state, thrown).error === null) this.setState({ thrown: undefined });
  };

  #show(thrown: ThrownRequest | undefined, alone?: () => void): void {
    if (this.#shown === thrown) return;
    this.#shown = thrown;
    this.#leave?.(alone);
    this.#leave = thrown && this.context && watchersOf(this.context.store).add(pairOf(thrown.type, thrown.requestKey));
  }

  override render(): ReactNode {
    const { children, fallback } = this.props;
    const { thrown } = this.state;
    if (thrown === undefined) return children;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- as it was thrown
    if (!isOfRequest(thrown)) throw thrown;
    return typeof fallback === "function" ? fallback(thrown) : fallback;
  }
}
