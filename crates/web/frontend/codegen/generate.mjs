// Writes src/api/schema.ts from openapi.json (which `callboard openapi` prints). Both files are committed;
// the build fails when they differ from what this makes.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const { status } = spawnSync(
  at('./node_modules/.bin/openapi-typescript'),
  [at('../openapi.json'), '--output', at('../src/api/schema.ts'), '--alphabetize'],
  { stdio: 'inherit' },
)
process.exit(status ?? 1)
