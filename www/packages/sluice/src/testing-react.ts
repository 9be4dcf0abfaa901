export { MockResolver, type MockResolverProps } from "./testing/react/mock-resolver.js";
export { renderDataHook, type DataHookOptions, type RenderedDataHook } from "./testing/react/render-data-hook.js";
