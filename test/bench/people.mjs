// Who is asked about, the same people in every process: a small seeded generator, no chance.

const PLANS = ["free", "free", "pro", "team"];
const COUNTRIES = ["DE", "FR", "US", "GB", "BR", "IN", "JP", "CA"];
const AGENTS = [
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
  "Mozilla/5.0 (X11; Linux x86_64)",
];
const HOSTS = ["example.com", "Mail.Example.COM", "uni.org", "corp.net"];

/** The same numbers from 0 to 1 for the same seed. */
export function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A UUID that looks like version 4. */
export function uuid(next) {
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(next() * 2 ** 32)
      .toString(16)
      .padStart(8, "0"),
  ).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** People with seven properties. */
export function people(count) {
  const next = chance(1);
  const pick = (list) => list[Math.floor(next() * list.length)];
  return Array.from({ length: count }, (_, index) => ({
    id: `user-${index}`,
    properties: {
      plan: pick(PLANS),
      country: pick(COUNTRIES),
      email: `someone.${index}@${pick(HOSTS)}`,
      agent: pick(AGENTS),
      seats: Math.floor(next() * 40),
      age: Math.floor(next() * 60) + 18,
      beta: next() < 0.5,
    },
  }));
}
