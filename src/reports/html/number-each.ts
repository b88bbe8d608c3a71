/** Things told once and named by number. */
export interface Numbered<T> {
  readonly all: readonly object[];
  readonly numberOf: (thing: T) => number;
}

/** Numbers things by what they are turned into: equal results are one. */
export function numberEach<T extends object>(tell: (thing: T) => object): Numbered<T> {
  const all: object[] = [];
  const byThing = new Map<T, number>();
  const byMeaning = new Map<string, number>();
  return {
    all,
    numberOf: (thing) => {
      const known = byThing.get(thing);
      if (known !== undefined) return known;
      const told = tell(thing);
      const meaning = JSON.stringify(told);
      const number = byMeaning.get(meaning) ?? all.push(told) - 1;
      byMeaning.set(meaning, number);
      byThing.set(thing, number);
      return number;
    },
  };
}
