export { useApiRequest, useSession, type ApiRequestResult } from "./react/api-request.js";
export { AsyncBoundary, ErrorBoundary, type AsyncBoundaryProps, type ErrorBoundaryProps, type ErrorFallbackProps } from "./react/boundary.js";
export { useCancelling } from "./react/cancelling.js";
export { ControllerContext, Provider, useClient, useController } from "./react/context.js";
export { useDebounce } from "./react/debounce.js";
export { useLoading } from "./react/loading.js";
export { useError, useQuery } from "./react/look.js";
export { useCache, useDLE, useFetch, useSuspense, type DataResult, type FetchThenable } from "./react/read.js";
export type { Arguments, Nullable, ShownData } from "./react/types.js";
