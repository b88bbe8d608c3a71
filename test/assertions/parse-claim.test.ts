import { describe, expect, it } from 'vitest';

import type { Claim } from '../../src/assertions/claim.ts';
import { parseClaim } from '../../src/assertions/parse-claim.ts';
import { formatClaim } from './format-claim.ts';

/** The claim of a sentence that is in the language. */
function claimOf(sentence: string): Claim {
  const parsed = parseClaim(sentence);
  if (parsed.kind === 'problem') throw new Error(`${sentence}: ${parsed.message}`);
  return parsed.claim;
}

describe('a sentence', () => {
  it.each([
    ['web -/-> db', 'web -/-> db'],
    ['expect web -/-> db', 'web -/-> db'],
    ['web-/->db', 'web -/-> db'],
    ['web-->db:80', 'web --> db:80/tcp'],
    ['web<-->db', 'web <--> db'],
    ['web <-/-> db', 'web <-/-> db'],
    ['expect --> db', 'expect --> db'],
    ['expect isolated', 'expect isolated'],
    ['expect/web --> db', 'expect/web --> db'],
    ['expect expect --> db', 'expect --> db'],
    ['expect 10.0.0.0/8 -/-> db', '10.0.0.0/8 -/-> db'],
    ['frontends --> api:8080', 'frontends --> api:8080/tcp'],
    ['only api --> db:5432', 'only api --> db:5432/tcp'],
    ['expect only api --> db:5432', 'only api --> db:5432/tcp'],
    ['api --> only db:5432 | dns', 'api --> only db:5432/tcp | dns'],
    ['api --> db:only 5432', 'api --> db:only 5432/tcp'],
    ['only api --> only db:only 5432', 'only api --> only db:only 5432/tcp'],
    ['api --> db:5432,8000-9000/udp,http,dns/udp', 'api --> db:5432/tcp,8000-9000/udp,http/tcp,dns/udp'],
    ['api --> db : 5432 , 53 / udp', 'api --> db:5432/tcp,53/udp'],
    ['api --> db:*', 'api --> db:*'],
    ['api -/-> db:*', 'api -/-> db:*'],
    ['api -/-> db:*/udp', 'api -/-> db:*/udp'],
    ['api --> db:1', 'api --> db:1/tcp'],
    ['api --> db:65535', 'api --> db:65535/tcp'],
    ['web | bff except shop/old | web-canary --> api', 'web | bff except shop/old | web-canary --> api'],
    ['shop/web --> prod-*/api', 'shop/web --> prod-*/api'],
    ['*/web --> */*', '*/web --> */*'],
    ['web-[12] --> api-?:80', 'web-[12] --> api-?:80/tcp'],
    ['pods -/-> pods', 'pods -/-> pods'],
    ['shop/pods -/-> namespaces[team=a]/pods', 'shop/pods -/-> namespaces[team=a]/pods'],
    ['namespaces[team in (a,b)]/web --> db', 'namespaces[team in (a, b)]/web --> db'],
    ['pods[app=shop,tier in (web, api),!legacy] --> db', 'pods[app=shop,tier in (web, api),!legacy] --> db'],
    ['pods[a==b] --> pods[a!=b,c,d notin (e)]', 'pods[a=b] --> pods[a!=b,c,d!=e]'],
    ['pods[example.com/role=] --> db', 'pods[example.com/role=] --> db'],
    ['pods[in in (in)] --> db', 'pods[in=in] --> db'],
    ['any pods[app=web] --> db', 'any pods[app=web] --> db'],
    ['any web --> db', 'any web --> db'],
    ['Deployment:web --> StatefulSet:db:5432', 'Deployment:web --> StatefulSet:db:5432/tcp'],
    ['shop/Deployment:web --> Service:api:http', 'shop/Deployment:web --> Service:api:http/tcp'],
    ['shop/dns --> Deployment:only', 'shop/dns --> Deployment:only'],
    ['web --> internet:443', 'web --> internet:443/tcp'],
    ['web -/-> external', 'web -/-> external'],
    ['nodes --> dns', 'nodes --> dns'],
    ['web --> 10.0.0.0/8:443', 'web --> 10.0.0.0/8:443/tcp'],
    ['web --> 192.0.2.1:443', 'web --> 192.0.2.1:443/tcp'],
    ['10.0.0.1 -/-> web', '10.0.0.1 -/-> web'],
    ['10.0.0.1-->web', '10.0.0.1 --> web'],
    ['web --> 2001:db8::/32', 'web --> 2001:db8::/32'],
    ['web --> ::/0', 'web --> ::/0'],
    ['web --> [2001:db8::1]:443', 'web --> [2001:db8::1]:443/tcp'],
    ['web --> [2001:db8::/32]:443', 'web --> [2001:db8::/32]:443/tcp'],
    ['web --> 1:2:3:4:5:6:7:8', 'web --> 1:2:3:4:5:6:7:8'],
    // Hexadecimal letters alone do not make an address.
    ['fe --> db:80', 'fe --> db:80/tcp'],
    ['db isolated', 'db isolated'],
    ['db | web isolated ingress', 'db | web isolated ingress'],
    ['pods isolated egress', 'pods isolated egress'],
    ['no new connections to db', 'no new connections to db'],
    ['expect no new connections from web | shop/api except web', 'no new connections from web | shop/api except web'],
    ['no new connections to any pods[app=db]', 'no new connections to any pods[app=db]'],
    // A workload may be called `no`, and another `new`.
    ['no --> db', 'no --> db'],
    ['no | new --> db', 'no | new --> db'],
    ['new isolated', 'new isolated'],
  ])('%s reads as %s', (sentence, canonical) => {
    expect(formatClaim(claimOf(sentence))).toBe(canonical);
  });

  it('keeps the words of its groups and targets as they were written', () => {
    const claim = claimOf('expect  web | bff  --> shop/api : 80');
    if (claim.kind !== 'flow') throw new Error('a flow');
    expect(claim.from).toMatchObject({ text: 'web | bff', stretch: { start: 8, end: 17 } });
    expect(claim.targets[0]).toMatchObject({ text: 'shop/api : 80', group: { text: 'shop/api' } });
  });
});
