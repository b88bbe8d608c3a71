import { describe, expect, it } from 'vitest';

import { parseClaim } from '../../src/assertions/parse-claim.ts';
import { parseGroup } from '../../src/assertions/parse-group.ts';
import { formatClaim, formatGroup } from './format-claim.ts';

/** What the user sees of a sentence that is not: the sentence, the underlined part, the message, the help. */
function screen(sentence: string): string {
  const parsed = parseClaim(sentence);
  if (parsed.kind === 'claim') return `accepted: ${formatClaim(parsed.claim)}`;
  const { start, end } = parsed.stretch;
  const underline = `${' '.repeat(start)}${'^'.repeat(Math.max(1, end - start))}`;
  return [sentence, underline, parsed.message, ...(parsed.help === undefined ? [] : [`help: ${parsed.help}`])].join(
    '\n',
  );
}

describe('a sentence that is not in the language', () => {
  it.each([
    [
      '',
      '',
      '^',
      'expected pods (a name, `pods` or `pods[app=web]`), an address, `internet`, `external`, `nodes` or `dns`, but the sentence ends',
    ],
    [
      'web',
      'web',
      '   ^',
      'expected an arrow (`-->`, `-/->`, `<-->` or `<-/->`) or `isolated` after `web`, but the sentence ends',
    ],
    [
      'web db',
      '    ^^',
      'expected an arrow (`-->`, `-/->`, `<-->` or `<-/->`) or `isolated` after `web`, but found `db`',
    ],
    [
      'no new conections to db',
      '       ^^^^^^^^^^',
      'expected `connections`, but found `conections`',
      'help: write `no new connections to db`, or `from` for those that it opens itself',
    ],
    [
      'no connections to db',
      '   ^^^^^^^^^^^',
      'expected `new`, but found `connections`',
      'help: write `no new connections to db`, or `from` for those that it opens itself',
    ],
    [
      'no new connections db',
      '                   ^^',
      'expected `to` or `from`, but found `db`',
      'help: write `no new connections to db`, or `from` for those that it opens itself',
    ],
    [
      'no new connections to db:80',
      '                        ^',
      'expected the end, but found `:`',
      'help: it is about every port: leave the ports out',
    ],
    [
      'no new connections from web to db',
      '                            ^^',
      'expected `|`, `except` or the end, but found `to`',
      'help: it is about whoever is at the other end: name one group',
    ],
    ['web -> db', '    ^^', '`->` is not an arrow', 'help: did you mean `-->`?'],
    ['web->db', '   ^^', '`->` is not an arrow', 'help: did you mean `-->`?'],
    ['web => db', '    ^^', '`=>` is not an arrow', 'help: did you mean `-->`?'],
    ['web ---> db', '    ^^^^', '`--->` is not an arrow', 'help: did you mean `-->`?'],
    ['web → db', '    ^', '`→` is not an arrow', 'help: did you mean `-->`?'],
    ['web -x-> db', '    ^^^^', '`-x->` is not an arrow', 'help: did you mean `-/->`?'],
    ['web !-> db', '    ^^^', '`!->` is not an arrow', 'help: did you mean `-/->`?'],
    ['web !--> db', '    ^^^^', '`!-->` is not an arrow', 'help: did you mean `-/->`?'],
    ['web -->x db', '    ^^^^', '`-->x` is not an arrow', 'help: did you mean `-/->`?'],
    ['web /-> db', '    ^^^', '`/->` is not an arrow', 'help: did you mean `-/->`?'],
    ['web ↛ db', '    ^', '`↛` is not an arrow', 'help: did you mean `-/->`?'],
    ['web <-> db', '    ^^^', '`<->` is not an arrow', 'help: did you mean `<-->`?'],
    [
      'web <-- db',
      '    ^',
      'expected an arrow (`-->`, `-/->`, `<-->` or `<-/->`) or `isolated` after `web`, but found `<`',
      'help: sentences read from left to right: source, arrow, target',
    ],
    [
      'web -->',
      '       ^',
      'expected pods (a name, `pods` or `pods[app=web]`), an address, `internet`, `external`, `nodes` or `dns`, but the sentence ends',
    ],
    [
      'web --> db --> api',
      '           ^^^',
      'expected `|` or the end of the sentence, but found `-->`',
      'help: a sentence has one arrow; write a second sentence',
    ],
    [
      'web --> db except old',
      '           ^^^^^^',
      'expected `|` or the end of the sentence, but found `except`',
      'help: targets take no `except`; give the group a name under `define`',
    ],
    [
      'web:80 --> db',
      '   ^',
      'expected an arrow (`-->`, `-/->`, `<-->` or `<-/->`) or `isolated`, but found `:`',
      'help: ports stand after the target: `web --> db:5432`',
    ],
    [
      'deployment:web --> db',
      '          ^',
      'expected an arrow (`-->`, `-/->`, `<-->` or `<-/->`) or `isolated`, but found `:`',
      'help: did you mean `Deployment:…`? kinds are written with capitals',
    ],
    [
      'web --> service:api:80',
      '                   ^',
      'expected `|` or the end of the sentence, but found `:`',
      'help: kinds are written with a capital: `Service:api:80`',
    ],
    ['web --> db:0', '           ^', '0 is not a port', 'help: ports are numbers from 1 to 65535'],
    ['web --> db:70000', '           ^^^^^', '70000 is not a port', 'help: ports are numbers from 1 to 65535'],
    ['web --> db:1-70000', '           ^^^^^^^', '70000 is not a port', 'help: ports are numbers from 1 to 65535'],
    ['web --> db:90-80', '           ^^^^^', 'the range `90-80` ends before it begins', 'help: did you mean `80-90`?'],
    [
      'web --> db:',
      '           ^',
      'expected a port (a number, a range like `8000-9000`, a port name or `*`), but the sentence ends',
    ],
    [
      'web --> db:80,',
      '              ^',
      'expected a port (a number, a range like `8000-9000`, a port name or `*`), but the sentence ends',
    ],
    ['web --> db:80/icmp', '              ^^^^', 'expected `tcp`, `udp` or `sctp`, but found `icmp`'],
    [
      'web --> db:80/TCP',
      '              ^^^',
      'expected `tcp`, `udp` or `sctp`, but found `TCP`',
      'help: did you mean `tcp`?',
    ],
    [
      'web --> db:HTTP',
      '           ^^^^',
      '`HTTP` is not a port',
      'help: expected a port (a number, a range like `8000-9000`, a port name or `*`)',
    ],
    [
      'only web -/-> db',
      '^^^^',
      '`only` cannot stand with `-/->`',
      'help: `only a --> b` already says that everything else is denied; a denial is written `a -/-> b`, without `only`',
    ],
    [
      'web -/-> only db',
      '         ^^^^',
      '`only` cannot stand with `-/->`',
      'help: `only a --> b` already says that everything else is denied; a denial is written `a -/-> b`, without `only`',
    ],
    [
      'web -/-> db:only 80',
      '            ^^^^',
      '`only` cannot stand with `-/->`',
      'help: `only a --> b` already says that everything else is denied; a denial is written `a -/-> b`, without `only`',
    ],
    ['web <--> only db', '         ^^^^', '`only` cannot stand with `<-->`', 'help: write two sentences with `-->`'],
    [
      'web <-/-> db:80',
      '            ^',
      '`<-/->` takes no ports',
      'help: write two sentences, one for each direction, to name ports',
    ],
    ['only db isolated', '^^^^', '`only` and `isolated` cannot stand together', 'help: leave `only` out'],
    [
      'db isolated outward',
      '            ^^^^^^^',
      'expected `ingress`, `egress` or the end, but found `outward`',
      'help: write `isolated` last',
    ],
    [
      'web --> isolated',
      '        ^^^^^^^^',
      '`isolated` is a word of the language and cannot stand here',
      'help: a workload of that name is written with its namespace or kind: `shop/isolated`, `Deployment:isolated`',
    ],
    [
      'web --> pods[app=web',
      '            ^',
      'this `[` is never closed',
      'help: add the closing `]` after the label selector',
    ],
    ['web --> pods[]', '            ^^', 'this label selector is empty', 'help: leave the brackets out to mean all'],
    ['web --> pods[app=web,]', '                     ^', 'expected a label key'],
    ['web --> pods[app~web]', '             ^^^^^^^', '`app~web` is not a label key'],
    ['web --> pods[app=we!b]', '                   ^', 'expected `,` between the requirements of a label selector'],
    ['web --> pods[app in web]', '                    ^^^', 'expected `(` and a list of label values'],
    ['web --> pods[app in (web]', '                        ^', 'expected `,` or `)` after a label value'],
    ['web --> pods[app in ()]', '                     ^', 'expected a label value'],
    [
      'web --> pods[app > 3]',
      '                 ^',
      'expected `=`, `!=`, `in`, `notin`, `,` or the end of the label selector',
    ],
    [
      'web --> namespaces[team=a]',
      '                          ^',
      'expected `/` and pods after a namespace selector, but the sentence ends',
      'help: write `namespaces[team=a]/pods`',
    ],
    [
      'any internet --> web',
      '    ^^^^^^^^',
      '`internet` is a word of the language and cannot stand here',
      'help: a workload of that name is written with its namespace or kind: `shop/internet`, `Deployment:internet`',
    ],
    ['web --> 10.0.0.256', '        ^^^^^^^^^^', '`10.0.0.256` is not an IPv4 or IPv6 address'],
    [
      'web --> 10.0.0/8',
      '        ^^^^^^^^',
      '`10.0.0/8` is not a CIDR',
      'help: `10.0.0` is not an IPv4 or IPv6 address',
    ],
    [
      'web --> 10.0.0.0/33',
      '        ^^^^^^^^^^^',
      '`10.0.0.0/33` is not a CIDR',
      'help: the prefix length must be a number from 0 to 32',
    ],
    [
      'web --> 10.0.0.5/8',
      '        ^^^^^^^^^^',
      '`10.0.0.5/8` has bits set beyond its mask',
      'help: write `10.0.0.0/8` for the whole range, or `10.0.0.5` for the one address',
    ],
    [
      '"web" --> db',
      '^',
      'expected pods (a name, `pods` or `pods[app=web]`), an address, `internet`, `external`, `nodes` or `dns`, but found `"`',
      'help: names take no quotes',
    ],
    [
      '*a*b*c*d* --> db',
      '^^^^^^^^^',
      'a pattern has at most 4 `*`',
      'help: join names with `|`, or select pods by label: `pods[app=web]`',
    ],
    [
      'web --> ::ffff:8.8.8.8',
      '        ^^^^^^^^^^^^^^',
      '`::ffff:8.8.8.8` is an IPv4 address written as IPv6',
      'help: write the IPv4 address or range itself',
    ],
    [
      'web-{1..9} --> db',
      '^^^^^^^^^^',
      'a pattern takes no `{a,b}`: write `a | b`',
      'help: join names with `|`, or select pods by label: `pods[app=web]`',
    ],
  ])('%s is underlined where it goes wrong', (sentence, ...lines) => {
    const [first] = lines;
    // The first line of the empty sentence and of `web` is written out; elsewhere it is the sentence.
    expect(screen(sentence)).toBe((first === sentence ? lines : [sentence, ...lines]).join('\n'));
  });
});

describe('a group by itself', () => {
  it('reads like the source of a sentence', () => {
    const parsed = parseGroup('web | shop/pods[tier=data] except old');
    if (parsed.kind === 'problem') throw new Error(parsed.message);
    expect(formatGroup(parsed.group)).toBe('web | shop/pods[tier=data] except old');
  });

  it.each([
    ['db:5432', 'expected the end of the group, but found `:`', { start: 2, end: 3 }],
    ['web --> db', 'expected `|`, `except` or the end of the group, but found `-->`', { start: 4, end: 7 }],
    [
      'web |',
      'expected pods (a name, `pods` or `pods[app=web]`), an address, `internet`, `external`, `nodes` or `dns`, but the sentence ends',
      { start: 5, end: 5 },
    ],
  ])('%s is refused', (text, message, stretch) => {
    expect(parseGroup(text)).toMatchObject({ kind: 'problem', message, stretch });
  });
});
