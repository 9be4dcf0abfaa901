// Prints one row of ci/size-experiments.sh: node ci/size-experiments.mjs name file seconds
import { readFile } from "node:fs/promises";
import { brotliCompressSync, constants } from "node:zlib";

const [name, file, seconds] = process.argv.slice(2);
const bytes = await readFile(file);
const brotli = brotliCompressSync(bytes, {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  },
}).length;

const times = [];
for (let i = 0; i < 9; i++) {
  const started = performance.now();
  await WebAssembly.compile(bytes);
  times.push(performance.now() - started);
}
times.sort((a, b) => a - b);
console.log(
  name.padEnd(44) +
    [bytes.length, brotli, times[4].toFixed(0)].map((value, i) => String(value).padStart(i < 2 ? 11 : 9)).join("") +
    seconds.padStart(9),
);
