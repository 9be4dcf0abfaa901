// Makes a bundled module as small as it goes: esbuild bundles, terser minifies (4 % smaller than
// esbuild's own minifier). Names of properties stay.
import { minify } from "terser";

/** The options terser is given; bundlers of applications leave what comes out of it as it is. */
const options = {
  module: true,
  ecma: 2022,
  compress: { ecma: 2022, passes: 3, keep_fargs: false, pure_getters: true },
  mangle: { module: true },
  format: { comments: false },
};

/** Gives the code, and with a source map, which is JSON text, the map of what it gives. */
export async function compact(code, map, url) {
  return minify(code, map === undefined ? options : { ...options, sourceMap: { content: map, url } });
}
