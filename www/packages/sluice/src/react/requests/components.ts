import { createElement, type ComponentType, type ReactNode } from "react";
import { useRequestMutation, type RequestMutationOptions, type RequestMutationResult } from "./mutation.js";
import { useRequestQuery, type RequestQueryOptions, type RequestQueryResult } from "./query.js";

/** Properties of {@link RequestQuery}. */
export interface RequestQueryProps<Data = unknown> extends RequestQueryOptions<Data> {
  /** Shows the query when there is data. */
  readonly children?: ReactNode | ((query: RequestQueryResult<Data>) => ReactNode);
  /** In place of children: gets the query as property `query`. */
  readonly component?: ComponentType<{ query: RequestQueryResult<Data> }>;
  /** Shown while it is loading. Default: nothing. */
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

/** Shows a query: that it is loading, else its error, else that there is no data, else its data. */
export function RequestQuery<Data = unknown>(props: RequestQueryProps<Data>): ReactNode {
  const { children, component, loadingComponent, loadingComponentProps, errorComponent, errorComponentProps } = props;
  const { noDataMessage = null, isDataEmpty = isEmpty, showLoaderDuringRefetch = true } = props;
  const query = useRequestQuery<Data>(props);
  const empty = isDataEmpty(query);
  if (query.loading && (showLoaderDuringRefetch || empty)) return loadingComponent ? createElement(loadingComponent, loadingComponentProps) : null;
  if (query.error !== null) return errorComponent ? createElement(errorComponent, { ...errorComponentProps, error: query.error }) : null;
  if (empty) return noDataMessage;
  if (component) return createElement(component, { query });
  return typeof children === "function" ? children(query) : children;
}

/** Properties of {@link RequestMutation}. */
export interface RequestMutationProps<Data = unknown> extends RequestMutationOptions {
  readonly children?: ReactNode | ((mutation: RequestMutationResult<Data>) => ReactNode);
  /** In place of children: gets the mutation as property `mutation`. */
  readonly component?: ComponentType<{ mutation: RequestMutationResult<Data> }>;
}

/** Hands a mutation to its children. */
export function RequestMutation<Data = unknown>(props: RequestMutationProps<Data>): ReactNode {
  const { children, component } = props;
  const mutation = useRequestMutation<Data>(props);
  if (component) return createElement(component, { mutation });
  return typeof children === "function" ? children(mutation) : children;
}
