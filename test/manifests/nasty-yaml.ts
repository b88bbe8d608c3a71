import fc from 'fast-check';

// Sound documents in every form that the scanner takes, and some that it leaves to the parser.
const SOUND = [
  `apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app: web, "x": 'y'}
spec:
  containers:
  - name: a
    args: ["--l=:80", b]
    env: []
  - name: b # c

  # d
  volumes:
    - x
    -   y: 1
        z:
          - - 1
            - 2
          -
            q: r
  tolerations:
    []
  affinity:
      # e
    {u: [v]} # w
`,
  `# top
---
# head
kind: ConfigMap
data:
  run.sh: |
    #!/bin/sh
    echo "x: y"

      indented

  other: >-
    one
    two

    three
  e: |-
    k: v
z: "a # b \\" c"
`,
  `- any pods[tier=cache] -/-> a/b:9000
- only a --> b # why
- 'it''s: x'
- a:b
- {key: t, values: [a, b]}
`,
  `description: one two
  three - four
  five:six # z
properties:
  a:
    description: 'one

      two'
    example: "b \\" c
      d 'e'"
  f:
  - command -v sh &&
    sh -c 'x'
  - 'it''s
    a # b'
  - g: h
      {i} [j]
    k: "l
     m"
n: o
`,
  `{
  "kind": "List",
  "items": [
    {"a":1, "b" : [], "c": {}},
    {
      "d": "e: f",
      "g": [
        true,
        -1.5,
        null
      ]
    }
  ]
}
`,
  `[
{"a":{"b":"c"},
"d":[1,2]},
plain
]
`,
  'a:\n- b:\n  - c: 1\n    d:\n    - e\n  f: ~\ng: .5\nh: &x 1\ni: *x\n',
];

const TOKENS = [
  ...['a', 'b', 'key', 'x y', 'null', 'yes', '012', '1e3', '-0.0', 'é', '\u00a0', '😀', 'a#b', 'a:b', '__proto__'],
  ...['- ', '-', '-\n', '---', '--- ', '...', ': ', ':', ' :', 'a: ', 'b:\n', '- a', '- b: 1', '? ', '<<: ', '<<'],
  ...[
    '\n',
    '\n\n',
    '\n  ',
    '\n    ',
    '\n   ',
    ' ',
    '  ',
    '\t',
    '\r',
    '\u2028',
    '\n#\n',
    '\n # z\n',
    '#',
    ' # c',
    '#c\n',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    ', ',
    ',',
    '{a: b}',
    '[a, b]',
    '{}',
    '[]',
    '"',
    "'",
    "''",
    '"b"',
    '"\\n"',
    '\\"',
    '\\',
    '\\u00e9',
  ],
  ...['|', '>', '|-\n', 'k: |\n', '>-\n', '|\n  t\n', '>-\n    a\n\n    b\n', '|+', '|2', '&m ', '*m', '!t ', '!!str '],
  ...['.inf', '-.inf: ', '+.Inf', '.nan: ', '.NaN', '1e999', '1e999: ', '0x1f: ', '0o7', '1_000: ', '0.10: '],
  ...[
    '":',
    '":1',
    "':",
    '{"a":1}',
    '{\n',
    '\n}',
    '[\n',
    '\n]',
    ',\n',
    '"a\n    b"',
    "'a\n  b'",
    'a\n   b',
    '\\\n  ',
    '"\n',
  ],
  ...['%', '@', '`', '~', '!', '=', '|\n\n  t\n', '  \n', '>\n  t\n   u\n', '{{ x }}'],
];

const lines = SOUND.flatMap((text) => text.split('\n'));
const token = fc.constantFrom(...TOKENS);

const ofTokens = fc.array(token, { minLength: 1, maxLength: 14 }).map((tokens) => tokens.join(''));

const line = fc
  .tuple(
    fc.nat(8),
    fc.oneof(
      fc.constantFrom(...lines),
      token,
      token.map((text) => `k: ${text}`),
      token.map((text) => `- ${text}`),
    ),
  )
  .map(([indentation, text]) => `${' '.repeat(indentation)}${text.trimStart()}`);
const ofLines = fc.array(line, { minLength: 1, maxLength: 8 }).map((all) => `${all.join('\n')}\n`);

type Edit = (text: string) => string;
const editOfCharacters = fc.tuple(fc.nat(), fc.nat(4), fc.oneof(token, fc.constant(''))).map(
  ([at, cut, put]): Edit =>
    (text) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(place + cut);
    },
);
const editOfLines = fc.tuple(fc.nat(), fc.boolean(), fc.array(line, { maxLength: 2 })).map(
  ([at, cut, put]): Edit =>
    (text) => {
      const all = text.split('\n');
      all.splice(at % all.length, cut ? 1 : 0, ...put);
      return all.join('\n');
    },
);
const mutated = fc
  .tuple(fc.constantFrom(...SOUND), fc.array(fc.oneof(editOfCharacters, editOfLines), { maxLength: 4 }))
  .map(([text, edits]) => edits.reduce((edited, edit) => edit(edited), text));

/** Documents on both sides of the edge of what the scanner takes. */
export const nastyYaml = fc.oneof(ofTokens, ofLines, { arbitrary: mutated, weight: 3 });
