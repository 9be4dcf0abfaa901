let memory;

const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...args) => {
  const result = await instantiate.apply(WebAssembly, args);
  memory = (result.instance ?? result).exports.mem;
  return result;
};

/** The linear memory of the module that was instantiated last, in bytes. Import it before the module is. */
export const wasmBytes = () => memory.buffer.byteLength;
