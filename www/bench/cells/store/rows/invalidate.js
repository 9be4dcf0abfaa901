import { idOf, makers, open, range } from "../lab.js";

const keys = 10_000;

/** ms of invalidating one key of 10,000, and then all of them: NaN for a store that cannot, in reasonable time. */
export async function invalidate() {
  const { subject, audience } = await filled();
  const one = await audience.repeat((i) => subject.invalidate("users", idOf.users(1 + (i % keys))), { ms: 100 });
  if (!subject.invalidateAll) return { one: one.each, all: NaN, blocked: one.blocked };
  let all;
  // The first time for the code, the second to measure.
  for (let i = 0; i < 2; i++) {
    const another = await filled();
    all = await another.audience.measure(async () => another.subject.invalidateAll("users"));
  }
  return { one: one.each, all: all.took, blocked: all.blocked };
}

async function filled() {
  const lab = await open();
  await lab.subject.fill("users", range(1, keys).map((number) => makers.users(number)));
  return lab;
}
