import type { Catalogue } from "../event/catalogue.ts";
import type { Reader } from "./reader.ts";
import { capture } from "./readers/capture.ts";
import { stream } from "./readers/stream.ts";

/** Every form of log; the config says which one it is. */
export const readers: Readonly<Record<Catalogue["form"], Reader>> = { capture, stream };
