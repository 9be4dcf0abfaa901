// Writes a brotli (.br) and a gzip (.gz) variant beside every file of a directory that
// gains by it, for a server that sends them as they are.
//
// Usage: node precompress.mjs directory
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const compressible = new Set([".css", ".html", ".js", ".json", ".map", ".mjs", ".svg", ".txt", ".wasm", ".xml"]);

// What is smaller fits one packet as it is.
const smallest = 512;

const encoders = [
  [
    ".br",
    (bytes) =>
      promisify(brotliCompress)(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_LGWIN]: 24,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      }),
  ],
  [".gz", (bytes) => promisify(gzip)(bytes, { level: 9 })],
];

const directory = process.argv[2];
if (directory === undefined) throw new Error("precompress: which directory?");

const entries = await readdir(directory, { recursive: true, withFileTypes: true });
const files = entries
  .filter((entry) => entry.isFile())
  .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
const counts = await Promise.all(files.map(precompress));
console.log(`precompressed ${counts.filter((count) => count > 0).length} of ${files.length} files in ${directory}`);

// A variant that saves less than a twentieth is not worth the choice; one left over from
// an earlier build of the same name would be wrong, so it goes.
async function precompress(file) {
  if (!compressible.has(path.extname(file))) return 0;
  const bytes = await readFile(file);
  let written = 0;
  for (const [extension, encode] of encoders) {
    const encoded = bytes.length < smallest ? undefined : await encode(bytes);
    if (encoded !== undefined && encoded.length < bytes.length * 0.95) {
      await writeFile(file + extension, encoded);
      written++;
    } else {
      await rm(file + extension, { force: true });
    }
  }
  return written;
}
