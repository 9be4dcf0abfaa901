import { idOf, open, stock, writer } from "../lab.js";

/** ms of one write of a user, watched by one, in a store of `size` users. */
export async function storeSize({ size }) {
  const lab = await open();
  await stock(lab, "users", size);
  await lab.audience.watch("users", idOf.users(1));
  return lab.audience.repeat(writer(lab, "users", 1), { tells: 1 });
}
