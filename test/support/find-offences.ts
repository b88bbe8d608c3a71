import { posix } from 'node:path';
import ts from 'typescript';

const sayingNothing = /(^|\/)(utils?|helpers?|common|misc|shared|types)(\/|\.ts$)/;
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*\.(ts|json)$/;
const mostLines = 300;

// What SECURITY.md promises: only rendering and history start programs, no text becomes code, and the only connections
// are the toolkit's. A folder that may use one of these names it in full.
const closedModules = new Set(
  ['child_process', 'cluster', 'dgram', 'http', 'http2', 'https', 'net', 'tls', 'vm'].map((name) => `node:${name}`),
);

/** Who may see whom: for each folder of `src`, the other folders and the packages its files may import. */
export type House = Readonly<
  Record<string, { readonly folders: readonly string[]; readonly packages: readonly string[] }>
>;

/** A file under `src`. */
export interface File {
  /** Relative to `src`, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly line: number;
  /** Nothing for a dynamic import whose target is computed. */
  readonly target: string | undefined;
}

/** What in the files breaks the rules of the house, each with its place; empty when nothing does. */
export function findOffences(files: readonly File[], house: House): readonly string[] {
  const paths = new Set(files.map((file) => file.path));
  return [
    ...Object.keys(house)
      .filter((folder) => !files.some((file) => file.path.startsWith(`${folder}/`)))
      .map((folder) => `src/${folder} holds no file`),
    ...files.flatMap((file) => nameOffences(file, house)),
    ...files
      .filter((file) => file.path.endsWith('.ts'))
      .flatMap((file) => [...importOffences(file, paths, house), ...syntaxOffences(file, house)]),
    ...cyclesAmong(files),
  ];
}

function nameOffences({ path, text }: File, house: House): readonly string[] {
  const lines = text.trimEnd().split('\n').length;
  return [
    ...(folderOf(path) in house ? [] : [`src/${path} stands in no folder of the table`]),
    ...(kebabCase.test(path) ? [] : [`src/${path} is not in kebab-case`]),
    ...(sayingNothing.test(path) ? [`src/${path} has a name that says nothing`] : []),
    ...(lines > mostLines ? [`src/${path} has ${lines} lines, more than ${mostLines}`] : []),
  ];
}

function importOffences(file: File, paths: ReadonlySet<string>, house: House): readonly string[] {
  const from = folderOf(file.path);
  const allowed = house[from] ?? { folders: [], packages: [] };
  return importsOf(file).flatMap(({ line, target }) => {
    const at = `src/${file.path}:${line}`;
    if (target === undefined) return [`${at} imports a computed name`];
    if (!target.startsWith('.')) {
      const isAllowed = closedModules.has(target)
        ? allowed.packages.includes(target)
        : allowed.packages.some((name) => isOfPackage(target, name));
      return isAllowed ? [] : [`${at} imports ${target}`];
    }
    const path = resolve(file.path, target);
    if (!paths.has(path)) return [`${at} imports ${target}, which is no file of src`];
    const to = folderOf(path);
    return to === from || allowed.folders.includes(to) ? [] : [`${at} imports ${target}: ${from} may not see ${to}`];
  });
}

function isOfPackage(target: string, name: string): boolean {
  return name.endsWith('*') ? target.startsWith(name.slice(0, -1)) : target === name || target.startsWith(`${name}/`);
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

function resolve(importer: string, target: string): string {
  return posix.join(posix.dirname(importer), target);
}

function importsOf(file: File): readonly Import[] {
  return nodesOf(file).flatMap(({ node, line }) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return [];
    return [{ line, target: ts.isStringLiteralLike(specifier) ? specifier.text : undefined }];
  });
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument;
  const isDynamicImport = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isDynamicImport ? node.arguments[0] : undefined;
}

function nodesOf({ path, text }: File): readonly { readonly node: ts.Node; readonly line: number }[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: { node: ts.Node; line: number }[] = [];
  const visit = (node: ts.Node): void => {
    found.push({ node, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1 });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function syntaxOffences(file: File, house: House): readonly string[] {
  const isShell = house[folderOf(file.path)]?.packages.includes('node:*') ?? false;
  return nodesOf(file).flatMap(({ node, line }) => {
    const at = `src/${file.path}:${line}`;
    const ambient = isShell ? undefined : ambientUse(node);
    return [
      ...(isDefaultExport(node) ? [`${at} exports a default`] : []),
      ...(ambient === undefined ? [] : [`${at} uses ${ambient}, which belongs to a shell`]),
    ];
  });
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === 'default';
  return node.kind === ts.SyntaxKind.DefaultKeyword && !ts.isDefaultClause(node.parent);
}

// The core is total and takes the date as an input: no clock, chance, environment, console or network below the shells.
function ambientUse(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const use = `${node.expression.text}.${node.name.text}`;
    return /^(process|console|globalThis)\.|^(Date\.now|Math\.random)$/.test(use) ? use : undefined;
  }
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    const { text } = node.expression;
    return ['fetch', 'eval', 'setTimeout', 'setInterval'].includes(text) ? text : undefined;
  }
  const isNow = ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length;
  return isNow ? 'new Date()' : undefined;
}

function cyclesAmong(files: readonly File[]): readonly string[] {
  const importedBy = new Map(
    files
      .filter((file) => file.path.endsWith('.ts'))
      .map((file) => [
        file.path,
        importsOf(file).flatMap(({ target }) => (target?.startsWith('.') ? [resolve(file.path, target)] : [])),
      ]),
  );
  const cycles: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) cycles.push(`import cycle: ${[...trail.slice(start), path].join(' -> ')}`);
    if (start !== -1 || done.has(path)) return;
    for (const next of importedBy.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of importedBy.keys()) walk(path, []);
  return cycles;
}
