import type { Cursor } from './cursor.ts';
import type { ScalarNode } from './yaml-node.ts';

/** What a scan makes of what it reads: `T` of each scalar, list and mapping, `M` while a mapping is being read. */
export interface YamlBuilder<T, M> {
  /** `undefined` refuses the document. */
  readonly scalar: (scalar: ScalarNode) => T | undefined;
  readonly list: (items: T[], start: number, end: number) => T;
  readonly emptyMap: () => M;
  /** False refuses the document. */
  readonly add: (map: M, key: ScalarNode, value: T) => boolean;
  readonly map: (map: M, start: number, end: number) => T;
}

/** Where a scan stands, and what makes something of it. */
export interface Scan<T, M> extends Cursor {
  readonly build: YamlBuilder<T, M>;
}
