/**
 * Cuts the operations the action may call out of GitHub's own OpenAPI description, with everything they refer to.
 *
 * The npm package that holds the description unpacks to 385 MB, so it is no dependency; fetch one file of it by hand:
 *
 *   cd "$(mktemp -d)"
 *   npm pack @octokit/openapi@23.0.2
 *   tar xzf octokit-openapi-*.tgz package/generated/api.github.com.json
 *   node scripts/regenerate-openapi.mjs "$OLDPWD"/package/generated/api.github.com.json     # from the repository root
 *
 * Prose and examples are dropped: the mock server reads only shapes.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const target = new URL('../test/support/github/openapi-subset.json', import.meta.url);

const wanted = {
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/comments/{comment_id}': ['get', 'patch', 'delete'],
};

const prose = new Set(['description', 'summary', 'example', 'examples', 'externalDocs', 'tags', 'title']);

/** Removes prose; inside `properties` the keys are names of fields and all stay. */
function withoutProse(value, keysAreNames = false) {
  if (Array.isArray(value)) return value.map((item) => withoutProse(item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => keysAreNames || !(prose.has(key) || key.startsWith('x-')))
      .map(([key, item]) => [key, withoutProse(item, !keysAreNames && (key === 'properties' || key === 'schemas'))]),
  );
}

function* references(value) {
  if (value === null || typeof value !== 'object') return;
  if (typeof value.$ref === 'string') yield value.$ref;
  for (const item of Object.values(value)) yield* references(item);
}

function resolve(whole, reference) {
  const found = reference
    .slice('#/'.length)
    .split('/')
    .reduce((node, key) => node?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], whole);
  if (found === undefined) throw new Error(`nothing is at ${reference}`);
  return found;
}

function wantedPaths(whole) {
  const paths = {};
  for (const [path, methods] of Object.entries(wanted)) {
    paths[path] = {};
    for (const method of methods) {
      const operation = whole.paths[path]?.[method];
      if (operation === undefined) throw new Error(`the description has no ${method.toUpperCase()} ${path}`);
      paths[path][method] = withoutProse(operation);
    }
  }
  return paths;
}

/** Adds what the paths refer to, and what that refers to, until nothing is missing. */
function closedOver(whole, paths) {
  const components = {};
  const pending = [...references(paths)];
  const seen = new Set();
  for (let reference = pending.pop(); reference !== undefined; reference = pending.pop()) {
    if (seen.has(reference)) continue;
    seen.add(reference);
    const [, , section, name] = reference.split('/');
    // Examples are prose too, but they stand in a section of their own.
    const part = withoutProse(resolve(whole, reference));
    components[section] = { ...components[section], [name]: part };
    pending.push(...references(part));
  }
  return sorted(components);
}

/** Sorts the names of sections and of parts, so that a regeneration shows as a small diff. */
function sorted(components) {
  const byName = ([a], [b]) => (a < b ? -1 : 1);
  return Object.fromEntries(
    Object.entries(components)
      .sort(byName)
      .map(([section, parts]) => [section, Object.fromEntries(Object.entries(parts).sort(byName))]),
  );
}

const source = process.argv[2];
if (source === undefined) {
  console.error('usage: node scripts/regenerate-openapi.mjs path/to/api.github.com.json');
  process.exit(2);
}
const whole = JSON.parse(readFileSync(source, 'utf8'));
const paths = wantedPaths(whole);
const subset = {
  openapi: whole.openapi,
  info: { title: 'A part of the GitHub v3 REST API', version: whole.info.version, license: { name: 'MIT' } },
  paths,
  components: closedOver(whole, paths),
};
writeFileSync(target, `${JSON.stringify(subset, null, 1)}\n`);
