// Makes src/api/schema.gen.ts from shared/schemas/openapi.json; with --check it says whether that would change the file.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const source = new URL('../../shared/schemas/openapi.json', import.meta.url);
const target = new URL('../src/api/schema.gen.ts', import.meta.url);
const header = '// Generated from shared/schemas/openapi.json by `npm run types`. Do not edit.\n\n';

const wanted =
  header +
  astToString(await openapiTS(source, { alphabetize: true, defaultNonNullable: false, emptyObjectsUnknown: true }));
if (process.argv.includes('--check')) {
  const present = await readFile(target, 'utf8').catch(() => '');
  if (present !== wanted) {
    console.error(
      `${fileURLToPath(target)} is not what openapi.json gives: run \`npm run types\` in canvas/ and commit the result.`,
    );
    process.exit(1);
  }
} else {
  await writeFile(target, wanted);
}
