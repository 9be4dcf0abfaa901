export { createTestClient, type TestClient, type TestNetwork, type TestOptions } from "./testing/client.js";
export type { TestClock } from "./testing/clock.js";
export { mockController, type FetchInterceptor, type Fixture, type Interceptor, type MockFixture } from "./testing/fixtures.js";
export { mockInitialState } from "./testing/initial-state.js";
export type { TestCall } from "./testing/network.js";
export type { Route, Routes } from "./testing/routes.js";
