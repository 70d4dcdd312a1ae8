// Modules of src/ as Node can load them.
import { build } from "esbuild";

/** The module of this path below src/. */
export async function load(path) {
  const entry = new URL(`../src/${path}`, import.meta.url).pathname;
  const built = await build({ entryPoints: [entry], bundle: true, format: "esm", write: false, logLevel: "error" });
  return import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString("base64")}`);
}
