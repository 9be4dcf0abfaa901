import { createTestClient, type TestOptions } from "./client.js";
import { storeFixtures, type Fixture } from "./fixtures.js";

/** Later than any clock: a client that is given it takes it for its own present time. */
const late = 8.64e15;

/** Text for `client.hydrate`, as if each fixture had been answered when the client is given it. */
export async function mockInitialState(fixtures: readonly Fixture[], options: Pick<TestOptions, "wasm"> = {}): Promise<string> {
  const { client } = createTestClient({ ...options, now: late });
  try {
    await client.ready;
    await storeFixtures(client.controller, fixtures);
    return client.dehydrate();
  } finally {
    client.close();
  }
}
