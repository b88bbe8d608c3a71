import { expect, it } from 'vitest';
import { byFolder, summariseProfile } from '../../bench/summarise-profile.ts';

it('adds up the time of each file, package and part of the runtime, largest first', () => {
  const frame = (id: number, functionName: string, url: string) => ({ id, callFrame: { functionName, url } });
  const profile = {
    nodes: [
      frame(1, '(garbage collector)', ''),
      frame(2, 'read', 'file:///a/build/src/manifests/read-file.js'),
      frame(3, 'list', 'file:///a/build/src/manifests/read-file.js'),
      frame(4, 'parse', 'file:///a/node_modules/yaml/dist/parse.js'),
      frame(5, 'ask', 'file:///a/node_modules/@scope/name/index.js'),
      frame(6, 'readSync', 'node:fs'),
    ],
    samples: [1, 2, 3, 4, 4, 5, 6],
    timeDeltas: [10, 20, 15, 20, 20, 5, 10],
  };
  expect(summariseProfile(profile)).toEqual([
    { where: '`yaml`', share: 0.4 },
    { where: '`src/manifests/read-file.ts`', share: 0.35 },
    { where: '(garbage collector)', share: 0.1 },
    { where: 'Node itself', share: 0.1 },
    { where: '`@scope/name`', share: 0.05 },
  ]);
});

it('adds up the files of each folder', () => {
  const shares = [
    { where: '`yaml`', share: 0.375 },
    { where: '`src/reports/html/page.ts`', share: 0.25 },
    { where: '`src/reports/text.ts`', share: 0.25 },
    { where: '(garbage collector)', share: 0.125 },
  ];
  expect(byFolder(shares)).toEqual([
    { where: '`src/reports`', share: 0.5 },
    { where: '`yaml`', share: 0.375 },
    { where: '(garbage collector)', share: 0.125 },
  ]);
});
