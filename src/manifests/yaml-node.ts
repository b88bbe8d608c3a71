interface Written {
  /** Offsets into the text of the document; `end` is behind the last character. */
  readonly start: number;
  /** Of block mappings and lists the end of their last line, or some way behind it. */
  readonly end: number;
  readonly anchor?: string;
  readonly tag?: string;
}

export type ScalarStyle = 'plain' | 'single-quoted' | 'double-quoted' | 'block';

export interface ScalarNode extends Written {
  readonly kind: 'scalar';
  readonly style: ScalarStyle;
  /** What is written, escapes and line breaks resolved, not typed yet. */
  readonly text: string;
}

export interface MapNode extends Written {
  readonly kind: 'map';
  readonly pairs: readonly PairOfNodes[];
}

/** One entry of a mapping; `undefined` where nothing at all is written. */
export interface PairOfNodes {
  readonly key: YamlNode | undefined;
  readonly value: YamlNode | undefined;
}

interface ListNode extends Written {
  readonly kind: 'list';
  readonly items: readonly (YamlNode | undefined)[];
}

export interface AliasNode extends Written {
  readonly kind: 'alias';
  readonly name: string;
  /** The node of that anchor that stands last above; absent: none does. */
  readonly target?: YamlNode;
}

/** What a document says and where it says it, not decoded yet. */
export type YamlNode = ScalarNode | MapNode | ListNode | AliasNode;
