import { createElement, type ComponentType, type ReactNode } from "react";
import { useRequestMutation, type RequestMutationOptions, type RequestMutationResult } from "./mutation.js";
import { useRequestQuery, type RequestQueryOptions, type RequestQueryResult } from "./query.js";

/** What a component gets of {@link RequestQuery}. */
interface OfQuery<Data> {
  readonly query: RequestQueryResult<Data>;
}

/** What a component gets of {@link RequestMutation}. */
interface OfMutation<Data> {
  readonly mutation: RequestMutationResult<Data>;
}

/** Properties of {@link RequestQuery}. Defaults of the provider do not count: it shows itself what these are for. */
export interface RequestQueryProps<Data = unknown, Props extends object = OfQuery<Data>> extends RequestQueryOptions<Data> {
  /** Shows the query when there is data. */
  readonly children?: ReactNode | ((query: RequestQueryResult<Data>) => ReactNode);
  /** In place of children: gets the query as property `query`, and what other properties there are. */
  readonly component?: ComponentType<Props>;
  /** Shown while it is loading; gets `downloadProgress` and `uploadProgress`. Default: nothing. */
  readonly loadingComponent?: ComponentType<object>;
  readonly loadingComponentProps?: object;
  /** Shown after an error, which it gets as property `error`. Default: nothing. */
  readonly errorComponent?: ComponentType<{ error: unknown }>;
  readonly errorComponentProps?: object;
  /** Shown when there is no data. Default: nothing. */
  readonly noDataMessage?: ReactNode;
  /** Default: data that is falsy, or an empty list. */
  readonly isDataEmpty?: (query: RequestQueryResult<Data>) => boolean;
  /** Whether what is loading replaces data that is there. Default `true`. */
  readonly showLoaderDuringRefetch?: boolean;
}

const isEmpty = ({ data }: { readonly data: unknown }) => !data || (Array.isArray(data) && data.length === 0);
/** What a component that stands in place of children does not get. */
const own = new Set(
  `type action variables requestKey multiple defaultData autoLoad autoReset throwError suspense suspenseSsr children component
  loadingComponent loadingComponentProps errorComponent errorComponentProps noDataMessage isDataEmpty showLoaderDuringRefetch`.split(/\s+/),
);
const others = (props: object) => Object.fromEntries(Object.entries(props).filter(([name]) => !own.has(name)));
const off = { autoLoad: false, autoReset: false, throwError: false, suspense: false, suspenseSsr: false };

/** Shows a query: that it is loading, else its error, else that there is no data, else its data. */
export function RequestQuery<Data = unknown, Props extends object = OfQuery<Data>>(props: RequestQueryProps<Data, Props> & Omit<Props, "query">): ReactNode {
  const { children, component, loadingComponent, loadingComponentProps, errorComponent, errorComponentProps } = props;
  const { noDataMessage = null, isDataEmpty = isEmpty, showLoaderDuringRefetch = true } = props;
  const query = useRequestQuery<Data>({ ...off, ...props });
  const empty = isDataEmpty(query);
  if (query.loading && (showLoaderDuringRefetch || empty)) {
    const { downloadProgress, uploadProgress } = query;
    const progress: object = { downloadProgress, uploadProgress, ...loadingComponentProps };
    return loadingComponent ? createElement(loadingComponent, progress) : null;
  }
  if (query.error !== null) return errorComponent ? createElement(errorComponent, { ...errorComponentProps, error: query.error }) : null;
  if (empty) return noDataMessage;
  if (component) return createElement(component, { ...others(props), query } as unknown as Props);
  return typeof children === "function" ? children(query) : children;
}

/** Properties of {@link RequestMutation}. */
export interface RequestMutationProps<Data = unknown, Props extends object = OfMutation<Data>> extends RequestMutationOptions {
  readonly children?: ReactNode | ((mutation: RequestMutationResult<Data>) => ReactNode);
  /** In place of children: gets the mutation as property `mutation`, and what other properties there are. */
  readonly component?: ComponentType<Props>;
}

/** Hands a mutation to its children. Defaults of the provider do not count. */
export function RequestMutation<Data = unknown, Props extends object = OfMutation<Data>>(props: RequestMutationProps<Data, Props> & Omit<Props, "mutation">): ReactNode {
  const { children, component } = props;
  const mutation = useRequestMutation<Data>({ ...off, ...props });
  if (component) return createElement(component, { ...others(props), mutation } as unknown as Props);
  return typeof children === "function" ? children(mutation) : children;
}
