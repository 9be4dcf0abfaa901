import { LoadError } from "./errors.js";

/** Where `sluice.wasm` is: its address, its bytes, or the compiled module. */
export type WasmSource = string | URL | ArrayBuffer | ArrayBufferView | WebAssembly.Module;

/** Modules by address, so that clients and restarts share one download and compilation. */
const modules = new Map<string, Promise<WebAssembly.Module>>();

/** Gives the compiled module. Rejects with {@link LoadError}; the next call then tries again. */
export async function loadModule(source: WasmSource | undefined): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer) return compile(source, "option wasm");
  if (ArrayBuffer.isView(source)) {
    // Not every engine compiles a DataView.
    return compile(new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength), "option wasm");
  }
  const url = addressOf(source);
  let module = modules.get(url.href);
  if (!module) {
    module = download(url);
    modules.set(url.href, module);
    module.catch(() => modules.delete(url.href));
  }
  return module;
}

function addressOf(source: string | URL | undefined): URL {
  if (source === undefined) return new URL("./sluice.wasm", import.meta.url);
  try {
    return new URL(source, globalThis.location?.href ?? import.meta.url);
  } catch (cause) {
    throw new LoadError(`option wasm is no address: ${String(source)}`, cause);
  }
}

async function download(url: URL): Promise<WebAssembly.Module> {
  if (url.protocol === "file:") return compile(await readFile(url), url.href);
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new LoadError(`cannot load ${url.href}`, cause);
  }
  if (!response.ok) throw new LoadError(`cannot load ${url.href}: status ${response.status}`, response);
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("application/wasm") && "compileStreaming" in WebAssembly) {
    try {
      return await WebAssembly.compileStreaming(response);
    } catch (cause) {
      throw new LoadError(`cannot compile ${url.href}`, cause);
    }
  }
  // A server with another idea of the type: the bytes decide.
  let bytes: ArrayBuffer;
  try {
    bytes = await response.arrayBuffer();
  } catch (cause) {
    throw new LoadError(`cannot load ${url.href}`, cause);
  }
  return compile(bytes, url.href);
}

async function compile(bytes: BufferSource, what: string): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw new LoadError(`${what} is not sluice.wasm`, cause);
  }
}

async function readFile(url: URL): Promise<BufferSource> {
  const specifier = "node:fs/promises"; // a variable, so that bundlers for browsers leave it alone
  try {
    const { readFile } = (await import(/* @vite-ignore */ /* webpackIgnore: true */ specifier)) as {
      readFile(url: URL): Promise<Uint8Array<ArrayBuffer>>;
    };
    return await readFile(url);
  } catch (cause) {
    throw new LoadError(`cannot read ${url.href}`, cause);
  }
}
