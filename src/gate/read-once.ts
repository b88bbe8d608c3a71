import type { Files } from './open-files.ts';
import { readWorld, type World, type WorldRequest } from './read-world.ts';

/** Reads a world, unless it is among those that are known; suites that speak of the same world share it. */
export function readOnce(worlds: Map<string, World>, request: WorldRequest, files: Files): World {
  const key = JSON.stringify(request, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value instanceof Map ? [...value] : value,
  );
  const world = worlds.get(key) ?? readWorld(files, request);
  worlds.set(key, world);
  return world;
}
