import { UsageError } from "../errors.js";
import type { RequestResponse } from "./types.js";

export function isResponse(value: unknown): value is RequestResponse {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "data");
}

/** Refuses what is no response. */
export function checked(value: unknown): RequestResponse {
  if (!isResponse(value)) throw new UsageError("a response is an object with a member data");
  return value;
}
