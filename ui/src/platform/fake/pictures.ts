//! The one picture of the scripted home: a small bay at dusk, a PNG of a few pixels.
import type { Picture } from "$lib/bindings/Picture";

/** Eight by six pixels. */
const DATA =
  "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAIAAABxZ0isAAAAQElEQVR42mN4/PYtHP39dAeIIGwGNFGExOVNtRCUc3w/EMG5DBA+EHGnZQMRnMsA4QORdFAIEMG5DBA+XBTOBgCAC1Y4ckvLrgAAAABJRU5ErkJggg==";

export function picture(path: string): Picture {
  if (path.endsWith("gone.jpg"))
    throw { code: "file-missing", message: `${path} is not there.`, params: { path } };
  return { mime: "image/png", data: DATA };
}
