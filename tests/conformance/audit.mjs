// Runs every audit of graphql-http against the address given, and prints one JSON line for each.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, url] = process.argv.slice(2);
const { serverAudits } = createRequire(pathToFileURL(modules + "/"))("graphql-http");
for (const audit of serverAudits({ url })) {
  const result = await audit.fn();
  console.log(JSON.stringify({ id: audit.id, name: audit.name, status: result.status, reason: result.reason ?? "" }));
}
